import { proxySinks, workflowInfo } from '@temporalio/workflow';
import type { Sinks } from '@temporalio/workflow';

import type { RunRef } from '../core/config/run-ref.ts';
import { spanIds } from '../core/tracing/span.ts';
import type { Span } from '../core/tracing/span.ts';

/** Calls to sinks are no commands: they stand in no history, and a replay makes none. */
export interface TraceSinks extends Sinks {
  readonly tracing: { record(span: Span): void };
}

const { tracing } = proxySinks<TraceSinks>();

type Told = Pick<Span, 'attributes' | 'error'>;

/** Spans of what workflows alone know the bounds of; nothing where the run keeps no trace. */
export function tracerOf({ run, trace }: RunRef) {
  const record = (span: Omit<Span, 'traceId' | 'kind' | 'endMs'>): void => {
    if (trace === undefined) return;
    const attributes = { 'convrecstudio.run': run, ...span.attributes };
    tracing.record({ ...span, attributes, traceId: trace, kind: 'internal', endMs: Date.now() });
  };
  const of = (id: (trace: string) => string): string => (trace === undefined ? '' : id(trace));
  return {
    run: (told: Told) =>
      record({
        name: `run ${run}`,
        spanId: of(spanIds.run),
        parentId: null,
        startMs: workflowInfo().startTime.getTime(),
        ...told,
      }),
    stage: (stage: string, startMs: number, told: Told) =>
      record({ name: stage, spanId: of((t) => spanIds.stage(t, stage)), parentId: of(spanIds.run), startMs, ...told }),
    dialog: (dialogId: string, told: Told) =>
      record({
        name: `dialog ${dialogId}`,
        spanId: of((t) => spanIds.dialog(t, dialogId)),
        parentId: of((t) => spanIds.stage(t, 'simulation')),
        startMs: workflowInfo().startTime.getTime(),
        ...told,
      }),
    attempt: (dialogId: string, attempt: number, startMs: number, told: Told) =>
      record({
        name: `attempt ${attempt}`,
        spanId: of((t) => spanIds.attempt(t, dialogId, attempt)),
        parentId: of((t) => spanIds.dialog(t, dialogId)),
        startMs,
        ...told,
      }),
  };
}
