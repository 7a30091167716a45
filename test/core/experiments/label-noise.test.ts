import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AspectSentence } from '../../../core/aspects/aspect.ts';
import { corruptSentence, countNoise, NO_NOISE } from '../../../core/experiments/label-noise.ts';

const COHERENT = [0, 1, 2, 5];

function sentence(index: number, aspectIds: readonly number[]): AspectSentence {
  const aspects = aspectIds.map((aspectId, place) => ({ aspectId, score: 0.5, sentiment: place === 0 ? 0.8 : -0.3 }));
  return { reviewId: `r${index}`, sentenceIndex: index % 3, text: 'The strap is soft.', aspects, sentiment: 0.4 };
}

const corrupted = (one: AspectSentence, share: number, seed = 1): AspectSentence =>
  corruptSentence(one, { share, seed, aspectIds: COHERENT });

describe('corruptSentence', () => {
  it('leaves all as it is at 0, and nothing at 1 but the words and incoherent aspects', () => {
    const plain = sentence(1, [2, 4]);
    expect(corrupted(plain, 0)).toEqual(plain);
    const wrong = corrupted(plain, 1);
    expect(wrong).toMatchObject({ reviewId: 'r1', sentenceIndex: 1, text: plain.text, sentiment: -0.4 });
    expect(wrong.aspects.map(({ sentiment }) => sentiment)).toEqual([-0.8, 0.3]);
    // Aspect 4 is no coherent one.
    expect(wrong.aspects[1]?.aspectId).toBe(4);
    expect([0, 1, 5]).toContain(wrong.aspects[0]?.aspectId);
  });

  it('makes no aspect stand twice in a sentence', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat(1000), share, fc.shuffledSubarray([0, 1, 2, 4, 5], { minLength: 1 }), (seed, share, ids) => {
        const found = corrupted(sentence(seed, ids), share, seed).aspects.map(({ aspectId }) => aspectId);
        expect(new Set(found).size).toBe(ids.length);
      }),
    );
  });

  it('keeps what is wrong at a small share wrong at a larger one', () => {
    for (let index = 0; index < 300; index++) {
      const plain = sentence(index, [0, 1]);
      const [less, more] = [corrupted(plain, 0.2), corrupted(plain, 0.5)];
      const isWrong = (one: AspectSentence, place: number): boolean =>
        one.aspects[place]?.aspectId !== plain.aspects[place]?.aspectId;
      const mended = plain.aspects.filter((_, place) => isWrong(less, place) && !isWrong(more, place));
      expect(mended).toEqual([]);
      expect(less.sentiment < 0 && more.sentiment > 0).toBe(false);
    }
  });

  it('corrupts the share asked for, aspects and sentiments apart', () => {
    let counts = NO_NOISE;
    let both = 0;
    for (let index = 0; index < 4000; index++) {
      const plain = sentence(index, [0, 4]);
      const wrong = corrupted(plain, 0.3);
      counts = countNoise(counts, plain, wrong, { aspectIds: COHERENT });
      if (wrong.sentiment < 0 && wrong.aspects[0]?.aspectId !== 0) both++;
    }
    // One coherent label a sentence; 0.3 of 4,000 with a standard deviation of 29.
    expect(counts).toMatchObject({ sentences: 4000, labels: 4000 });
    expect(Math.abs(counts.wrongLabels - 1200)).toBeLessThan(120);
    expect(Math.abs(counts.turnedSentences - 1200)).toBeLessThan(120);
    expect(Math.abs(both - 360)).toBeLessThan(80);
  });
});
