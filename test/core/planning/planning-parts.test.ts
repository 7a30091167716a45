import { describe, expect, it } from 'vitest';

import { createCitableEvidence, isQuotable } from '../../../core/planning/citable-evidence.ts';
import { createCitingPools } from '../../../core/planning/citing-pool.ts';
import { createItemNames } from '../../../core/planning/item-names.ts';
import { escapeLabel, planToMermaid } from '../../../core/planning/plan-mermaid.ts';
import { planSummary, turnRange } from '../../../core/planning/plan-summary.ts';
import { findRejections } from '../../../core/planning/rejections.ts';
import { bearsOut, polarityOf } from '../../../core/planning/polarity.ts';
import type { Target } from '../../../core/planning/target.ts';
import type { Item, Split } from '../../../core/reviews/review.ts';
import { clusterOf, createFakeBase } from './fake-base.ts';
import { handPlan } from './hand-plan.ts';

function item(itemId: string, name: string, brand?: string): Item {
  const attributes: Record<string, string> = brand === undefined ? {} : { brand };
  return { itemId, name, categories: [], price: null, description: '', attributes };
}

function target(userId: string, split: Split, ordinal: number): Target {
  return { ordinal, dialogId: `d00000${ordinal}`, userId, itemId: 'i', reviewId: `r${ordinal}`, timestampMs: 1, split };
}

describe('polarity', () => {
  it('has a margin around zero', () => {
    expect([-1, -0.1, -0.09, 0, 0.09, 0.1, 1].map(polarityOf)).toEqual([
      'negative',
      'negative',
      'neutral',
      'neutral',
      'neutral',
      'positive',
      'positive',
    ]);
    expect(bearsOut(0.5, 'positive')).toBe(true);
    expect(bearsOut(0.5, 'negative')).toBe(false);
  });
});

describe('findRejections', () => {
  /** Items c00, c01, ...: `weak[place]` is the aspect on which that one falls short. */
  function rejectionsOf(weak: Readonly<Record<number, number>>, count: number): string[] {
    const candidates = Array.from({ length: 45 }, (_, place) => `c${String(place).padStart(2, '0')}`);
    const reviews = candidates.map((itemId, place) => {
      const rest = { rating: 3, timestampMs: place, title: '', text: 'It is what it is.', split: 'train' } as const;
      return { reviewId: `r-${itemId}`, userId: `u${place}`, itemId, ...rest };
    });
    const sentences = Object.entries(weak).map(([place, aspectId]) => ({
      reviewId: `r-${candidates[Number(place)] ?? ''}`,
      sentenceIndex: 0,
      text: 'This part of it is really poor.',
      aspects: [{ aspectId, score: 1, sentiment: -0.9 }],
      sentiment: -0.9,
    }));
    const base = createFakeBase({ reviews, items: [], sentences });
    const pools = createCitingPools([target('u', 'train', 0)], 1);
    const names = createItemNames(new Map());
    const of = { ...target('u', 'train', 0), timestampMs: 1000 };
    const citable = createCitableEvidence({ base, pools, names, target: of, profileUse: 'temporal' });
    const found = findRejections({ base, target: of, citable, concerns: [5, 3], candidates, count });
    return found.map(({ itemId, aspectId }) => `${itemId} ${aspectId}`);
  }

  it('prefers the more important concern among those about as like the target', () => {
    expect(rejectionsOf({ 2: 3, 9: 5 }, 1)).toEqual(['c09 5']);
  });

  it('prefers what is like the target to what is far from it', () => {
    expect(rejectionsOf({ 2: 3, 41: 5 }, 1)).toEqual(['c02 3']);
  });

  it('varies the reason within a tier, and goes on to the next tier when it is done', () => {
    expect(rejectionsOf({ 1: 5, 2: 5, 3: 3, 41: 5 }, 4)).toEqual(['c01 5', 'c03 3', 'c02 5', 'c41 5']);
  });

  it('finds none where the weak aspect is no concern', () => {
    expect(rejectionsOf({ 1: 0 }, 2)).toEqual([]);
  });
});

