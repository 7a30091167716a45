import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { RunConfig } from '../../../core/config/run-config.ts';
import type { EvidenceBase } from '../../../core/profiles/evidence-base.ts';
import { type DialogPlan, DialogPlanSchema } from '../../../core/planning/dialog-plan.ts';
import { createPlanner } from '../../../core/planning/planner.ts';
import { polarityOf } from '../../../core/planning/polarity.ts';
import { createEvidenceBase } from '../../../core/profiles/create-evidence-base.ts';
import { selectTargets } from '../../../core/planning/select-targets.ts';
import { validatePlan } from '../../../core/planning/validate-plan.ts';
import { ASPECTS, clusterOf, createFakeBase, fakeMarket, testConfig } from './fake-base.ts';
import { plansOf } from './plans-of.ts';

/** The same market behind the real temporal profiles: decayed, shrunk to the population. */
function profiled(market: EvidenceBase, config: RunConfig): EvidenceBase {
  return createEvidenceBase({
    reviews: market.reviews,
    items: [...market.items.values()],
    clusters: market.clusters,
    sentences: market.reviews.flatMap((review) => market.sentencesOf(review.reviewId)),
    profile: config.profile,
    trainEndMs: market.reviews.find((review) => review.split !== 'train')?.timestampMs ?? Infinity,
  });
}

const kinds = fc.constantFrom('dag', 'flat');
const goalSources = fc.constantFrom('target-review', 'profile');

