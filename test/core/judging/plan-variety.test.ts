import { describe, expect, it } from 'vitest';

import { planVariety } from '../../../core/judging/plan-variety.ts';
import type { DialogPlan } from '../../../core/planning/dialog-plan.ts';
import { createFakeBase } from '../planning/fake-base.ts';
import { handPlan } from '../planning/hand-plan.ts';

/** u1 wrote of aspects 1 and 2 before the hand-made plan's time, u2 of nothing. */
const T = handPlan().timestampMs;
const base = createFakeBase({
  reviews: [
    {
      reviewId: 'r1',
      userId: 'u1',
      itemId: 'old',
      rating: 4,
      timestampMs: T - 1000,
      title: '',
      text: 'The strap is good. The price is bad.',
      split: 'train',
    },
  ],
  items: [],
  sentences: [1, 2].map((aspectId) => ({
    reviewId: 'r1',
    sentenceIndex: aspectId,
    text: 'One of them.',
    aspects: [{ aspectId, score: 1, sentiment: 0.8 }],
    sentiment: 0.8,
  })),
});

function planOf(edit: (plan: DialogPlan) => void = () => {}): DialogPlan {
  const plan = handPlan();
  edit(plan);
  return plan;
}

/** The optional question for the price left out: another shape, two more like the first. */
const bare = planOf((plan) => {
  plan.userId = 'u2';
  plan.sparseUser = true;
  plan.nodes = plan.nodes.filter(({ nodeId }) => nodeId !== 'n3');
  plan.edges = plan.edges.filter((edge) => !edge.includes('n3'));
});
const plans = [planOf(), planOf(), planOf(), bare];

describe('planVariety', () => {
  it('counts shapes, and how far they are spread', () => {
    const variety = planVariety(plans, base);
    expect(variety).toMatchObject({ plans: 4, shapes: 2, largestShape: 0.75 });
    // 3/4 log2(4/3) + 1/4 log2(4)
    expect(variety.shapeEntropy).toBeCloseTo(0.811278, 6);
    // Three of the six pairs are of the three that are alike.
    expect(variety.pairsApart).toBeCloseTo(0.5, 12);
    expect(variety.nodesPerPlan).toEqual({ mean: 10.75, min: 10, max: 11 });
    expect(variety.kindsPerPlan).toMatchObject({ elicit: 1.75, recommend: 2, close: 1 });
    expect(variety).toMatchObject({ withOptional: 0.75, withAlternatives: 1, comparedAnew: 0 });
  });

  it('counts reasons, questions to the sparse, and claims', () => {
    const variety = planVariety(plans, base);
    expect(variety.turnedDown).toEqual({ 1: 4 });
    expect(variety.reasons).toEqual([{ aspectId: 1, count: 4 }]);
    expect(variety.reasonEntropy).toBe(0);
    expect(variety.elicits).toEqual({ sparse: 1, rest: 2 });
    expect(variety.claims).toEqual({ sparse: null, rest: 1 });
  });

  it('sees whether plans speak of what their own user wrote of', () => {
    // The goal (0) aside: {1, 2} thrice, {1} once. u1 wrote of both, u2 of none. Only the third's next is of another user, and
    // the fourth's, which is the first: {1, 2} of u1 beside u2, {1} of u2 beside u1.
    expect(planVariety(plans, base).fit).toEqual({ own: 2 / 3, others: 1 / 3 });
  });

  it('has an answer for no plans', () => {
    expect(planVariety([], base)).toMatchObject({
      plans: 0,
      shapeEntropy: null,
      pairsApart: null,
      fit: { own: null, others: null },
    });
  });
});
