import { CancelledFailure } from '@temporalio/common';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createRandom } from '../../core/random.ts';
import { acceptedOf, rejectedOf } from '../../core/dataset/stock.ts';
import type { RunBrief } from '../../core/config/run-ref.ts';
import { availableOf, reservedOf } from '../../workflows/budget-ledger.ts';
import type { SimulateDialogsInput } from '../../workflows/contract.ts';
import { DialogWindow } from '../../workflows/dialog-window.ts';
import * as ledger from '../../workflows/dialog-ledger.ts';
import type { WindowUnits } from '../../workflows/window-units.ts';
import { OWN, tryNow } from '../../workflows/run-hold.ts';
import { createUnitWorld } from './unit-world.ts';

const CALL = 10;

/** The real window over users' workflows that do everything that such workflows may do, in any order. */
describe('the window, whatever happens to whom in whatever order', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it('settles each target once, keeps the cap and its bounds, and comes to the same end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 24 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (seed, fates, wanted, concurrency, isCapped) => {
          await meddle({ seed, fates, wanted, concurrency, isCapped });
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the window, where what it asks for fails', () => {
  const input = inputOf({ wanted: 2, concurrency: 2, cap: null, users: 2, targets: 2 });
  // A user a page.
  const list: WindowUnits['list'] = (from) =>
    Promise.resolve([{ unit: from, userKey: `u-${from}`, dialogs: [{ dialogId: `d00000${from}`, ordinal: from }] }]);
  const units = (doubles: Partial<WindowUnits>): WindowUnits => ({
    list,
    start: () => Promise.resolve(true),
    release: () => Promise.resolve(true),
    look: () => Promise.resolve({ finished: [], lost: [] }),
    cancel: () => Promise.resolve(),
    ...doubles,
  });
  const open = (doubles: Partial<WindowUnits>) =>
    new DialogWindow(input, ledger.emptyState({ users: 2, targets: 2 }, 2), units(doubles));

  it('tells of a page that cannot be read only when the starts before it stand', async () => {
    let stands = (): void => {};
    const window = open({
      list: (from) => (from === 0 ? list(from) : Promise.reject(new CancelledFailure('cancelled'))),
      start: () => new Promise((resolve) => (stands = () => resolve(true))),
    });
    let told: unknown = null;
    const advance = window.advance().catch((error: unknown) => (told = error));
    await new Promise((resolve) => void setImmediate(resolve));
    expect(window.state.inFlight).toEqual([0]);
    expect(told).toBeNull();
    stands();
    await advance;
    expect(told).toBeInstanceOf(CancelledFailure);
  });

  it('leaves no failed start that nobody looks at', async () => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    try {
      const window = open({
        list: (from) => (from === 0 ? units({}).list(from) : Promise.reject(new CancelledFailure('the page'))),
        start: () => Promise.reject(new CancelledFailure('the start')),
      });
      await expect(window.advance()).rejects.toThrow('the page');
      await new Promise((resolve) => void setImmediate(resolve));
      expect(unhandled).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', unhandled);
    }
  });

  it('waits for the starts beside one that fails', async () => {
    let stands = (): void => {};
    const window = open({
      start: ({ unit }) =>
        unit === 0 ? Promise.reject(new Error('refused')) : new Promise((resolve) => (stands = () => resolve(true))),
    });
    let told: unknown = null;
    const advance = window.advance().catch((error: unknown) => (told = error));
    await new Promise((resolve) => void setImmediate(resolve));
    expect(window.state.inFlight).toEqual([0, 1]);
    expect(told).toBeNull();
    stands();
    await advance;
    expect(told).toMatchObject({ message: 'refused' });
  });
});

interface Case {
  readonly seed: number;
  /** By target, the attempt that is accepted; 0: none. */
  readonly fates: readonly number[];
  readonly wanted: number;
  readonly concurrency: number;
  readonly isCapped: boolean;
}