describe('citing pools', () => {
  const targets = [target('a', 'train', 0), target('b', 'train', 1), target('c', 'train', 2), target('d', 'test', 3)];

  it("follow the author's targets", () => {
    const pools = createCitingPools(targets, 7);
    expect(['a', 'b', 'c', 'd'].map((userId) => pools.poolOfAuthor(userId))).toEqual([
      'train',
      'train',
      'train',
      'test',
    ]);
  });

  it('are drawn for all others, weighted by the users of the splits', () => {
    const pools = createCitingPools(targets, 7);
    const drawn = Array.from({ length: 4000 }, (_, index) => pools.poolOfAuthor(`stranger ${index}`));
    // 3 of 4 to train, none to validation; 5 standard deviations of 4000 draws are 0.034.
    expect(Math.abs(drawn.filter((split) => split === 'train').length / 4000 - 0.75)).toBeLessThan(0.034);
    expect(drawn).not.toContain('validation');
    expect(drawn[0]).toBe(createCitingPools(targets, 7).poolOfAuthor('stranger 0'));
  });
});

describe('item names', () => {
  const items = [
    item('strap', 'Levy’s Leathers guitar strap', 'Levy'),
    ...Array.from({ length: 10 }, (_, index) => item(`g${index}`, `Guitar strap model${index}`)),
    item('plain', 'guitar strap'),
  ];
  const names = createItemNames(new Map(items.map((one) => [one.itemId, one])));

  it('are found by brand, distinctive token or whole name', () => {
    expect(names.isNamedIn('strap', "Love my Levy's, it lasts.")).toBe(true);
    expect(names.isNamedIn('strap', 'Good LEATHERS, soft.')).toBe(true);
    expect(names.isNamedIn('plain', 'The best guitar strap there is.')).toBe(true);
  });

  it('are not found in words that many items share', () => {
    expect(names.isNamedIn('strap', 'A strap for my guitar, very soft.')).toBe(false);
    expect(names.isNamedIn('plain', 'A strap for my guitar, very soft.')).toBe(false);
  });
});

describe('isQuotable', () => {
  it.each([
    ['It is fine.', false],
    ['It works very well.', true],
    ['Write to [email] for a refund please.', false],
    [Array.from({ length: 31 }, () => 'long').join(' '), false],
  ])('%s: %s', (text, quotable) => {
    expect(isQuotable(text)).toBe(quotable);
  });
});

describe('the plan drawn and told', () => {
  const clusters = ['sound', 'strap', 'price'].map((label, aspectId) => clusterOf(aspectId, label));

  it('draws every node and edge once', () => {
    const drawn = planToMermaid(
      handPlan(),
      (aspectId) => clusters[aspectId]?.label ?? '',
      (itemId) => itemId,
    );
    expect(drawn.split('\n')[0]).toBe('flowchart TD');
    expect(drawn.match(/-->/g)).toHaveLength(13);
    expect(drawn).toContain('  s3["n3: elicit (price), optional<br/>2-4 turns, system to user"]:::optional');
    expect(drawn).toContain(
      '  s8{{"n8: justify (sound), one of g1<br/>target<br/>e4: It sounds lovely in any room.<br/>2-4 turns, user to system"}}',
    );
    expect(drawn).toContain(
      '  s5["n5: recommend (strap)<br/>bad<br/>e3: The strap broke within a week.<br/>1-3 turns, system to system"]',
    );
  });

  it('lets no name out of its label', () => {
    const evil = '"]; click s1 javascript:alert(1) <img src=x onerror=y> `#35;\n--> s2';
    const drawn = planToMermaid(
      handPlan(),
      () => 'a"b',
      () => evil,
    );
    expect(drawn).not.toMatch(/<img|`|"\];|\n--> s2|a"b/);
    expect(drawn.match(/-->/g)).toHaveLength(13);
    expect(escapeLabel('a"<b>\n#;')).toBe('a#34;#60;b#62; #35;#59;');
  });

  it('counts turns over all walks', () => {
    // Fewest: n1 2, n2 2, n4 2, n5 1, n6 1, n7 1, one alternative 2, n10 1, n11 2.
    // Most: n1 4, n2 4, n3 4, n4 4, n5 3, n6 1, n7 3, one alternative 4, n10 1, n11 2.
    expect(turnRange(handPlan())).toEqual([14, 30]);
  });

  it('sums a plan up without items, users or quotes', () => {
    const told = planSummary(handPlan(), clusters);
    expect(told).toContain('dag, train; 1 to be turned down; 4 citations; 14 to 30 turns');
    expect(told).toContain('wants: sound');
    expect(told).toContain('n6 critique (strap)');
    for (const secret of ['target', 'bad', 'u1', 'lovely']) expect(told).not.toContain(secret);
  });
});
