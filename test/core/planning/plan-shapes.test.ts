import { describe, expect, it } from 'vitest';

import { polarityOf } from '../../../core/planning/polarity.ts';
import { fakeMarket, testConfig } from './fake-base.ts';
import { plansOf } from './plans-of.ts';

describe('what plans are made of', () => {
  it('differs in shape as users differ, and asks sparse users more', () => {
    const base = fakeMarket({ seed: 15, users: 150 });
    const plans = plansOf(base, testConfig());
    const shapes = new Set(plans.map((plan) => plan.nodes.map((node) => node.kind).join(' ')));
    expect(shapes.size).toBeGreaterThan(10);
    const elicits = (sparse: boolean): number => {
      const of = plans.filter((plan) => plan.sparseUser === sparse);
      const count = of.flatMap((plan) => plan.nodes.filter((node) => node.kind === 'elicit')).length;
      return count / of.length;
    };
    expect(elicits(true)).toBeGreaterThan(elicits(false) + 0.5);
  });

  it('turns one to three candidates down, each for something that matters to this user and that the community bears out', () => {
    const base = fakeMarket({ seed: 19, users: 150 });
    const plans = plansOf(base, testConfig());
    expect(new Set(plans.map((plan) => plan.rejected.length))).toEqual(new Set([1, 2, 3]));
    for (const plan of plans) {
      const { opinions } = base.userProfileAt(plan.userId, plan.timestampMs);
      const wanted = plan.goals.map(({ aspectId }) => aspectId);
      const matters = (aspectId: number): boolean =>
        wanted.includes(aspectId) ||
        opinions.some(
          (one) => one.aspectId === aspectId && one.evidenceCount > 0 && polarityOf(one.sentiment) !== 'neutral',
        );
      for (const { itemId, aspectId, evidenceIds } of plan.rejected) {
        expect(matters(aspectId)).toBe(true);
        expect(evidenceIds.length).toBeGreaterThan(0);
        const standing = base
          .itemStandingAt(itemId, plan.timestampMs)
          .opinions.find((one) => one.aspectId === aspectId);
        expect(standing?.evidenceCount).toBeGreaterThan(0);
        expect(polarityOf(standing?.sentiment ?? NaN)).not.toBe('positive');
      }
    }
  });

  it('answers a critique by a recommendation or by a comparison, where the next item is the better one', () => {
    const base = fakeMarket({ seed: 20, users: 150 });
    const plans = plansOf(base, testConfig());
    const answers = plans.flatMap((plan) =>
      plan.nodes
        .filter((node) => node.kind === 'compare' && node.firstSpeaker === 'system')
        .map((node) => ({ plan, node })),
    );
    expect(answers.length).toBeGreaterThan(20);
    for (const { plan, node } of answers) {
      const [compared] = node.acts;
      const claims = node.acts.filter((act) => act.act === 'justify');
      const better = claims.find((act) => act.aspectId === compared?.aspectId && act.polarity === 'positive');
      const alternatives = plan.nodes.filter((other) => other.alternativeGroup === node.alternativeGroup);
      expect(alternatives.map(({ kind }) => kind).sort()).toEqual(['compare', 'recommend']);
      expect(alternatives.map(({ acts }) => acts.find(({ act }) => act === 'recommend')?.itemId)).toEqual([
        better?.itemId,
        better?.itemId,
      ]);
      // What may be compared here is not what the user asks about once the target is on the table.
      const asked = plan.nodes.filter((other) => other.kind === 'compare' && other.firstSpeaker === 'user');
      const again = asked
        .flatMap(({ acts }) => acts.map(({ itemId }) => itemId))
        .filter((id) => id === compared?.itemId);
      expect(better?.itemId === plan.targetItemId ? again : []).toEqual([]);
    }
    const flat = plansOf(base, testConfig({ plan: { kind: 'flat' } }));
    expect(flat.flatMap(({ nodes }) => nodes).some((node) => node.alternativeGroup !== null)).toBe(false);
  });

  it('keeps to maxRejected and to the number of candidates', () => {
    const base = fakeMarket({ seed: 16, users: 60 });
    const config = testConfig({ plan: { maxRejected: 3, candidates: 2 } });
    for (const plan of plansOf(base, config)) {
      expect(plan.candidates).toHaveLength(2);
      expect(plan.candidates).toContain(plan.targetItemId);
      expect(plan.rejected.length).toBeLessThanOrEqual(1);
    }
    for (const plan of plansOf(base, testConfig({ plan: { maxRejected: 0 } }))) expect(plan.rejected).toEqual([]);
  });

  it('puts the target at no fixed place among the candidates', () => {
    const plans = plansOf(fakeMarket({ seed: 17, users: 150 }), testConfig());
    const places = new Set(plans.map((plan) => plan.candidates.indexOf(plan.targetItemId)));
    expect(places.size).toBe(6);
  });
});