async function meddle({ seed, fates, wanted, concurrency, isCapped }: Case): Promise<void> {
  const random = createRandom(seed);
  const chance = (share: number): boolean => random.next() < share;
  const world = createUnitWorld({ fates, perUser: 1 + Math.floor(random.next() * 3), costOfCall: CALL, random });
  // Enough for whatever is made, in the end; at first it may be short.
  const cap = isCapped ? Math.ceil(CALL * (8 + random.next() * 40)) : null;
  const input = inputOf({ wanted, concurrency, cap, users: world.users.length, targets: fates.length });
  const budget = cap === null ? null : { tokens: null, costMicroUsd: cap };
  const counts = { users: world.users.length, targets: fates.length };
  const window = new DialogWindow(input, { ...ledger.emptyState(counts, concurrency), budget }, world.units);

  const assertSound = (): void => {
    const { state } = window;
    expect(new Set(state.inFlight).size).toBe(state.inFlight.length);
    expect(state.held.every(({ unit }) => unit === OWN || state.inFlight.includes(unit))).toBe(true);
    // Who is granted money is in flight, and all of it is within the cap.
    expect(Object.keys(state.granted).every((unit) => state.inFlight.includes(Number(unit)))).toBe(true);
    const cap = state.budget?.costMicroUsd ?? Infinity;
    const used = state.spent.costMicroUsd + reservedOf(state).costMicroUsd;
    expect(used).toBeLessThanOrEqual(cap);
    expect(availableOf(state).costMicroUsd).toBe(cap - used);
    expect(world.paid()).toBeLessThanOrEqual(cap);
    const told = world.told();
    expect(acceptedOf(state) + rejectedOf(state)).toBe(told.length);
    expect(state.spent.costMicroUsd).toBe(told.reduce((sum, { spent }) => sum + spent.costMicroUsd, 0));
    expect(state.byAttempt.reduce((sum, count) => sum + count, 0)).toBe(acceptedOf(state));
  };
  const isOver = (): boolean =>
    ledger.isDrained(window.state) || (ledger.canSelect(window.state, wanted) && window.state.inFlight.length === 0);

  for (let step = 0; !isOver(); step++) {
    expect(step, 'it does not end').toBeLessThan(5_000);
    // After a while nobody meddles any more: it has to come to its end by itself.
    const isWild = step < 300;
    world.setWild(isWild);
    if (isWild && chance(0.1)) steer();
    if (!isWild) {
      window.state = { ...window.state, paused: false };
      if (budget !== null) window.state = { ...window.state, budget: { tokens: null, costMicroUsd: 1e6 } };
    }
    world.step();
    vi.setSystemTime(Date.now() + Math.floor(random.next() * 20_000));
    while (chance(0.7)) {
      const mail = world.nextMail();
      if (mail === null) break;
      await window.take(mail);
      world.markTold(mail);
      assertSound();
    }
    const before = window.state.inFlight.length;
    await window.advance();
    // Those that were in flight before the bound was lowered end by themselves.
    expect(window.state.inFlight.length).toBeLessThanOrEqual(Math.max(before, window.state.concurrency));
    if (chance(0.1)) {
      await window.reconcile();
      world.markFound();
    }
    assertSound();
  }
  expect(reservedOf(window.state)).toEqual({ tokens: 0, costMicroUsd: 0 });
  expect(window.state.inFlight).toEqual([]);
  expect(window.state.held.filter(({ unit }) => unit !== OWN)).toEqual([]);
  // Nothing settles out of its order, and the first N are those of an undisturbed run.
  const all = world.fates();
  const settled = all.slice(0, window.state.base);
  expect(window.state.acceptedBefore).toBe(settled.filter((fate) => fate > 0).length);
  const good = all.filter((fate) => fate > 0).length;
  expect(Math.min(window.state.acceptedBefore, wanted)).toBe(Math.min(good, wanted));

  function steer(): void {
    const { state } = window;
    const acts: (() => void)[] = [
      () => (window.state = { ...state, paused: true }),
      () => (window.state = { ...tryNow(state, Date.now()), paused: false }),
      () => (window.state = { ...state, concurrency: 1 + Math.floor(random.next() * 6) }),
      () => {
        const { budget: standing } = state;
        if (standing === null) return;
        window.state = { ...state, budget: { tokens: null, costMicroUsd: (standing.costMicroUsd ?? 0) + 5 * CALL } };
      },
      () => {
        const added = world.retryOne();
        if (added !== null) window.addRetries(added.units, added.targets);
      },
    ];
    acts[Math.floor(random.next() * acts.length)]?.();
  }
}

function inputOf(of: {
  wanted: number;
  concurrency: number;
  cap: number | null;
  users: number;
  targets: number;
}): SimulateDialogsInput {
  const brief: RunBrief = {
    ref: { run: 'random', store: 'file:///nowhere' },
    domain: 'tests',
    wantedDialogs: of.wanted,
    maxAttempts: 4,
    concurrency: of.concurrency,
    recommender: false,
    budget: of.cap === null ? null : { tokens: null, costMicroUsd: of.cap },
    attemptEstimate: { tokens: 0, costMicroUsd: of.cap === null ? 0 : 2 * CALL },
  };
  return { brief, users: of.users, targets: of.targets, carried: null };
}
