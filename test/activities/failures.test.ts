import { ApplicationFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';

import { toFailure } from '../../activities/failures.ts';
import { PipelineError } from '../../core/errors.ts';
import type { ErrorCode, PipelineErrorDetails } from '../../core/errors.ts';

/** How a fault of an activity's nth try reaches Temporal. */
async function told(code: ErrorCode, activityType: string, attempt: number, details: PipelineErrorDetails = {}) {
  const environment = new MockActivityEnvironment({ activityType, attempt });
  const failure: unknown = await environment.run(() =>
    Promise.resolve(toFailure(new PipelineError(code, 'why', details))),
  );
  if (!(failure instanceof ApplicationFailure)) throw new Error('no failure of the application');
  return failure;
}
const isTriedAgain = async (...fault: Parameters<typeof told>): Promise<boolean> =>
  (await told(...fault)).nonRetryable !== true;

describe('a fault of an activity', () => {
  it('keeps its code, its words and what the provider asked for', async () => {
    const failure = await told('model_rate_limited', 'simulateSuperNodes', 1, { retryAfterMs: 700 });
    expect(failure).toMatchObject({ type: 'model_rate_limited', message: 'why', nextRetryDelay: 700 });
  });

  it.each<[ErrorCode, string, boolean[]]>([
    // For ever, one by one: what ails one dialog's prompt need not ail another's.
    ['model_transport', 'simulateSuperNodes', [true, true, true, true, true]],
    // The whole run's affair from then on.
    ['model_rate_limited', 'simulateSuperNodes', [true, false, false, false, false]],
    ['store_unavailable', 'simulateSuperNodes', [true, true, true, false, false]],
    ['store_unavailable', 'persistDialog', [true, true, true, false, false]],
    ['store_unavailable', 'reconcileUnits', [true, true, true, false, false]],
    // No dialog's: nobody else would wait with them.
    ['model_rate_limited', 'fitAspects', [true, true, true, true, true]],
    ['store_unavailable', 'fitAspects', [true, true, true, true, true]],
    ['worker_stopping', 'simulateSuperNodes', [true, true, true, true, true]],
    // Someone has to cure these.
    ['model_key_refused', 'simulateSuperNodes', [false, false, false, false, false]],
    ['store_denied', 'fitAspects', [false, false, false, false, false]],
  ])('%s of %s is tried again, by its try: %j', async (code, activity, again) => {
    const found = await Promise.all(again.map((_, index) => isTriedAgain(code, activity, index + 1)));
    expect(found).toEqual(again);
  });

  it('has the run wait at once where the provider asks for a long wait', async () => {
    expect(await isTriedAgain('model_rate_limited', 'simulateSuperNodes', 1, { retryAfterMs: 30_000 })).toBe(false);
  });

  it('sleeps a minute at most, whatever the provider asks: nothing wakes an activity', async () => {
    const failure = await told('model_transport', 'simulateSuperNodes', 1, { retryAfterMs: 3_600_000 });
    expect(failure).toMatchObject({ nonRetryable: false, nextRetryDelay: 60_000 });
  });

  it('is not waited for twice: a journal that waited a minute has the run wait at once', async () => {
    expect(await isTriedAgain('store_unavailable', 'simulateSuperNodes', 1, { waitedMs: 58_800 })).toBe(false);
  });
});
