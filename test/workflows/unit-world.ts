import { ApplicationFailure } from '@temporalio/common';

import type { Cap, DialogOutcome, DialogSlot, UnitFinished, UserUnit } from '../../core/config/run-ref.ts';
import type { createRandom } from '../../core/random.ts';
import type { Mail } from '../../workflows/contract.ts';
import type { WindowUnits } from '../../workflows/window-units.ts';

/** A user's workflow as its coordinator sees it. */
interface Running {
  readonly remaining: DialogSlot[];
  readonly outcomes: DialogOutcome[];
  granted: Cap | null;
  /** By the dialog under way. */
  calls: number;
  isWaiting: boolean;
  isProbe: boolean;
}

/**
 * Users' workflows in miniature, and a store of what they made: each step one of them makes a call, is held by a rate limit,
 * asks for money, ends, or is lost with or without its news; calls that are paid for stay paid, and are not made again.
 */
export function createUnitWorld(script: {
  readonly fates: readonly number[];
  readonly perUser: number;
  readonly costOfCall: number;
  readonly random: ReturnType<typeof createRandom>;
}) {
  const { random, costOfCall } = script;
  const fates = [...script.fates];
  const users: UserUnit[] = usersOf(fates.length, script.perUser);
  const running = new Map<number, Running>();
  /** What stands in the store. */
  const made = new Map<number, DialogOutcome>();
  const paid = new Map<number, number>();
  const told = new Map<number, DialogOutcome>();
  const mail: Mail[] = [];
  const retried = new Set<string>();
  let found: readonly UnitFinished[] = [];
  let isWild = true;
  const chance = (share: number): boolean => random.next() < share;
  const callsOf = (ordinal: number): number => 2 * (fates[ordinal] === 0 ? 4 : (fates[ordinal] ?? 1));
  const spentOf = (unit: Running): number =>
    unit.outcomes.reduce((sum, { spent }) => sum + spent.costMicroUsd, 0) + unit.calls * costOfCall;

  function act(number: number, unit: Running): void {
    const [slot] = unit.remaining;
    if (unit.isWaiting || slot === undefined) return;
    if (isWild && chance(0.05)) {
      // Terminated in the UI.
      running.delete(number);
      return;
    }
    if (isWild && chance(0.1)) {
      hold(number, unit, slot, 'model_rate_limited');
      return;
    }
    const needs = spentOf(unit) + costOfCall;
    if (unit.granted?.costMicroUsd != null && needs > unit.granted.costMicroUsd) {
      hold(number, unit, slot, 'budget', needs);
      return;
    }
    unit.calls += 1;
    paid.set(slot.ordinal, Math.max(paid.get(slot.ordinal) ?? 0, unit.calls * costOfCall));
    if (unit.isProbe) {
      unit.isProbe = false;
      mail.push({ kind: 'cleared', unit: number });
    }
    if (unit.calls < callsOf(slot.ordinal)) return;
    end(number, unit, slot);
  }

  function end(number: number, unit: Running, slot: DialogSlot): void {
    const fate = fates[slot.ordinal] ?? 1;
    const spent = { tokens: 0, costMicroUsd: unit.calls * costOfCall };
    const outcome = { ...slot, accepted: fate > 0, attempts: fate === 0 ? 4 : fate, spent };
    made.set(slot.ordinal, outcome);
    unit.outcomes.push(outcome);
    unit.remaining.shift();
    unit.calls = 0;
    if (unit.remaining.length > 0) return;
    running.delete(number);
    // Its news may be lost.
    if (!isWild || !chance(0.1))
      mail.push({ kind: 'finished', news: { unit: number, outcomes: unit.outcomes, fault: null } });
  }

  function hold(
    number: number,
    unit: Running,
    { dialogId }: DialogSlot,
    code: string,
    needs: number | null = null,
  ): void {
    unit.isWaiting = true;
    unit.isProbe = false;
    const asked = needs === null ? null : { tokens: 0, costMicroUsd: needs };
    mail.push({
      kind: 'held',
      news: { unit: number, dialogId, code, message: code, retryAfterMs: null, needs: asked },
    });
  }

  const tell = (outcomes: readonly DialogOutcome[]): void => {
    for (const outcome of outcomes) if (!told.has(outcome.ordinal)) told.set(outcome.ordinal, outcome);
  };

  const units: WindowUnits = {
    list(from) {
      if (isWild && chance(0.1)) return Promise.reject(ApplicationFailure.nonRetryable('away', 'store_unavailable'));
      return Promise.resolve(users.slice(from, from + 5));
    },
    start({ unit }, remaining, granted) {
      if (running.has(unit)) return Promise.resolve(false);
      const begun = { remaining: [...remaining], outcomes: [], granted, calls: 0, isWaiting: false, isProbe: false };
      running.set(unit, begun);
      return Promise.resolve(true);
    },
    release(unit, { granted, probe }) {
      const released = running.get(unit);
      if (released === undefined) return Promise.resolve(false);
      Object.assign(released, { granted, isProbe: probe, isWaiting: false });
      return Promise.resolve(true);
    },
    look(asked) {
      const gone = asked.filter((unit) => !running.has(unit));
      const slotsOf = (unit: number): readonly DialogSlot[] => users[unit]?.dialogs ?? [];
      const isMade = (unit: number): boolean => slotsOf(unit).every(({ ordinal }) => made.has(ordinal));
      const outcomesOf = (unit: number): DialogOutcome[] =>
        slotsOf(unit).flatMap(({ ordinal }) => made.get(ordinal) ?? []);
      found = gone.filter(isMade).map((unit) => ({ unit, outcomes: outcomesOf(unit), fault: null }));
      return Promise.resolve({ finished: found, lost: gone.filter((unit) => !isMade(unit)) });
    },
    cancel: () => Promise.resolve(),
  };

  return {
    users,
    units,
    /** Those of dialogs made anew behind the others. */
    fates: (): readonly number[] => fates,
    setWild: (wild: boolean): void => void (isWild = wild),
    /** One of those that run does something. */
    step(): void {
      const all = [...running];
      const chosen = all[Math.floor(random.next() * all.length)];
      if (chosen !== undefined) act(...chosen);
    },
    /** News arrive in any order, but those of one unit in theirs. */
    nextMail(): Mail | null {
      const any = mail[Math.floor(random.next() * mail.length)];
      if (any === undefined) return null;
      const unit = unitOf(any);
      const first = mail.findIndex((one) => unitOf(one) === unit);
      return mail.splice(first, 1)[0] ?? null;
    },
    markTold: (one: Mail): void => (one.kind === 'finished' ? tell(one.news.outcomes) : undefined),
    markFound: (): void => {
      for (const { outcomes } of found) tell(outcomes);
      found = [];
    },
    told: (): DialogOutcome[] => [...told.values()],
    /** By the provider, for whatever was made or begun: each call once. */
    paid: (): number => [...paid.values()].reduce((sum, cost) => sum + cost, 0),
    /** A dialog that was given up is made anew behind all others, and accepted. */
    retryOne(): { units: number[]; targets: number } | null {
      const given = [...made.values()].find(({ accepted, dialogId }) => !accepted && !retried.has(dialogId));
      if (given === undefined) return null;
      retried.add(given.dialogId);
      const ordinal = fates.length;
      fates.push(1);
      users.push({ unit: users.length, userKey: 'u', dialogs: [{ dialogId: `${given.dialogId}-r1`, ordinal }] });
      return { units: [users.length - 1], targets: fates.length };
    },
  };
}

const unitOf = (mail: Mail): number => (mail.kind === 'cleared' ? mail.unit : mail.news.unit);

/** Users in rounds: each one's first target in turn, then its second. */
function usersOf(targets: number, perUser: number): UserUnit[] {
  const count = Math.ceil(targets / perUser);
  return Array.from({ length: count }, (_, unit) => ({
    unit,
    userKey: `u-${unit}`,
    dialogs: Array.from({ length: targets }, (_, ordinal) => ordinal)
      .filter((ordinal) => ordinal % count === unit)
      .map((ordinal) => ({ dialogId: `d${ordinal}`, ordinal })),
  }));
}
