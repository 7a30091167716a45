import { checkFidelity } from '../../../core/fidelity/check-dialog.ts';
import { auditDialogs } from '../../../core/judging/audit-dialogs.ts';
import { createTemplateModel } from '../../../core/llm/template/template-model.ts';
import type { DialogPlan } from '../../../core/planning/dialog-plan.ts';
import { createPlanner } from '../../../core/planning/planner.ts';
import { selectTargets } from '../../../core/planning/select-targets.ts';
import { traversalOrder } from '../../../core/planning/traversal.ts';
import { createEvidenceBase } from '../../../core/profiles/create-evidence-base.ts';
import type { EvidenceBase, ProfiledBase } from '../../../core/profiles/evidence-base.ts';
import { SparsityCounter } from '../../../core/profiles/sparsity.ts';
import { createRandom } from '../../../core/random.ts';
import { summariseMetrics, type RecommenderMetrics } from '../../../core/recommender/summarise-metrics.ts';
import { VARIANTS, type RunConfig } from '../../../core/config/run-config.ts';
import type { ReportDialog, ReportInput } from '../../../core/report/report-input.ts';
import { mentionedItems, sampleItems, sampleUsers } from '../../../core/report/sample-profiles.ts';
import type { Attempt, DialogRecord, Violation } from '../../../core/simulation/dialog.ts';
import { NO_USAGE } from '../../../core/simulation/dialog.ts';
import { simulateSuperNode } from '../../../core/simulation/simulate-super-node.ts';
import { startTranscript } from '../../../core/simulation/transcript.ts';
import { fakeMarket, testConfig } from '../planning/fake-base.ts';

/** A report's input from the real planner, template model, checks, audit and metrics over a small market. */
export async function reportFixture(dialogs = 8): Promise<ReportInput> {
  const config = testConfig({ name: 'fixture', domain: 'sound gear', seed: 11, target: { dialogs } });
  const base = marketBase(config);
  const targets = selectTargets(base, config);
  const planner = createPlanner({ base, config, targets });
  const plans = targets.slice(0, dialogs).map((target) => planner.plan(target));
  const shown = await Promise.all(plans.map((plan, place) => talk(plan, base, config, place)));
  const accepted = shown.filter(({ record }) => record.status === 'accepted');
  const items = sampleItems(base, plans);
  return {
    config,
    summary: {
      status: 'exhausted',
      dialogs: {
        requested: dialogs,
        accepted: accepted.length,
        rejected: shown.length - accepted.length,
        duplicates: 0,
        exhausted: true,
        byAttempt: [1, 2, 3, 4].map((n) => accepted.filter(({ record }) => record.attempts === n).length) as [
          number,
          number,
          number,
          number,
        ],
      },
      llm: { calls: 1234, replayed: 0, promptTokens: 0, completionTokens: 0, costUsd: 0, unknownCostUsd: 0 },
      stages: { reviews: { seconds: 1.5 }, simulation: { seconds: 75 } },
    },
    funnel: FUNNEL,
    targets: targets.length,
    settled: dialogs,
    clusters: base.clusters.map((cluster, place) => ({ ...cluster, coherent: place !== 6 })),
    violations: [
      { check: 'behaviour/preference-polarity', violations: 3, attempts: 2, recovered: 1, givenUp: 1, ...EXAMPLE },
    ],
    audit: auditDialogs({ dialogs: accepted, base }),
    metrics: metricsFixture(),
    trainings: [3, 4].map((seed) => ({
      variant: 'cross-attention',
      seed,
      fingerprint: 'f',
      backend: 'node',
      bestEpoch: 2,
      epochs: [6.1, 5.2, 4.9].map((loss, at) => ({ epoch: at + 1, loss, validationNdcgAt10: 0.1 + at / 100 })),
    })),
    dialogs: shown,
    profiling: { fit: base.fit, sparsity: sparsityOf(base) },
    users: sampleUsers(base, plans),
    items,
    itemNames: new Map(mentionedItems(shown, items).map((id) => [id, base.items.get(id)?.name ?? id])),
  };
}

function sparsityOf(base: ProfiledBase): ReportInput['profiling']['sparsity'] {
  const users = new SparsityCounter();
  for (const userId of base.userIds()) {
    const { sentenceCount, sparse, priorShare } = base.userProfileAt(userId, Number.MAX_SAFE_INTEGER);
    users.add(sentenceCount, sparse, priorShare);
  }
  const items = new SparsityCounter();
  for (const itemId of base.items.keys()) {
    const { sentenceCount, sparse } = base.itemStandingAt(itemId, Number.MAX_SAFE_INTEGER);
    items.add(sentenceCount, sparse);
  }
  return { sparseBelow: 8, users: users.spread(true), items: items.spread(false) };
}