describe('createPlanner', () => {
  it('makes valid plans of whatever market', () => {
    fc.assert(
      fc.property(fc.nat(10_000), kinds, goalSources, fc.boolean(), (seed, kind, source, categories) => {
        const base = fakeMarket({ seed, users: 14, items: 12, categories });
        for (const plan of plansOf(base, testConfig({ seed, plan: { kind }, goal: { source } }))) {
          expect(validatePlan(plan)).toEqual([]);
          expect(DialogPlanSchema.parse(plan)).toEqual(plan);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('makes valid plans of the real temporal profiles, of whatever use', () => {
    const uses = fc.constantFrom('temporal', 'static', 'none');
    fc.assert(
      fc.property(fc.nat(10_000), kinds, uses, (seed, kind, use) => {
        const config = testConfig({ seed, plan: { kind }, profile: { use } });
        const plans = plansOf(profiled(fakeMarket({ seed, users: 20 }), config), config);
        for (const plan of plans) expect(validatePlan(plan)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('plans otherwise without decay, and without profiles from nothing that is the user’s own but its wish', () => {
    const planned = (use: 'temporal' | 'static' | 'none'): DialogPlan[] => {
      const config = testConfig({ seed: 3, profile: { use, halfLifeDays: 60, priorStrength: 1 } });
      return plansOf(profiled(fakeMarket({ seed: 3, users: 40 }), config), config);
    };
    const [temporal, still, none] = [planned('temporal'), planned('static'), planned('none')];
    const targets = (plans: readonly DialogPlan[]): string[] => plans.map((plan) => plan.targetItemId);
    expect([targets(still), targets(none)]).toEqual([targets(temporal), targets(temporal)]);
    const cited = (plans: readonly DialogPlan[]): string[] =>
      plans.flatMap(({ evidence }) => evidence.map(({ role }) => role));
    expect(cited(temporal)).toContain('history');
    expect(cited(none)).not.toContain('history');
    expect(none.every(({ sparseUser }) => sparseUser)).toBe(true);
    const differ = (others: readonly DialogPlan[]): number =>
      others.filter((plan, place) => JSON.stringify(plan.nodes) !== JSON.stringify(temporal[place]?.nodes)).length;
    expect(differ(still)).toBeGreaterThan(temporal.length / 10);
    expect(differ(none)).toBeGreaterThan(temporal.length / 2);
  });

  it('is as free of the future with the real temporal profiles', () => {
    const market = fakeMarket({ seed: 21, users: 60 });
    const config = testConfig();
    const targets = selectTargets(market, config);
    const trainEndMs = market.reviews.find((review) => review.split !== 'train')?.timestampMs ?? Infinity;
    const tested = targets.filter((one) => one.timestampMs >= trainEndMs).slice(0, 8);
    expect(tested).toHaveLength(8);
    for (const target of tested) {
      // Everything from the dialog's time on is turned to its contrary, but for the goal.
      const sentences = market.reviews.flatMap((review) =>
        market.sentencesOf(review.reviewId).map((sentence) => {
          const later = review.timestampMs >= target.timestampMs && review.reviewId !== target.reviewId;
          const aspects = sentence.aspects.map((aspect) => ({ ...aspect, sentiment: -aspect.sentiment }));
          return later ? { ...sentence, aspects, text: 'Something else altogether is said here.' } : sentence;
        }),
      );
      const turned = createFakeBase({ reviews: [...market.reviews], items: [...market.items.values()], sentences });
      const [now, then] = [market, turned].map((base) =>
        createPlanner({ base: profiled(base, config), config, targets }).plan(target),
      );
      expect(now).toEqual(then);
    }
  });

  it('knows nothing of the dialog time or later but the goal', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (seed) => {
        const base = fakeMarket({ seed, users: 20, items: 15 });
        const config = testConfig({ seed });
        const targets = selectTargets(base, config);
        for (const target of targets.slice(0, 4)) {
          const past = base.reviews.filter(
            (review) => review.timestampMs < target.timestampMs || review.reviewId === target.reviewId,
          );
          const sentences = past.flatMap((review) => base.sentencesOf(review.reviewId));
          const earlier = createFakeBase({ reviews: past, items: [...base.items.values()], sentences });
          const [now, then] = [base, earlier].map((known) =>
            createPlanner({ base: known, config, targets }).plan(target),
          );
          expect(now).toEqual(then);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('quotes no review in two splits, whatever the split of its own time', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (seed) => {
        const base = fakeMarket({ seed, users: 60, items: 15 });
        const splitOf = new Map<string, string>();
        for (const plan of plansOf(base, testConfig({ seed, target: { perUser: 2 } }))) {
          for (const { reviewId } of plan.evidence) {
            expect(splitOf.get(reviewId) ?? plan.split).toBe(plan.split);
            splitOf.set(reviewId, plan.split);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('quotes verbatim, the right people on the right items, and never names the target', () => {
    const base = fakeMarket({ seed: 11, users: 60 });
    const plans = plansOf(base, testConfig());
    expect(plans.length).toBeGreaterThan(10);
    for (const plan of plans) {
      for (const one of plan.evidence) {
        const review = base.review(one.reviewId);
        expect(base.sentence(one)?.text).toBe(one.quote);
        expect(review?.itemId).toBe(one.itemId);
        expect(review?.userId === plan.userId).toBe(one.role !== 'community');
        const aboutTarget = one.role === 'community' && one.itemId === plan.targetItemId;
        const namesTarget = one.quote.includes(`Brandix${plan.targetItemId.slice(1)} `);
        expect(namesTarget && !aboutTarget).toBe(false);
      }
    }
  });

  it('claims on items agree with the community as of the dialog time', () => {
    const base = fakeMarket({ seed: 12, users: 60 });
    for (const plan of plansOf(base, testConfig())) {
      for (const act of plan.nodes.flatMap((node) => node.acts)) {
        if (!['justify', 'answer', 'compare'].includes(act.act) || act.itemId === null) continue;
        const { opinions } = base.itemStandingAt(act.itemId, plan.timestampMs);
        const sentiment = opinions.find((opinion) => opinion.aspectId === act.aspectId)?.sentiment ?? NaN;
        // A mixed standing may be called weak by the cited sentence, never good; a clear one is never contradicted.
        const allowed = act.polarity === 'positive' ? ['positive'] : ['negative', 'neutral'];
        expect(allowed).toContain(polarityOf(sentiment));
      }
    }
  });

  it("states preferences with the profile's sign, none where the user has said nothing, goals as wishes", () => {
    const base = fakeMarket({ seed: 13, users: 60 });
    for (const plan of plansOf(base, testConfig())) {
      const goals = plan.goals.map((goal) => goal.aspectId);
      const profile = base.userProfileAt(plan.userId, plan.timestampMs);
      for (const act of plan.nodes.flatMap((node) => node.acts)) {
        if (act.act !== 'disclose' || act.aspectId === null) continue;
        const opinion = profile.opinions.find((one) => one.aspectId === act.aspectId);
        const view = opinion && opinion.evidenceCount > 0 ? polarityOf(opinion.sentiment) : 'neutral';
        expect(act.polarity).toBe(goals.includes(act.aspectId) ? 'positive' : view);
      }
    }
  });

  it('gives a plan that depends on its target alone', () => {
    const base = fakeMarket({ seed: 14 });
    const config = testConfig();
    const targets = selectTargets(base, config);
    const inOrder = plansOf(base, config);
    const planner = createPlanner({ base, config, targets });
    const backwards = [...targets].reverse().map((target) => planner.plan(target));
    expect(backwards.reverse()).toEqual(inOrder);
  });

  it('keeps incoherent aspects out, and says so where there is no other', () => {
    const market = fakeMarket({ seed: 18 });
    const sentences = market.reviews.flatMap((review) => market.sentencesOf(review.reviewId));
    const withClusters = (coherent: (aspectId: number) => boolean): EvidenceBase =>
      createFakeBase({
        reviews: [...market.reviews],
        items: [...market.items.values()],
        sentences,
        clusters: ASPECTS.map((label, aspectId) => clusterOf(aspectId, label, coherent(aspectId))),
      });
    for (const plan of plansOf(
      withClusters((aspectId) => aspectId !== 0),
      testConfig(),
    )) {
      expect(plan.nodes.flatMap((node) => node.acts).map((act) => act.aspectId)).not.toContain(0);
    }
    expect(() =>
      plansOf(
        withClusters(() => false),
        testConfig(),
      ),
    ).toThrow(/no aspect to talk of/);
  });
});
