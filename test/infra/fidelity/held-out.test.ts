import { beforeAll, describe, expect, it } from 'vitest';

import type { Listener } from '../../../core/fidelity/second-reading.ts';
import { loadTensorFlow } from '../../../infra/tensorflow/load-tensorflow.ts';
import { openEncoder } from '../../../workers/open-encoder.ts';
import { openEntailment } from '../../../workers/open-entailment.ts';
import { judgeHeldOut } from '../../core/fidelity/judge-held-out.ts';
import { seedListener } from '../../core/fidelity/seed-listener.ts';

/**
 * Floors, not goals: what the checks reach today, so that no change makes them worse unseen. The goals are 95 % of the
 * broken dialogs and 3 % of the honest ones.
 */
describe('dialogs by hand of writers who had not read the checks', () => {
  let listener: Listener;
  beforeAll(async () => {
    await loadTensorFlow('auto', process.env);
    listener = await seedListener(await openEncoder(process.env), await openEntailment(process.env));
  }, 300_000);

  it.each([
    ['a', 71, 12],
    ['b', 64, 14],
  ])('of writer %s: at least %i of 75 broken ones caught, at most %i of 50 honest ones refused', async (...row) => {
    const [writer, caught, refused] = row;
    const judged = await judgeHeldOut(writer, listener);
    const honest = judged.filter(({ kind }) => kind === 'honest');
    const broken = judged.filter(({ kind }) => kind !== 'honest');
    expect([honest.length, broken.length]).toEqual([50, 75]);
    expect(broken.filter(({ byMeaning }) => byMeaning.length > 0).length).toBeGreaterThanOrEqual(caught);
    expect(honest.filter(({ byMeaning }) => byMeaning.length > 0).length).toBeLessThanOrEqual(refused);
  });
});
