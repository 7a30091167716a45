import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { SimulationState } from '../../workflows/contract.ts';
import { acceptedOf, letterOf, recordOutcomes } from '../../core/dataset/stock.ts';
import * as ledger from '../../workflows/dialog-ledger.ts';

const outcome = (ordinal: number, accepted: boolean, attempts = 1) => ({
  dialogId: `d${ordinal}`,
  ordinal,
  accepted,
  attempts,
  spent: { tokens: 10, costMicroUsd: 1 },
});
const stateOf = (targets: number, concurrency: number): SimulationState =>
  ledger.emptyState({ targets, users: targets }, concurrency);

describe('dialog ledger', () => {
  it('counts what news brings, once', () => {
    const state = { ...stateOf(4, 2), inFlight: [0, 1], nextUnit: 2, granted: { 0: { tokens: 1, costMicroUsd: 1 } } };
    const news = { unit: 0, outcomes: [outcome(0, true, 3)], fault: null };
    const once = ledger.takeNews(state, news);
    expect(once).toMatchObject({ base: 1, acceptedBefore: 1, tail: '', inFlight: [1], byAttempt: [0, 0, 1, 0] });
    expect(once.spent).toEqual({ tokens: 10, costMicroUsd: 1 });
    expect(once.granted).toEqual({});
    expect(ledger.takeNews(once, news)).toEqual(once);
  });

  it('selects only when enough are accepted without a gap', () => {
    const state = recordOutcomes(stateOf(5, 2), [outcome(1, true), outcome(2, true)]);
    expect(state.tail).toBe('.aa');
    expect(ledger.canSelect(state, 2)).toBe(false);
    const settled = recordOutcomes(state, [outcome(0, false)]);
    expect(settled).toMatchObject({ base: 3, acceptedBefore: 2, rejectedBefore: 1, tail: '' });
    expect([0, 2, 3].map((ordinal) => letterOf(settled, ordinal))).toEqual(['s', 's', '.']);
    expect(ledger.canSelect(settled, 2)).toBe(true);
    expect(ledger.canSelect({ ...settled, duplicates: 1 }, 2)).toBe(false);
    expect(ledger.canSelect({ ...settled, retries: [5] }, 2)).toBe(false);
  });

  it('launches no unit while those in flight may suffice, nor beyond the window, nor when paused or held', () => {
    const state = stateOf(10, 2);
    expect(ledger.nextToLaunch(state, 3)).toBe(0);
    expect(ledger.nextToLaunch({ ...state, inFlight: [0, 1] }, 3)).toBeNull();
    expect(ledger.nextToLaunch({ ...state, paused: true }, 3)).toBeNull();
    const hold = { code: 'model_rate_limited', message: '', untilMs: 0, backoffMs: 1, probe: null };
    expect(ledger.nextToLaunch({ ...state, hold }, 3)).toBeNull();
    expect(ledger.nextToLaunch({ ...state, nextUnit: 10 }, 3)).toBeNull();
    const nearly = recordOutcomes({ ...state, inFlight: [2], nextUnit: 3 }, [outcome(0, true), outcome(1, true)]);
    expect(ledger.nextToLaunch(nearly, 3)).toBeNull();
  });

  it('launches retried dialogs first, though enough are accepted', () => {
    const done = recordOutcomes({ ...stateOf(3, 2), nextUnit: 1, retries: [3] }, [outcome(0, true)]);
    expect(ledger.nextToLaunch(done, 1)).toBe(3);
    const launched = ledger.markLaunched(done, 3, true);
    expect(launched).toMatchObject({ retries: [], inFlight: [3], nextUnit: 1 });
    expect(ledger.canSelect(launched, 1)).toBe(false);
    expect(ledger.nextToLaunch(launched, 1)).toBeNull();
  });

  it('starts a unit rather than wait for nothing, though later targets of early users are accepted', () => {
    // Two users with two targets each, in rounds: 0 and 1 are their first, 2 and 3 their second.
    const both = [outcome(0, false), outcome(2, true)];
    const state = { ...recordOutcomes({ ...stateOf(4, 1), users: 2 }, both), nextUnit: 1 };
    expect(ledger.canSelect(state, 1)).toBe(false);
    expect(ledger.nextToLaunch(state, 1)).toBe(1);
  });

  it('gives the same first N whatever the order of finishing, and no surplus without duplicates', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.nat()),
        (fates, wanted, concurrency, draws) => {
          let state = stateOf(fates.length, concurrency);
          while (!ledger.canSelect(state, wanted)) {
            for (let unit = ledger.nextToLaunch(state, wanted); unit !== null;) {
              state = ledger.markLaunched(state, unit, true);
              unit = ledger.nextToLaunch(state, wanted);
            }
            if (state.inFlight.length === 0) break;
            const unit = state.inFlight[(draws.next().value ?? 0) % state.inFlight.length] ?? 0;
            const outcomes = [outcome(unit, fates[unit] ?? false)];
            state = ledger.takeNews(state, { unit, outcomes, fault: null });
          }
          const good = fates.slice(0, state.base).filter(Boolean).length;
          expect(state.acceptedBefore).toBe(good);
          expect(Math.min(good, wanted)).toBe(Math.min(fates.filter(Boolean).length, wanted));
          expect(acceptedOf(state)).toBeLessThanOrEqual(wanted);
        },
      ),
    );
  });
});
