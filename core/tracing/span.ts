import { deriveSeed } from '../random.ts';

/** One span as it is exported: names, counts and times of the work, never what was said, asked or answered. */
export interface Span {
  /** 32 hex digits: the run's. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** Null: the run's own. */
  readonly parentId: string | null;
  readonly name: string;
  /** `client`: waits for a language model. */
  readonly kind: 'internal' | 'client';
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Code or message of the fault that ended it; null: none. */
  readonly error: string | null;
}

/** Port: takes in spans and sends them when it suits; never throws, and never holds up the work. */
export interface SpanRecorder {
  record(span: Span): void;
}

/** Trace id of a run: the run id of its workflow's first execution, which the Temporal UI shows, without dashes. */
export const traceIdOf = (workflowRunId: string): string => workflowRunId.replaceAll('-', '').toLowerCase();

/**
 * Span ids of what has a name in its run. They follow from the names, so that an activity knows its dialog's and its
 * attempt's span without being told, in whatever process it runs.
 */
export const spanIds = {
  run: (trace: string): string => idOf(trace, 'run'),
  stage: (trace: string, stage: string): string => idOf(trace, 'stage', stage),
  dialog: (trace: string, dialogId: string): string => idOf(trace, 'dialog', dialogId),
  attempt: (trace: string, dialogId: string, attempt: number): string => idOf(trace, 'attempt', dialogId, attempt),
};

/** 64 bits of two seeds; all zeros would mean "no span". */
function idOf(...path: readonly (string | number)[]): string {
  const half = (place: string): string =>
    deriveSeed(place, ...path)
      .toString(16)
      .padStart(8, '0');
  const id = half('first') + half('second');
  return /^0+$/u.test(id) ? '0000000000000001' : id;
}
