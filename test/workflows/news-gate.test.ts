import { describe, expect, it } from 'vitest';

import { emptyState } from '../../workflows/dialog-ledger.ts';
import { createNewsGate } from '../../workflows/news-gate.ts';
import { progressOf } from '../../workflows/simulation-view.ts';

const QUIET = progressOf(emptyState({ users: 100, targets: 100 }, 8), 100);
const waiting = (reason: string, untilMs: number | null = null) => ({
  ...QUIET,
  waiting: { reason, message: '', untilMs, dialogs: 3 },
});

describe('what a run is told of its dialogs', () => {
  it('a limit that comes and goes for a week fills no history', () => {
    const gate = createNewsGate();
    let told = 0;
    const WEEK_MS = 7 * 24 * 3_600_000;
    for (let atMs = 0; atMs < WEEK_MS; atMs += 15_000) {
      const limited = (atMs / 15_000) % 2 === 0;
      if (gate(limited ? waiting('model_rate_limited', atMs) : QUIET, false, atMs).tell) told += 1;
    }
    // Four events each: well under 4,096 a week, and somebody who looks is never more than some minutes behind.
    expect(told).toBeLessThan(1_020);
    expect(told).toBeGreaterThan(500);
  });

  it('tells at once what was done or has to be cured, and labels every change', () => {
    const gate = createNewsGate();
    for (let at = 0; at < 40; at++) gate(at % 2 === 0 ? waiting('store_unavailable') : QUIET, false, at);
    expect(gate(waiting('store_unavailable'), false, 41)).toEqual({ label: true, tell: false });
    expect(gate(waiting('store_unavailable', 5), false, 42)).toEqual({ label: false, tell: false });
    expect(gate(waiting('model_key_refused'), false, 43)).toEqual({ label: true, tell: true });
    expect(gate({ ...QUIET, paused: true }, false, 44).tell).toBe(true);
    expect(gate({ ...QUIET, paused: true, concurrency: 2 }, false, 45).tell).toBe(true);
    expect(gate({ ...QUIET, paused: true, concurrency: 2 }, false, 46).tell).toBe(false);
    expect(gate({ ...QUIET, paused: true, concurrency: 2, accepted: 5 }, false, 47).tell).toBe(true);
    expect(gate({ ...QUIET, paused: true, concurrency: 2, accepted: 5 }, true, 48).tell).toBe(true);
  });
});
