import { beforeAll, describe, expect, it } from 'vitest';

import type { AspectModel } from '../../../core/aspects/aspect-model.ts';
import { aspectShares, strongestShares } from '../../../core/aspects/assign-aspects.ts';
import { assignAspects, type DescribedText } from '../../../core/aspects/describe-sentences.ts';
import { sentenceFromRow, sentenceToRow } from '../../../core/aspects/sentence-table.ts';
import { fitSentiment, scoreUnits } from '../../../core/aspects/sentiment.ts';
import type { SentimentModel } from '../../../core/aspects/sentiment-model.ts';
import type { SentenceEncoder } from '../../../core/text/sentence-encoder.ts';
import { useCpuBackend } from '../recommender/cpu-backend.ts';

beforeAll(useCpuBackend);

const FOOD = 0;
const SERVICE = 1;

/** Two aspects on two axes, seen through the identity. */
function modelWith(sentiment: SentimentModel | null): AspectModel {
  return {
    encoderId: 'axes',
    head: { dimension: 2, projected: 2, weights: Float32Array.from([1, 0, 0, 1]), bias: new Float32Array(2) },
    centroids: Float32Array.from([1, 0, 0, 1]),
    temperature: 0.5,
    sentiment,
  };
}

async function byLexicon(text: string): Promise<DescribedText> {
  const axes: SentenceEncoder = {
    id: 'axes',
    dimension: 2,
    encode: (texts) =>
      Promise.resolve(Float32Array.from(texts.flatMap((one) => (one.includes('service') ? [0, 1] : [1, 0])))),
  };
  const [described] = await assignAspects(modelWith(null), [text], axes);
  return described ?? { aspects: [], sentiment: Number.NaN };
}

describe('assignAspects', () => {
  it('gives each aspect the sentiment of its own clause', async () => {
    const { aspects } = await byLexicon('Great food but slow service.');
    expect(aspects.find((aspect) => aspect.aspectId === FOOD)?.sentiment).toBeGreaterThan(0.3);
    expect(aspects.find((aspect) => aspect.aspectId === SERVICE)?.sentiment).toBeLessThan(-0.3);
  });

  it.each([
    ['The food is excellent.', 1],
    ['The food is not good.', -1],
    ["The food wasn't bad at all.", 1],
    ['The room is too loud.', -1],
    ['There is a table.', 0],
  ])('%s -> sign %i', async (text, sign) => {
    expect(Math.sign((await byLexicon(text)).sentiment) + 0).toBe(sign);
  });

  it('stays in [-1, 1] and lets what comes last weigh more', async () => {
    const { sentiment } = await byLexicon('It looks good, but the service was terrible and rude.');
    expect(sentiment).toBeLessThan(0);
    const praise = await byLexicon('good great excellent awesome perfect best love amazing');
    expect(Math.abs(praise.sentiment)).toBeLessThanOrEqual(1);
  });

  it('refuses an encoder that the model was not fitted with', async () => {
    const other = { id: 'other', dimension: 2, encode: () => Promise.resolve(new Float32Array(2)) };
    await expect(assignAspects(modelWith(null), ['x'], other)).rejects.toThrow('encoder axes, here is other');
  });
});

describe('scoreUnits', () => {
  it('follows the lexicon over the head where a word is negated, and the head where no word is known', () => {
    const glad: SentimentModel = { weights: [1, 0], bias: 0, scale: 1 };
    const texts = ['The food is not good.', 'There is a table.'];
    const [negated, unknown] = scoreUnits(glad, texts, Float32Array.from([1, 0, 1, 0]));
    expect(negated).toBeLessThan(0);
    expect(unknown).toBeCloseTo(0.8, 6);
  });
});

describe('fitSentiment', () => {
  it('learns the direction of praise, each star weighted alike', () => {
    // Nine glad sentences along one axis, one sad along the other: without weights the sad one would drown.
    const embeddings = Float32Array.from([...Array.from({ length: 9 }, () => [1, 0]).flat(), 0, 1]);
    const fitted = fitSentiment({ embeddings, dimension: 2, ratings: [5, 5, 5, 5, 5, 5, 5, 5, 5, 1] });
    expect(fitted).not.toBeNull();
    const [praise, blame] = fitted?.weights ?? [];
    expect(praise).toBeGreaterThan(0);
    expect(blame).toBeCloseTo(-(praise ?? 0), 3);
    expect(fitted?.bias).toBeCloseTo(0, 3);
  });

  it('has nothing to learn from one star', () => {
    expect(fitSentiment({ embeddings: Float32Array.from([1, 0, 0, 1]), dimension: 2, ratings: [5, 5] })).toBeNull();
  });
});

describe('aspectShares', () => {
  it('is the softmax of cosines over the temperature', () => {
    // Cosines 1 and 0 at 0.5: e^2 / (e^2 + 1) = 0.8808.
    const [sure] = aspectShares(modelWith(null), Float32Array.from([1, 0]));
    expect(sure).toEqual([
      { aspectId: 0, score: expect.closeTo(0.8808, 4) },
      { aspectId: 1, score: expect.closeTo(0.1192, 4) },
    ]);
    expect(strongestShares(sure ?? []).map((share) => share.aspectId)).toEqual([0]);
    const [even] = aspectShares(modelWith(null), Float32Array.from([Math.SQRT1_2, Math.SQRT1_2]));
    expect(strongestShares(even ?? []).map((share) => share.aspectId)).toEqual([0, 1]);
  });
});

describe('sentence rows', () => {
  it('come back as they went in, and bad ones are refused', () => {
    const sentence = {
      reviewId: 'r',
      sentenceIndex: 2,
      text: 'Fine food.',
      aspects: [{ aspectId: 1, score: 0.5, sentiment: 0.4 }],
      sentiment: 0.4,
    };
    expect(sentenceFromRow(sentenceToRow(sentence))).toEqual(sentence);
    expect(() => sentenceFromRow({ ...sentenceToRow(sentence), aspects: [] })).toThrow('sentences.parquet');
  });
});
