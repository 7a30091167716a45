import { ApplicationFailure, Context } from '@temporalio/activity';

import { PipelineError } from '../core/errors.ts';
import type { TrainingView } from '../core/recommender/training-view.ts';
import type { SpanRecorder } from '../core/tracing/span.ts';
import { traced } from './tracing.ts';

/** How often an activity says that it lives, whatever it does: well under every heartbeat timeout. */
const HEARTBEAT_MS = 2_000;

/**
 * The one place where a fault becomes Temporal's: its type is the code, and only what goes away by itself is retried, at
 * the time that the provider asked for. Anything unforeseen is retried too, as a bug may be a machine's: but not for ever.
 */
export function toFailure(error: unknown): unknown {
  if (error instanceof PipelineError) {
    return ApplicationFailure.create({
      message: bounded(error.message),
      type: error.code,
      nonRetryable: !error.retryable || activityAttempt() >= patienceWith(error),
      details: [error.details],
      ...(error.details.retryAfterMs === undefined ? {} : { nextRetryDelay: delayOf(error.details.retryAfterMs) }),
    });
  }
  if (error instanceof Error && error.name !== 'CancelledFailure' && activityAttempt() >= MAX_UNFORESEEN) {
    return ApplicationFailure.create({ message: error.message, type: 'internal', nonRetryable: true, cause: error });
  }
  return error;
}

/** A provider in maintenance may ask for an hour; nothing wakes an activity that sleeps, and one request a minute asks little. */
const delayOf = (retryAfterMs: number): number => Math.min(retryAfterMs, LONGEST_DELAY_MS);
const LONGEST_DELAY_MS = 60_000;

/** A provider's page or a list of problems may be long; what is told in full is the beginning. */
const bounded = (message: string): string =>
  message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)} …`;
const MAX_MESSAGE = 4_000;

/**
 * Tries after which a passing fault of a dialog's activity is the whole run's affair: its coordinator waits once for all, says
 * why, and sends one dialog ahead now and then. A store is away, or full, for all of them.
 */
function patienceWith({ code, details }: PipelineError): number {
  const { activityType } = Context.current().info;
  if (code === 'model_rate_limited' && activityType === 'simulateSuperNodes') {
    return (details.retryAfterMs ?? 0) >= LONG_WAIT_MS ? 1 : 2;
  }
  if (code === 'store_unavailable' && OF_DIALOGS.has(activityType)) return details.waitedMs === undefined ? 4 : 1;
  return Number.POSITIVE_INFINITY;
}

/** Asked to wait that long, a dialog does not do so alone: all others would be told the same. */
const LONG_WAIT_MS = 5_000;

/** A lone call elsewhere (the naming of aspects), and the work on whole tables, wait by themselves, as long as it takes. */
const OF_DIALOGS: ReadonlySet<string> = new Set([
  'planDialog',
  'simulateSuperNodes',
  'checkFidelity',
  'persistDialog',
  // Its coordinator's own: while it waits for these it hears nothing of its dialogs.
  'listUsers',
  'reconcileUnits',
]);

/** Transport faults count among an activity's attempts too: a bound for bugs must be well above what those take. */
const MAX_UNFORESEEN = 20;

/** Which try of its activity this is, from 1. */
export const activityAttempt = (): number => Context.current().info.attempt;

// oxlint-disable-next-line typescript/no-explicit-any -- any function is an activity; their types pass through unchanged
type Activities = Record<string, (...args: any[]) => Promise<unknown>>;

/** Wraps each activity: heartbeats while it runs, its span where traces are kept, and faults translated at its door. */
export function guarded<T extends object>(activities: T, spans: SpanRecorder | null = null): T {
  const wrapped = Object.entries(activities as Activities).map(([name, activity]) => [
    name,
    async (...args: unknown[]): Promise<unknown> => {
      const context = Context.current();
      const beat = setInterval(() => context.heartbeat(lastProgress.get(context)), HEARTBEAT_MS);
      try {
        return await traced(spans, args, () => activity(...args));
      } catch (error) {
        throw toFailure(error);
      } finally {
        clearInterval(beat);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}

/** Progress of a long activity, as the command line and the UI show it. */
export interface ActivityProgress {
  readonly what: string;
  readonly done: number;
  readonly total: number;
  /** While a recommender is trained. */
  readonly training?: TrainingView | undefined;
}

const lastProgress = new WeakMap<Context, ActivityProgress>();

/** Tells how far the current activity is; sent at once and with each later heartbeat. */
export function reportProgress(what: string, done: number, total: number, training?: TrainingView): void {
  const context = Context.current();
  const progress = { what, done, total, ...(training === undefined ? {} : { training }) };
  lastProgress.set(context, progress);
  context.heartbeat(progress);
}

export const cancellationSignal = (): AbortSignal => Context.current().cancellationSignal;
