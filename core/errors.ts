/** Every fault that the pipeline raises itself, by a literal code: the one thing that callers switch on. */
export type ErrorCode =
  | 'bad_configuration'
  | 'source_missing'
  | 'source_format'
  | 'too_many_rejects'
  | 'no_eligible_targets'
  | 'source_not_allowed'
  | 'store_unavailable'
  | 'store_denied'
  | 'artefact_missing'
  | 'artefact_invalid'
  | 'model_key_missing'
  | 'model_key_refused'
  | 'model_quota_exhausted'
  | 'model_not_found'
  | 'price_unknown'
  | 'model_transport'
  | 'model_rate_limited'
  | 'replay_missing'
  | 'setup_missing'
  | 'backend_missing'
  | 'training_diverged'
  | 'out_of_memory'
  | 'run_conflict'
  | 'worker_stopping'
  | 'payload_unreadable'
  | 'internal';

/** Faults that go away by themselves: Temporal retries these without end; all others fail the run at once. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set([
  'store_unavailable',
  'model_transport',
  'model_rate_limited',
  'worker_stopping',
]);

export interface PipelineErrorDetails {
  /** File, line or field that the fault is about, as a person would look for it. */
  readonly subject?: string;
  /** Earliest useful retry, milliseconds from now (a provider's Retry-After). */
  readonly retryAfterMs?: number;
  /** How long it was tried already, milliseconds. */
  readonly waitedMs?: number;
  /** True: the call was turned away before anything was made of it, and costs nothing. */
  readonly unbilled?: boolean;
  /** Each problem of its own, where there are several (configuration fields, bad lines). */
  readonly problems?: readonly string[];
}

/**
 * A fault, as opposed to a rejected dialog (which is data). The message names what is wrong, where, and the way out.
 * Only `activities/failures.ts` turns it into Temporal's `ApplicationFailure` (type = code).
 */
export class PipelineError extends Error {
  override readonly name = 'PipelineError';
  readonly code: ErrorCode;
  readonly details: PipelineErrorDetails;

  constructor(code: ErrorCode, message: string, details: PipelineErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }
}

/** What lies at the root of a chain of causes, in its own words. */
export function rootMessage(error: unknown): string {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root instanceof Error ? root.message : String(root);
}

/** The first line of that. */
export const rootReason = (error: unknown): string => rootMessage(error).split('\n')[0] ?? '';
