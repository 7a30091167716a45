import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import type { AspectModel } from '../../../core/aspects/aspect-model.ts';
import { aspectShares, strongestShares } from '../../../core/aspects/assign-aspects.ts';
import { assignAspects, type DescribedText } from '../../../core/aspects/describe-sentences.ts';
import { sentenceFromRow, sentenceToRow } from '../../../core/aspects/sentence-table.ts';
import { fitSentiment } from '../../../core/aspects/fit-sentiment.ts';
import { calibrated, scoreUnits } from '../../../core/aspects/sentiment.ts';
import { SEED_SENTENCES } from '../../../core/aspects/sentiment/seed-sentences.ts';
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
    consensus: null,
    floor: null,
    stability: null,
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
    expect(negated).toBeLessThan(-0.35);
    // tanh(1 / 3) = 0.3215 lies beyond the dead zone of 0.08: 0.4 + 0.6 * 0.2415 / 0.92.
    expect(unknown).toBeCloseTo(0.5575, 3);
  });

  it('calls neither what the network holds for neither', () => {
    // One hidden unit that fires on the first axis and adds 5 to "neither"; praise is ahead by 2 in any case.
    const network = { inputWeights: [1, 0], inputBias: [0], outputWeights: [0, 5 / 8, 0], outputBias: [0, 0, 2] };
    const model: SentimentModel = { weights: [0, 0], bias: 0, scale: 1, network };
    const texts = ['There is a table.', 'There is a table.'];
    const [told, untold] = scoreUnits(model, texts, Float32Array.from([1, 0, 0, 1]));
    // p(neither) = e^5 / (1 + e^5 + e^2) = 0.9465: tanh(2 / 4) * 0.0535 = 0.0247, squeezed by a half.
    expect(told).toBeCloseTo(0.0124, 3);
    // p(neither) = 1 / (2 + e^2) = 0.1065: tanh(2 / 4) * 0.8935 = 0.4129, beyond the dead zone of 0.08.
    expect(untold).toBeCloseTo(0.4 + (0.6 * 0.3329) / 0.92, 3);
  });
});

describe('calibrated', () => {
  it('leaves next to nothing of no opinion, and no opinion below 0.4', () => {
    expect(calibrated(0)).toBe(0);
    expect(calibrated(0.04)).toBeCloseTo(0.02, 9);
    expect(calibrated(0.08)).toBeCloseTo(0.4, 9);
    expect(calibrated(-1)).toBeCloseTo(-1, 9);
  });

  it('is odd, grows, and stays within [-1, 1]', () => {
    const raw = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(raw, raw, (a, b) => {
        expect(calibrated(-a)).toBeCloseTo(-calibrated(a), 12);
        expect(Math.abs(calibrated(a))).toBeLessThanOrEqual(1);
        expect(calibrated(Math.min(a, b))).toBeLessThanOrEqual(calibrated(Math.max(a, b)));
      }),
    );
  });
});

/** Two dimensions, and no sentences written by hand. */
const STARS = { dimension: 2, seedEmbeddings: null, seed: 1 };

describe('fitSentiment', () => {
  it('learns the direction of praise, each star weighted alike', () => {
    // Nine glad sentences along one axis, one sad along the other: without weights the sad one would drown.
    const embeddings = Float32Array.from([...Array.from({ length: 9 }, () => [1, 0]).flat(), 0, 1]);
    const fitted = fitSentiment({
      ...STARS,
      texts: Array.from({ length: 10 }, () => 'A table.'),
      embeddings,
      ratings: [...Array.from({ length: 9 }, () => 5), 1],
    });
    expect(fitted).not.toBeNull();
    const [praise, blame] = fitted?.weights ?? [];
    expect(praise).toBeGreaterThan(0);
    expect(blame).toBeCloseTo(-(praise ?? 0), 3);
    expect(fitted?.bias).toBeCloseTo(0, 3);
  });

  it('learns from lexicon and stars what praise is where no word tells', () => {
    // Three directions: praise, blame, neither; a third of the texts of each say so in words.
    const texts: string[] = [];
    const ratings: number[] = [];
    const rows: number[] = [];
    for (let copy = 0; copy < 90; copy++) {
      const direction = copy % 3;
      texts.push(['Excellent food.', 'Awful food.', 'There is a table.'][direction] ?? '');
      ratings.push([5, 1, 3][direction] ?? 3);
      rows.push(...[0, 1, 2].map((axis) => (axis === direction ? 1 : 0)));
    }
    const fitted = fitSentiment({ ...STARS, texts, embeddings: Float32Array.from(rows), dimension: 3, ratings });
    const unseen = ['Kalbi.', 'Kalbi.', 'Kalbi.'];
    const [praise, blame, neither] = scoreUnits(fitted, unseen, Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]));
    expect(praise).toBeGreaterThan(0.4);
    expect(blame).toBeLessThan(-0.4);
    expect(Math.abs(neither ?? 1)).toBeLessThan(0.05);
    expect(fitSentiment({ ...STARS, texts, embeddings: Float32Array.from(rows), dimension: 3, ratings })).toEqual(
      fitted,
    );
  });

  it('learns from the sentences written by hand where the units teach nothing', () => {
    const axis = (at: number): number[] => [0, 1, 2].map((one) => (one === at ? 1 : 0));
    const seedEmbeddings = Float32Array.from(SEED_SENTENCES.flatMap(({ polarity }) => axis(polarity)));
    const units = { texts: ['A table.', 'A chair.'], embeddings: Float32Array.from([...axis(2), ...axis(0)]) };
    const fitted = fitSentiment({ ...units, seedEmbeddings, dimension: 3, ratings: [5, 1], seed: 1 });
    const rows = Float32Array.from([...axis(0), ...axis(1), ...axis(2)]);
    const [blame, neither, praise] = scoreUnits(fitted, ['Kalbi.', 'Kalbi.', 'Kalbi.'], rows);
    expect(blame).toBeLessThan(-0.4);
    expect(Math.abs(neither ?? 1)).toBeLessThan(0.05);
    expect(praise).toBeGreaterThan(0.4);
    expect(() => fitSentiment({ ...units, seedEmbeddings: rows, dimension: 3, ratings: [5, 1], seed: 1 })).toThrow(
      'seeds',
    );
  });

  it('has nothing to learn from one star', () => {
    expect(
      fitSentiment({ ...STARS, texts: ['A.', 'B.'], embeddings: Float32Array.from([1, 0, 0, 1]), ratings: [5, 5] }),
    ).toBeNull();
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