/** The market's reviews under real temporal profiles. */
function marketBase(config: RunConfig): ProfiledBase {
  const market = fakeMarket({ seed: 3, users: 30, items: 10, reviewsPerUser: 9 });
  return createEvidenceBase({
    reviews: market.reviews,
    items: [...market.items.values()],
    clusters: market.clusters,
    sentences: market.reviews.flatMap(({ reviewId }) => market.sentencesOf(reviewId)),
    profile: config.profile,
    trainEndMs: Date.UTC(2016, 4, 1),
  });
}

const EXAMPLE = { expected: 'negative on price', found: '"The price is fine."' } as const;
const PLANTED: Violation = {
  check: 'behaviour/preference-polarity',
  nodeId: 'n2',
  turnIndex: 3,
  speaker: 'user',
  ...EXAMPLE,
};

/** The second dialog fails once by plan, the third ever: the report has every case to show. */
async function talk(plan: DialogPlan, base: EvidenceBase, config: RunConfig, place: number): Promise<ReportDialog> {
  const failures = place === 1 ? 1 : place === 2 ? 4 : 0;
  const attempts: Attempt[] = [];
  for (let attempt = 1; attempt <= Math.min(4, failures + 1); attempt++) {
    const spoken = await speak(plan, base, config, attempt);
    const violations = attempt <= failures ? [PLANTED] : [];
    attempts.push({ ...spoken, violations, accepted: violations.length === 0 });
  }
  const last = attempts.at(-1);
  const isAccepted = last?.accepted ?? false;
  const record: DialogRecord = {
    dialogId: plan.dialogId,
    ordinal: plan.ordinal,
    status: isAccepted ? 'accepted' : 'rejected',
    failure: isAccepted ? null : 'simulation_drift',
    userId: plan.userId,
    split: plan.split,
    timestampMs: plan.timestampMs,
    targetItemId: plan.targetItemId,
    history: plan.history,
    rejectedItemIds: plan.rejected.map(({ itemId }) => itemId),
    attempts: attempts.length,
    provider: 'template',
    turns: last?.turns ?? [],
    usage: { ...NO_USAGE, calls: 10 },
  };
  return { record, plan, attempts, inDataset: isAccepted };
}

async function speak(plan: DialogPlan, base: EvidenceBase, config: RunConfig, attempt: number): Promise<Attempt> {
  let transcript = startTranscript(plan, attempt);
  for (const { nodeId } of traversalOrder(plan, attempt)) {
    transcript = await simulateSuperNode({
      plan,
      base,
      config,
      transcript,
      nodeId,
      model: createTemplateModel(),
      seed: config.seed,
      feedback: { user: [], system: [] },
    });
  }
  const violations = checkFidelity({ plan, transcript, base });
  return { ...transcript, violations, accepted: violations.length === 0 };
}

function metricsFixture(): RecommenderMetrics {
  const evaluated = VARIANTS.map((variant, place) => {
    const random = createRandom(place + 1);
    const predictions = Array.from({ length: 40 }, (_, row) => ({
      dialog_id: `d${row}`,
      target_item_id: 'i1',
      rank_full: 1 + random.int(60 - 6 * place),
      n_items: 80,
      rank_candidates: 1 + random.int(20 - 2 * place),
      n_candidates: 25,
      top10: [],
      target_training_reviews: 1,
      history: [],
      attention: null,
    }));
    return { variant, seed: 1, bestEpoch: 3, predictions };
  });
  return summariseMetrics(evaluated, 5);
}

const FUNNEL: ReportInput['funnel'] = {
  format: 'amazon-2014',
  linesRead: 10261,
  blankLines: 1,
  rejected: { total: 40, byReason: { not_json: 30, bad_rating: 10 } },
  clones: { total: 100, byKind: { sameUserAndText: 60, sameTextAcrossItems: 40 } },
  filtered: 120,
  kept: 10000,
  users: 1429,
  items: 900,
  unnamedItems: 3,
  maskedReviews: 12,
  splits: { train: 7000, validation: 1500, test: 1500 },
  firstMs: Date.UTC(2015, 0, 1),
  lastMs: Date.UTC(2016, 11, 1),
  trainEndMs: Date.UTC(2016, 4, 1),
  validationEndMs: Date.UTC(2016, 8, 1),
};

export const PAYLOAD = `</script><script>globalThis.pwned=1</script><img src=x onerror="globalThis.pwned=1">'"&amp;`;
const HOSTILE = new Set(['text', 'quote', 'userId', 'reviewId', 'label', 'phrase', 'expected', 'found', 'check']);

/** The same input with markup in every text that comes from data. */
export function hostile(input: ReportInput): ReportInput {
  const poisoned = JSON.parse(
    JSON.stringify(input, (key, value: unknown) =>
      typeof value === 'string' && HOSTILE.has(key) ? `${value}${PAYLOAD}` : value,
    ),
  ) as ReportInput;
  const itemNames = new Map([...input.itemNames].map(([id, name]) => [id, `${name}${PAYLOAD}`]));
  return { ...poisoned, itemNames };
}
