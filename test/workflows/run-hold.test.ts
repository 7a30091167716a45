import { describe, expect, it } from 'vitest';

import { emptyState } from '../../workflows/dialog-ledger.ts';
import * as holds from '../../workflows/run-hold.ts';

const MINUTE_MS = 60_000;
const news = (unit: number) => ({
  unit,
  dialogId: `d00000${unit}`,
  code: 'model_rate_limited',
  message: 'slow down',
  retryAfterMs: null,
  needs: null,
});
const held = (...units: readonly number[]) =>
  units.reduce((state, unit) => holds.hold(state, news(unit), 0), emptyState({ users: 9, targets: 9 }, 4));

describe('a hold whose dialog sent ahead is silent', () => {
  it('sends another after some minutes, and one that is out is given time', () => {
    const waiting = held(1, 2, 3);
    expect(holds.nextProbe(waiting, 4_999)).toBeNull();
    expect(holds.nextProbe(waiting, 5_000)).toBe(1);
    const ahead = holds.sendAhead(waiting, 1, 5_000);
    expect(holds.nextProbe(ahead, MINUTE_MS)).toBeNull();
    expect(holds.nextProbe(ahead, 4 * MINUTE_MS)).toBe(2);
    expect(holds.isEmpty(ahead, 4 * MINUTE_MS)).toBe(false);
  });

  it('ends where it was the last that met the fault', () => {
    const ahead = holds.sendAhead(held(1), 1, 5_000);
    expect(holds.isEmpty(ahead, MINUTE_MS)).toBe(false);
    expect(holds.isEmpty(ahead, 4 * MINUTE_MS)).toBe(true);
  });

  it('goes on at once when someone says that it is cured', () => {
    expect(holds.nextProbe(holds.tryNow(holds.sendAhead(held(1, 2), 1, 5_000), 6_000), 6_000)).toBe(2);
    const alone = holds.tryNow(holds.sendAhead(held(1), 1, 5_000), 6_000);
    expect(holds.isEmpty(alone, 6_000)).toBe(true);
  });

  it('waits longer each time that the one ahead meets the fault again', () => {
    const again = holds.hold(holds.sendAhead(held(1, 2), 1, 5_000), news(1), 7_000);
    expect(again.hold).toMatchObject({ probe: null, backoffMs: 10_000, untilMs: 17_000 });
  });
});
