import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/common';

export interface Fault {
  readonly code: string;
  readonly message: string;
  /** What the provider asked for, milliseconds. */
  readonly retryAfterMs: number | null;
}

/** Faults that someone cures, or that pass: a run waits for that. All others end it. */
const HOLDING: ReadonlySet<string> = new Set([
  'model_rate_limited',
  'model_quota_exhausted',
  'model_key_refused',
  'model_key_missing',
  'model_not_found',
  'store_denied',
  'store_unavailable',
]);

export const isHolding = ({ code }: Fault): boolean => HOLDING.has(code);

/** The pipeline's own fault at the root of a failed activity, or of a child that failed for one. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ChildWorkflowFailure) return faultOf(error.cause);
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure)) {
    return { code: 'internal', message: cause instanceof Error ? cause.message : 'unknown fault', retryAfterMs: null };
  }
  // Written by activities/failures.ts, which puts a PipelineError's details first.
  const details = (cause.details?.[0] ?? {}) as { retryAfterMs?: number };
  return { code: cause.type ?? 'internal', message: cause.message, retryAfterMs: details.retryAfterMs ?? null };
}
