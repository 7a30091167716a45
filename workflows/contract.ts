import { defineQuery, defineSignal } from '@temporalio/workflow';

import type { DialogOutcome, RunBrief, RunRef, UnitFinished } from '../core/config/run-ref.ts';

/** Names that clients, workflows and workers share. */

export const STAGES = ['reviews', 'profiling', 'planning', 'simulation', 'dataset', 'recommender', 'report'] as const;
export type Stage = (typeof STAGES)[number];

/** Each kind of work has a task queue of its own, named after the workflows' queue. */
export const taskQueues = (base: string) => ({
  workflows: base,
  profiling: `${base}-profiling`,
  dialogs: `${base}-dialogs`,
  training: `${base}-training`,
});

/** Workflow ids are derived from the run's: anyone can find them. */
export const workflowIds = {
  simulation: (run: string) => `${run}/dialogs`,
  user: (run: string, unit: number) => `${run}/dialogs/user-${String(unit).padStart(6, '0')}`,
  recommender: (run: string) => `${run}/recommender`,
};

export interface StageProgress {
  readonly stage: Stage;
  readonly status: 'waiting' | 'running' | 'done' | 'skipped';
  readonly seconds: number;
}

/** How far the description of sentences is, in shards, and the sentences of those that are done. */
export interface ShardProgress {
  readonly done: number;
  readonly shards: number;
  readonly sentences: number;
}

export interface RunProgress {
  readonly run: string;
  readonly status: 'running' | 'completed' | 'exhausted';
  readonly stages: readonly StageProgress[];
  /** Null before sentences are described, and where they all stand already. */
  readonly shards: ShardProgress | null;
}

export interface DialogProgress {
  readonly wanted: number;
  readonly targets: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly inFlight: number;
  readonly concurrency: number;
  readonly paused: boolean;
  /** Accepted dialogs by the attempt that was accepted, 1 to 4. */
  readonly byAttempt: readonly [number, number, number, number];
}

export interface TrainingProgress {
  readonly jobs: number;
  readonly done: number;
  readonly current: string | null;
}

export const runProgressQuery = defineQuery<RunProgress>('progress');
export const dialogProgressQuery = defineQuery<DialogProgress>('dialogProgress');
export const trainingProgressQuery = defineQuery<TrainingProgress>('trainingProgress');

export const pauseSignal = defineSignal('pause');
export const resumeSignal = defineSignal('resume');
export const concurrencySignal = defineSignal<[number]>('setConcurrency');
export const unitFinishedSignal = defineSignal<[UnitFinished]>('unitFinished');

export interface SimulateDialogsInput {
  readonly brief: RunBrief;
  readonly users: number;
  readonly targets: number;
  /** Children started by one execution before it continues as new; the default suits the server's limits. */
  readonly launchesPerExecution?: number;
  /** How long without news until lost children are looked for. */
  readonly reconcileAfter?: '1 minute' | '2 seconds';
  /** Carried from one execution to the next; null at the first. */
  readonly carried: SimulationState | null;
}

export interface SimulationState {
  /** One letter an ordinal: a accepted, r rejected, "." open. */
  readonly ledger: string;
  readonly byAttempt: readonly [number, number, number, number];
  readonly nextUnit: number;
  /** Units in flight with the number of their dialogs. */
  readonly inFlight: readonly number[];
  /** Ended, but their news not yet taken in. */
  readonly finished: readonly UnitFinished[];
  /** Near-duplicates found so far among the accepted. */
  readonly duplicates: number;
  readonly concurrency: number;
  readonly paused: boolean;
}

export interface SimulationResult {
  readonly selected: number;
  readonly exhausted: boolean;
}

export interface GenerateUserDialogsInput {
  readonly ref: RunRef;
  readonly domain: string;
  readonly maxAttempts: number;
  readonly unit: number;
  readonly userKey: string;
  readonly coordinatorId: string;
  readonly remaining: readonly { readonly dialogId: string; readonly ordinal: number }[];
  readonly outcomes: readonly DialogOutcome[];
}

export interface TrainRecommenderInput {
  readonly ref: RunRef;
}

export const SEARCH = {
  run: 'ConvRecRun',
  domain: 'ConvRecDomain',
  stage: 'ConvRecStage',
  dialog: 'ConvRecDialog',
  user: 'ConvRecUser',
  status: 'ConvRecStatus',
  failure: 'ConvRecFailure',
  attempts: 'ConvRecAttempts',
} as const;
