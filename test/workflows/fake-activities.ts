import { ApplicationFailure } from '@temporalio/activity';

import type { StintInput, StintResult } from '../../activities/walk-stint.ts';
import { packNumbers } from '../../core/dataset/packed.ts';
import { EMPTY_STOCK, recordOutcomes } from '../../core/dataset/stock.ts';
import type { DialogOutcome, RunBrief, UnitFinished, UserUnit } from '../../core/config/run-ref.ts';

/** Of each stint of the fake, micro-dollars; an attempt has two. */
export const PRICE_OF_STINT = 100;

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
  /** Runs before the aspects are fitted; what it throws is the activity's fault. */
  readonly beforeFit?: () => void;
  /** True: whoever has no outcome yet is still running. */
  readonly childrenLive?: boolean;
  /** Runs before a stint; what it throws is the activity's fault. */
  readonly beforeStint?: (stint: StintInput) => void;
  /** Run before users are listed, and before lost ones are looked for; what they throw is the activity's fault. */
  readonly beforeList?: () => void;
  readonly beforeLook?: () => void;
  /** Runs before stock is taken. */
  readonly beforeStock?: () => Promise<void>;
  /** Runs in each training. */
  readonly inTraining?: () => Promise<void>;
  /** Those of the users that still run, by their workflow ids; without it nobody runs. */
  readonly running?: (workflowIds: readonly string[]) => Promise<ReadonlySet<string>>;
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
  const ordinalOf = (dialogId: string): number =>
    users.find(({ dialogs }) => dialogs[0]?.dialogId === dialogId)?.dialogs[0]?.ordinal ?? 0;
  // A retried dialog is accepted at once.
  const fateOf = (dialogId: string): Fate => (dialogId.includes('-r') ? 1 : (script.fates[ordinalOf(dialogId)] ?? 0));
  let billed = 0;
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
    /** What the model would have charged, micro-dollars. */
    billed: (): number => billed,
    resolveRun: ({ run }: { run: string }): Promise<RunBrief> =>
      called('resolveRun', {
        ref: { run, store: 'file:///nowhere' },
        domain: 'tests',
        wantedDialogs: 3,
        maxAttempts: 4,
        concurrency: 4,
        recommender: true,
        budget: null,
        attemptEstimate: { tokens: 0, costMicroUsd: 0 },
        ...script.brief,
      }),
    prepareReviews: () => called('prepareReviews', { reviews: 1, users: 1, items: 1, rejected: 0 }),
    fitAspects: () => {
      script.beforeFit?.();
      return called('fitAspects', { aspects: 1, coherent: 1, units: 1 });
    },
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
    listUsers({ from, count }: { from: number; count: number }) {
      script.beforeList?.();
      return called('listUsers', users.slice(from, from + count));
    },
    async takeStock() {
      await script.beforeStock?.();
      return called('takeStock', recordOutcomes(EMPTY_STOCK, [...outcomes.values()]));
    },
    addRetries: ({ dialogs }: { dialogs?: readonly string[]; failed?: boolean }) => {
      const asked =
        dialogs ?? [...outcomes.values()].filter(({ accepted }) => !accepted).map(({ dialogId }) => dialogId);
      const good = asked.find((dialogId) => outcomes.get(dialogId)?.accepted !== false);
      if (good !== undefined) throw ApplicationFailure.nonRetryable(`${good} cannot be retried`, 'bad_configuration');
      const units = asked.map((dialogId) => {
        const ordinal = users.length;
        const unit = { unit: ordinal, userKey: `u-${ordinal}`, dialogs: [{ dialogId: `${dialogId}-r1`, ordinal }] };
        users.push(unit);
        return unit.unit;
      });
      return called('addRetries', {
        units: packNumbers(units),
        targets: users.length,
        message: `${asked.length} anew`,
      });
    },
    async reconcileUnits({ units }: { units: readonly { unit: number; workflowId: string }[] }) {
      script.beforeLook?.();
      const running = await script.running?.(units.map(({ workflowId }) => workflowId));
      const finished: UnitFinished[] = [];
      const lost: number[] = [];
      for (const { unit } of units.filter(({ workflowId }) => running?.has(workflowId) !== true)) {
        const outcome = outcomes.get(users[unit]?.dialogs[0]?.dialogId ?? '');
        if (outcome === undefined) {
          if (script.childrenLive !== true) lost.push(unit);
        } else finished.push({ unit, outcomes: [outcome], fault: null });
      }
      return called('reconcileUnits', { finished, lost });
    },
    planDialog: ({ dialogId }: { dialogId: string }) => {
      if (fateOf(dialogId) === 'fault') {
        throw ApplicationFailure.nonRetryable('a plan is damaged', 'artefact_invalid');
      }
      return called(`planDialog ${dialogId}`, { entry: { nodeId: 'n1', kind: 'open' }, outline: 'a plan' });
    },
    async simulateSuperNodes(stint: StintInput): Promise<StintResult> {
      const { dialogId, attempt, step, nodeId } = stint;
      await new Promise((resolve) => setTimeout(resolve, script.delayMs?.(dialogId) ?? 0));
      script.beforeStint?.(stint);
      await called(`simulate ${dialogId} ${attempt} ${nodeId}`, null);
      const spent = { tokens: 0, costMicroUsd: PRICE_OF_STINT * (step + 1) };
      const granted = stint.allowance?.costMicroUsd ?? null;
      if (granted !== null && spent.costMicroUsd > granted) {
        const before = { tokens: 0, costMicroUsd: PRICE_OF_STINT * step };
        return { next: { nodeId, kind: 'open' }, steps: step, spent: before, needs: spent };
      }
      billed += PRICE_OF_STINT;
      const next = nodeId === 'n1' ? { nodeId: 'n2', kind: 'close' } : null;
      return { next, steps: step + 1, spent, needs: null };
    },
    checkFidelity: ({ dialogId, attempt }: { dialogId: string; attempt: number }) =>
      called(`check ${dialogId} ${attempt}`, { accepted: fateOf(dialogId) === attempt, violations: [] }),
    persistDialog: ({ dialogId, attempt }: { dialogId: string; attempt: number }) => {
      const ordinal = ordinalOf(dialogId);
      const accepted = fateOf(dialogId) === attempt;
      const spent = { tokens: 0, costMicroUsd: 2 * attempt * PRICE_OF_STINT };
      outcomes.set(dialogId, { dialogId, ordinal, accepted, attempts: attempt, spent });
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
    async trainVariant() {
      const result = await called('trainVariant', { epochs: 1, bestEpoch: 1, losses: [2.5], validation: [0.1] });
      await script.inTraining?.();
      return result;
    },
    summariseRecommender: () => called('summariseRecommender', undefined),
    finishRun: () => called('finishRun', undefined),
    writeReport: () => called('writeReport', undefined),
  };
}

export const dialogIdOf = (ordinal: number): string => `d${String(ordinal).padStart(6, '0')}`;
