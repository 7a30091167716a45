import type { Cap, Spend } from '../core/config/run-ref.ts';
import { AllowanceNeeded } from '../core/llm/allowance.ts';
import { PipelineError } from '../core/errors.ts';
import type { SuperNode } from '../core/planning/dialog-plan.ts';
import type { Transcript } from '../core/simulation/dialog.ts';
import { spendOf } from './dialog-records.ts';
import type { DialogRef } from './planning-activities.ts';

/**
 * The grain of an attempt's activities adapts to the model: one that answers at once says all in one stint, a slow one
 * has an activity every few nodes, so that the history shows how far it is and little is walked again after a crash.
 */
const STINT_MS = 20_000;

export interface StintInput extends DialogRef {
  readonly attempt: number;
  /** Place of the stint in the attempt, from 0. */
  readonly step: number;
  readonly nodeId: string;
  /** All that this attempt may spend; null: not capped. */
  readonly allowance: Cap | null;
  /** True: ends with the first node that the model answered, since others wait for what becomes of it. */
  readonly probe: boolean;
}

export interface StintResult {
  readonly next: { readonly nodeId: string; readonly kind: string } | null;
  /** Stints that the attempt has by now. */
  readonly steps: number;
  /** By the attempt so far. */
  readonly spent: Spend;
  /** The allowance that the next call would need; null: it was enough. */
  readonly needs: Spend | null;
}

export function stintResult(
  { usage }: Transcript,
  next: SuperNode | null,
  steps: number,
  needs: Spend | null,
): StintResult {
  const node = next === null ? null : { nodeId: next.nodeId, kind: next.kind };
  return { next: node, steps, spent: spendOf(usage), needs };
}

/** True once no further node is to be begun. `knows`: whoever waits for this stint has its answer. */
export function stintClock(knows: () => boolean, isStopping: () => boolean): () => boolean {
  const ends = Date.now() + STINT_MS;
  return () => knows() || isStopping() || Date.now() >= ends;
}

/**
 * Speaks node after node. A node that the allowance, or the worker's end, breaks off in its midst is not kept: its replies are
 * in the journal. What was spoken before it is.
 */
export async function walkStint(walk: {
  readonly before: Transcript;
  readonly from: string;
  readonly goOn: (transcript: Transcript) => SuperNode | null;
  readonly isOver: () => boolean;
  readonly speak: (transcript: Transcript, nodeId: string) => Promise<Transcript>;
}): Promise<{ transcript: Transcript; needs: Spend | null }> {
  let transcript = walk.before;
  let nodeId: string | null = walk.from;
  while (nodeId !== null) {
    try {
      transcript = await walk.speak(transcript, nodeId);
    } catch (error) {
      if (error instanceof AllowanceNeeded) return { transcript, needs: error.needs };
      const isHandedOver = error instanceof PipelineError && error.code === 'worker_stopping';
      if (isHandedOver && transcript !== walk.before) return { transcript, needs: null };
      throw error;
    }
    nodeId = walk.isOver() ? null : (walk.goOn(transcript)?.nodeId ?? null);
  }
  return { transcript, needs: null };
}
