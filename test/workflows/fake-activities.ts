import { ApplicationFailure } from '@temporalio/activity';

import type { DialogOutcome, RunBrief, UnitFinished, UserUnit } from '../../core/config/run-ref.ts';

/** What becomes of each target: the attempt that is accepted, 0 for none, or a fault. */
export type Fate = number | 'fault';

export type FakeActivities = ReturnType<typeof createFakeActivities>;

/** Activities over a script: they record what was asked of them, and hold the "store" of outcomes. */
export function createFakeActivities(script: {
  readonly fates: readonly Fate[];
  readonly brief: Partial<RunBrief>;
  /** Dialogs that are near-duplicates of an earlier one. */
  readonly duplicates?: readonly string[];
  readonly delayMs?: (dialogId: string) => number;
  /** Shards of the reviews; 3 by default. */
  readonly shards?: number;
}) {
  const calls: string[] = [];
  const outcomes = new Map<string, DialogOutcome>();
  const users: UserUnit[] = script.fates.map((_, unit) => ({
    unit,
    userKey: `u-${unit}`,
    dialogs: [{ dialogId: dialogIdOf(unit), ordinal: unit }],
  }));
  const fateOf = (dialogId: string): Fate => script.fates[Number(dialogId.slice(1))] ?? 0;
  let selection: string[] = [];
  let shardsInFlight = 0;
  let mostShardsInFlight = 0;
  const called = <T>(name: string, result: T): Promise<T> => {
    calls.push(name);
    return Promise.resolve(result);
  };
  return {
    calls,
    outcomes,
    selected: (): readonly string[] => selection,
    mostShardsInFlight: (): number => mostShardsInFlight,
    resolveRun: ({ run }: { run: string }): Promise<RunBrief> =>
      called('resolveRun', {
        ref: { run, store: 'file:///nowhere' },
        domain: 'tests',
        wantedDialogs: 3,
        maxAttempts: 4,
        concurrency: 4,
        recommender: true,
        ...script.brief,
      }),
    prepareReviews: () => called('prepareReviews', { reviews: 1, users: 1, items: 1, rejected: 0 }),
    fitAspects: () => called('fitAspects', { aspects: 1, coherent: 1, units: 1 }),
    planShards: () => called('planShards', { reviews: 50, reviewsPerShard: 20, shards: script.shards ?? 3 }),
    async describeShard({ shard }: { shard: number }) {
      shardsInFlight += 1;
      mostShardsInFlight = Math.max(mostShardsInFlight, shardsInFlight);
      await new Promise((resolve) => setTimeout(resolve, script.shards === undefined ? 0 : 50));
      shardsInFlight -= 1;
      return called(`describeShard ${shard}`, { sentences: 10 });
    },
    mergeSentences: () => called('mergeSentences', undefined),
    buildProfiles: () => called('buildProfiles', { users: 1, items: 1 }),
    selectTargets: () => called('selectTargets', { users: users.length, targets: users.length }),
    listUsers: ({ from, count }: { from: number; count: number }) =>
      called('listUsers', users.slice(from, from + count)),
    takeStock: () => {
      const fresh = users.map((_, ordinal) => outcomes.get(dialogIdOf(ordinal)));
      const ledger = fresh.map((outcome) => (outcome === undefined ? '.' : outcome.accepted ? 'a' : 'r')).join('');
      return called('takeStock', { ledger, byAttempt: [0, 0, 0, 0] as [number, number, number, number] });
    },
    reconcileUnits: ({ units }: { units: readonly { unit: number }[] }) => {
      const finished: UnitFinished[] = [];
      const lost: number[] = [];
      for (const { unit } of units) {
        const outcome = outcomes.get(dialogIdOf(unit));
        if (outcome === undefined) lost.push(unit);
        else finished.push({ unit, outcomes: [outcome], fault: null });
      }
      return called('reconcileUnits', { finished, lost });
    },
    planDialog: ({ dialogId }: { dialogId: string }) => {
      if (fateOf(dialogId) === 'fault') {
        throw ApplicationFailure.nonRetryable('the key was refused', 'model_key_refused');
      }
      return called(`planDialog ${dialogId}`, { entry: { nodeId: 'n1', kind: 'open' }, outline: 'a plan' });
    },
    async simulateSuperNode(step: { dialogId: string; attempt: number; step: number; nodeId: string }) {
      await new Promise((resolve) => setTimeout(resolve, script.delayMs?.(step.dialogId) ?? 0));
      const next = step.nodeId === 'n1' ? { nodeId: 'n2', kind: 'close' } : null;
      return called(`simulate ${step.dialogId} ${step.attempt} ${step.nodeId}`, { next });
    },
    checkFidelity: ({ dialogId, attempt }: { dialogId: string; attempt: number }) =>
      called(`check ${dialogId} ${attempt}`, { accepted: fateOf(dialogId) === attempt, violations: [] }),
    persistDialog: ({ dialogId, attempt }: { dialogId: string; attempt: number }) => {
      const ordinal = Number(dialogId.slice(1));
      outcomes.set(dialogId, { dialogId, ordinal, accepted: fateOf(dialogId) === attempt, attempts: attempt });
      return called(`persist ${dialogId}`, undefined);
    },
    selectDialogs: ({ settled }: { settled: number }) => {
      const wanted = script.brief.wantedDialogs ?? 3;
      const accepted = users
        .slice(0, settled)
        .flatMap(({ dialogs }) => dialogs)
        .filter(({ dialogId }) => outcomes.get(dialogId)?.accepted);
      const duplicates = accepted.filter(({ dialogId }) => script.duplicates?.includes(dialogId));
      selection = accepted
        .filter((dialog) => !duplicates.includes(dialog))
        .slice(0, wanted)
        .map(({ dialogId }) => dialogId);
      return called('selectDialogs', { selected: selection.length, duplicates: duplicates.length });
    },
    writeDataset: () => called('writeDataset', { dialogs: selection.length }),
    listTrainingJobs: () => called('listTrainingJobs', [{ variant: 'popularity', seed: 1 }]),
    trainVariant: () => called('trainVariant', { epochs: 1, bestEpoch: 1 }),
    summariseRecommender: () => called('summariseRecommender', undefined),
    finishRun: () => called('finishRun', undefined),
    writeReport: () => called('writeReport', undefined),
  };
}

export const dialogIdOf = (ordinal: number): string => `d${String(ordinal).padStart(6, '0')}`;
