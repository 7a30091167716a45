import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import * as ledger from '../../workflows/dialog-ledger.ts';

const outcome = (ordinal: number, accepted: boolean, attempts = 1) => ({
  dialogId: `d${ordinal}`,
  ordinal,
  accepted,
  attempts,
});

describe('dialog ledger', () => {
  it('counts what news brings, once', () => {
    const state = { ...ledger.emptyState(4, 2), inFlight: [0, 1], nextUnit: 2 };
    const news = { unit: 0, outcomes: [outcome(0, true, 3)], fault: null };
    const once = ledger.takeNews(state, news);
    expect(once).toMatchObject({ ledger: 'a...', inFlight: [1], byAttempt: [0, 0, 1, 0] });
    expect(ledger.takeNews(once, news)).toEqual(once);
  });

  it('selects only when enough are accepted without a gap', () => {
    const state = ledger.recordOutcomes(ledger.emptyState(5, 2), [outcome(1, true), outcome(2, true)]);
    expect(ledger.canSelect(state, 2)).toBe(false);
    const settled = ledger.recordOutcomes(state, [outcome(0, false)]);
    expect(ledger.settledPrefix(settled.ledger)).toBe(3);
    expect(ledger.canSelect(settled, 2)).toBe(true);
    expect(ledger.canSelect({ ...settled, duplicates: 1 }, 2)).toBe(false);
  });

  it('launches no unit while those in flight may suffice, nor beyond the window, nor when paused', () => {
    const state = { ...ledger.emptyState(10, 2), nextUnit: 0 };
    expect(ledger.shouldLaunch(state, 3, 10)).toBe(true);
    expect(ledger.shouldLaunch({ ...state, inFlight: [0, 1] }, 3, 10)).toBe(false);
    expect(ledger.shouldLaunch({ ...state, paused: true }, 3, 10)).toBe(false);
    expect(ledger.shouldLaunch({ ...state, nextUnit: 10 }, 3, 10)).toBe(false);
    const nearly = ledger.recordOutcomes({ ...state, inFlight: [2], nextUnit: 3 }, [
      outcome(0, true),
      outcome(1, true),
    ]);
    expect(ledger.shouldLaunch(nearly, 3, 10)).toBe(false);
  });

  it('starts a unit rather than wait for nothing, though later targets of early users are accepted', () => {
    // Two users with two targets each, in rounds: 0 and 1 are their first, 2 and 3 their second.
    const both = [outcome(0, false), outcome(2, true)];
    const state = { ...ledger.recordOutcomes(ledger.emptyState(4, 1), both), nextUnit: 1 };
    expect(ledger.canSelect(state, 1)).toBe(false);
    expect(ledger.shouldLaunch(state, 1, 2)).toBe(true);
  });

  it('gives the same first N whatever the order of finishing, and no surplus without duplicates', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.nat()),
        (fates, wanted, concurrency, draws) => {
          let state = ledger.emptyState(fates.length, concurrency);
          while (!ledger.canSelect(state, wanted)) {
            while (ledger.shouldLaunch(state, wanted, fates.length)) {
              state = { ...state, inFlight: [...state.inFlight, state.nextUnit], nextUnit: state.nextUnit + 1 };
            }
            if (state.inFlight.length === 0) break;
            const unit = state.inFlight[(draws.next().value ?? 0) % state.inFlight.length] ?? 0;
            const outcomes = [outcome(unit, fates[unit] ?? false)];
            state = ledger.takeNews(state, { unit, outcomes, fault: null });
          }
          const good = fates.flatMap((fate, ordinal) => (fate ? [ordinal] : []));
          const prefix = state.ledger.slice(0, ledger.settledPrefix(state.ledger));
          const chosen = [...prefix].flatMap((letter, ordinal) => (letter === 'a' ? [ordinal] : [])).slice(0, wanted);
          expect(chosen).toEqual(good.slice(0, wanted));
          expect(ledger.countLetter(state.ledger, 'a')).toBeLessThanOrEqual(wanted);
        },
      ),
    );
  });
});
