import { Context } from '@temporalio/activity';

import type { Attempt } from '../core/simulation/dialog.ts';
import type { ModelCall } from './call-log.ts';

/**
 * Our own counters, beside the SDK's, on the worker's Prometheus address (`CONVRECSTUDIO_METRICS`). Labels are few and
 * bounded: never a dialog, a user or an item.
 */
const PREFIX = 'convrecstudio';

function count(name: string, value: number, tags: Record<string, string>, description: string): void {
  if (value <= 0) return;
  Context.current().metricMeter.createCounter(`${PREFIX}_${name}`, undefined, description).add(value, tags);
}

/** Calls of a stint: what the journal answered costs nothing anew. */
export function countCalls(run: string, calls: readonly ModelCall[]): void {
  const answered = calls.filter(({ fault }) => fault === undefined);
  for (const replayed of [false, true]) {
    const some = answered.filter((call) => call.replayed === replayed);
    count('model_calls', some.length, { run, replayed: String(replayed) }, 'model calls');
  }
  const paid = calls.filter(({ replayed }) => !replayed);
  const sum = (of: (call: ModelCall) => number): number => paid.reduce((total, call) => total + of(call), 0);
  const tokens = (kind: string, value: number): void => count('tokens', value, { run, kind }, 'tokens of paid calls');
  tokens(
    'prompt',
    sum(({ promptTokens }) => promptTokens),
  );
  tokens(
    'completion',
    sum(({ completionTokens }) => completionTokens),
  );
  const cost = sum(({ costMicroUsd }) => costMicroUsd ?? 0);
  count('cost_micro_usd', cost, { run }, 'cost of paid calls, millionths of a US dollar');
}

/** An attempt that was judged. */
export function countAttempt(run: string, { accepted, violations }: Attempt): void {
  count('attempts', 1, { run, accepted: String(accepted) }, 'attempts judged');
  for (const { check } of violations) count('violations', 1, { run, check }, 'violations found');
}

/** A dialog that is settled. */
export const countDialog = (run: string, status: string): void =>
  count('dialogs', 1, { run, status }, 'dialogs settled');
