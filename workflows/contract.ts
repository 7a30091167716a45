import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

import type {
  Cap,
  DialogOutcome,
  Packed,
  RunBrief,
  RunRef,
  Spend,
  Stock,
  UnitFinished,
  UnitHeld,
  UnitRelease,
} from '../core/config/run-ref.ts';
import type { TrainingJob } from '../core/recommender/training-job.ts';

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
  /** What the ids of all users' workflows begin with. */
  users: (run: string) => `${run}/dialogs/user-`,
  user: (run: string, unit: number) => `${run}/dialogs/user-${String(unit).padStart(6, '0')}`,
  recommender: (run: string) => `${run}/recommender`,
  /** Trainings that an experiment asks for, perhaps to be tested on another run. */
  trainings: (run: string, on?: string) => `${run}/trainings${on === undefined ? '' : `-on-${on}`}`,
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
  /** No stage is begun, and no dialog. */
  readonly paused: boolean;
  /** A fault outside of the dialogs that someone has to cure, with the way out; null: none. */
  readonly waiting: string | null;
}

/** What a run waits for, other than its own work. */
export interface Waiting {
  /** `paused`, `budget`, or the code of the fault. */
  readonly reason: string;
  /** What it is and the way out. */
  readonly message: string;
  /** When it goes on by itself, milliseconds since 1970; null: not before someone does something. */
  readonly untilMs: number | null;
  /** Dialogs that were begun and wait. */
  readonly dialogs: number;
}

export interface DialogProgress {
  readonly wanted: number;
  readonly targets: number;
  /** Near-duplicates aside. */
  readonly accepted: number;
  readonly duplicates?: number;
  readonly rejected: number;
  /** Those given up by the kinds of violations of their last attempt; one may have several. */
  readonly driftBy?: Readonly<Record<string, number>>;
  readonly inFlight: number;
  readonly concurrency: number;
  readonly paused: boolean;
  /** Accepted dialogs by the attempt that was accepted, 1 to 4. */
  readonly byAttempt: readonly [number, number, number, number];
  readonly waiting: Waiting | null;
  /** By the dialogs that are settled. */
  readonly spent: Spend;
  /** Held back for the dialogs in flight; zero where nothing is capped. */
  readonly reserved: Spend;
  readonly budget: Cap | null;
}

export interface TrainingProgress {
  readonly jobs: number;
  readonly done: number;
  readonly current: string | null;
  /** Of those that are done: their curves by epoch. */
  readonly results: readonly {
    readonly variant: string;
    readonly seed: number;
    readonly bestEpoch: number;
    readonly losses: readonly number[];
    readonly validation: readonly (number | null)[];
  }[];
}

export const runProgressQuery = defineQuery<RunProgress>('progress');
export const dialogProgressQuery = defineQuery<DialogProgress>('dialogProgress');
export const trainingProgressQuery = defineQuery<TrainingProgress>('trainingProgress');

/** Steering: a run and its coordinator take the same, as signals and as updates that answer with a sentence. */
export const pauseSignal = defineSignal('pause');
export const resumeSignal = defineSignal('resume');
export const concurrencySignal = defineSignal<[number]>('setConcurrency');
export const budgetSignal = defineSignal<[BudgetRaise]>('raiseBudget');
export const retrySignal = defineSignal<[RetryRequest]>('retry');
export const pauseUpdate = defineUpdate<string>('pause');
export const resumeUpdate = defineUpdate<string>('resume');
export const concurrencyUpdate = defineUpdate<string, [number]>('setConcurrency');
export const budgetUpdate = defineUpdate<string, [BudgetRaise]>('raiseBudget');
export const retryUpdate = defineUpdate<string, [RetryRequest]>('retry');

export const unitFinishedSignal = defineSignal<[UnitFinished]>('unitFinished');
export const unitHeldSignal = defineSignal<[UnitHeld]>('unitHeld');
/** A probe got its reply: whatever held the run is gone. */
export const unitClearedSignal = defineSignal<[number]>('unitCleared');
export const releaseSignal = defineSignal<[UnitRelease]>('release');
/** The coordinator to its run, so that the run's own page tells how far it is. */
export const simulationNewsSignal = defineSignal<[DialogProgress]>('simulationNews');

/** New caps, each higher than the one that stands. */
export interface BudgetRaise {
  readonly maxCostUsd?: number;
  readonly maxTokens?: number;
}

/** Which dialogs to make anew, under new ids. */
export interface RetryRequest {
  readonly dialogs?: readonly string[];
  /** True: every dialog that was given up and not retried yet. */
  readonly failed?: boolean;
}

/** What was asked of a run before its dialogs began. */
export interface Steering {
  readonly paused: boolean;
  readonly concurrency: number | null;
  readonly budget: Cap | null;
}

export interface SimulateDialogsInput {
  readonly brief: RunBrief;
  readonly users: number;
  readonly targets: number;
  readonly steering?: Steering;
  /** Children started by one execution before it continues as new; the default suits the server's limits. */
  readonly launchesPerExecution?: number;
  /** How long without news until lost children are looked for. */
  readonly reconcileAfter?: '1 minute' | '2 seconds';
  /** Carried from one execution to the next; null at the first. */
  readonly carried: Packed<SimulationState> | null;
}

/** Why no dialog is begun until further notice: one for the whole run. */
export interface Hold {
  readonly code: string;
  readonly message: string;
  /** Next try, milliseconds since 1970; with one sent ahead, when it is given up and another goes. */
  readonly untilMs: number;
  readonly backoffMs: number;
  /** The unit that was sent ahead; null: still waiting. */
  readonly probe: number | null;
}

export interface SimulationState extends Stock {
  readonly targets: number;
  readonly users: number;
  readonly nextUnit: number;
  readonly inFlight: readonly number[];
  /** Told, but not yet taken in. */
  readonly mail: readonly Mail[];
  /** Near-duplicates found so far among the accepted. */
  readonly duplicates: number;
  readonly concurrency: number;
  readonly paused: boolean;
  readonly hold: Hold | null;
  readonly held: readonly UnitHeld[];
  readonly budget: Cap | null;
  /** True: a dialog is wanted, and the budget does not leave its first attempt. */
  readonly starved: boolean;
  /** Allowances of the units in flight, all that each may spend; empty where nothing is capped. */
  readonly granted: Readonly<Record<string, Spend>>;
}

/** What units tell their coordinator, in order. */
export type Mail =
  | { readonly kind: 'finished'; readonly news: UnitFinished }
  | { readonly kind: 'held'; readonly news: UnitHeld }
  | { readonly kind: 'cleared'; readonly unit: number };

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
  /** All that the unit may spend; null: not capped. */
  readonly granted: Cap | null;
}

export interface TrainRecommenderInput {
  readonly ref: RunRef;
  /** Those of an experiment; the run's own, and its metrics, where none are given. */
  readonly jobs?: readonly TrainingJob[];
  /** Each trained variant is tested on this run's dialogs as well. */
  readonly on?: RunRef;
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
  waiting: 'ConvRecWaiting',
} as const;
