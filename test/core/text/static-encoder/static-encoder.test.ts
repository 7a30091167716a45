import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createRandom } from '../../../../core/random.ts';
import { distilStaticEncoder } from '../../../../core/text/static-encoder/distil.ts';
import { createStaticEncoder } from '../../../../core/text/static-encoder/static-encoder.ts';
import {
  decodeStaticWeights,
  encodeStaticWeights,
  staticEncoderId,
  type StaticWeights,
} from '../../../../core/text/static-encoder/static-weights.ts';
import { wordsOf } from '../../../../core/text/static-encoder/words.ts';

/** Words "good" (3, 0) and "not" (0, 4), the pair "not good" (-3, 0), unknown (0, 1), b = (1, 0). */
const WEIGHTS: StaticWeights = {
  teacherId: 'teacher',
  dimension: 2,
  words: ['good', 'not'],
  bigrams: ['not good'],
  vectors: Float32Array.of(3, 0, 0, 4, -3, 0, 0, 1, 1, 0),
};

describe('the static encoder', () => {
  it('adds up words and pairs, over the root of the number of words, to unit length', async () => {
    const encoder = createStaticEncoder(WEIGHTS);
    const vectors = await encoder.encode(['good', 'not good', 'what', '']);
    const expected = [1, 0, 1 / 3, Math.sqrt(8) / 3, Math.SQRT1_2, Math.SQRT1_2, 1, 0];
    for (const [at, value] of expected.entries()) expect(vectors[at]).toBeCloseTo(value, 6);
    expect(await encoder.encode([])).toHaveLength(0);
  });

  it('gives the same bits alone and among others', async () => {
    const encoder = createStaticEncoder(WEIGHTS);
    const word = fc.constantFrom('good', 'not', 'Not', 'goodish', 'other', '!', '');
    const sentence = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(sentence, { maxLength: 8 }), async (sentences) => {
        const alone = await Promise.all(sentences.map((one) => encoder.encode([one])));
        expect([...(await encoder.encode(sentences))]).toEqual(alone.flatMap((vector) => [...vector]));
      }),
    );
  });
});

describe('static weights', () => {
  it('come back from their two files, and have an id by content', () => {
    const { json, vectors } = encodeStaticWeights(WEIGHTS);
    const again = decodeStaticWeights({ json: JSON.parse(JSON.stringify(json)), vectors: vectors.slice() });
    expect(again).toEqual(WEIGHTS);
    expect(staticEncoderId(again)).toBe(staticEncoderId(WEIGHTS));
    expect(staticEncoderId(WEIGHTS)).toMatch(/^static-[0-9a-f]{16}$/);
    const changed = WEIGHTS.vectors.slice();
    changed[3] = 5;
    expect(staticEncoderId({ ...WEIGHTS, vectors: changed })).not.toBe(staticEncoderId(WEIGHTS));
    expect(staticEncoderId({ ...WEIGHTS, teacherId: 'other' })).not.toBe(staticEncoderId(WEIGHTS));
  });

  it('are refused where the files do not fit each other, naming the file', () => {
    const { json, vectors } = encodeStaticWeights(WEIGHTS);
    const refusal = (encoded: { json: unknown; vectors: Float32Array }): unknown => {
      try {
        return decodeStaticWeights(encoded);
      } catch (error) {
        return error;
      }
    };
    expect(refusal({ json, vectors: vectors.slice(1) })).toMatchObject({
      code: 'artefact_invalid',
      message: expect.stringContaining('has 9 numbers, expected 10'),
    });
    expect(refusal({ json: { ...json, dimension: 0 }, vectors })).toMatchObject({
      code: 'artefact_invalid',
      message: expect.stringContaining('static-encoder.json'),
    });
    expect(refusal({ json, vectors: Float32Array.of(...vectors.subarray(1), Number.NaN) })).toMatchObject({
      code: 'artefact_invalid',
      message: expect.stringContaining('not finite'),
    });
  });
});

const NOUNS = ['food', 'pizza', 'waiter', 'service', 'music', 'room'];
const TEACHER_DIMENSION = 8;
const random = createRandom(7);
const TRUTH = new Map(
  [...NOUNS, 'not', 'good', 'the', 'was', 'slow'].map((word) => [
    word,
    Array.from({ length: TEACHER_DIMENSION }, () => random.normal()),
  ]),
);

/** A teacher that adds its words' vectors but turns "not good" round: a bag of words cannot follow it there. */
function teacherVector(sentence: string): number[] {
  const sum = Array.from({ length: TEACHER_DIMENSION }, () => 0);
  for (const word of wordsOf(sentence)) TRUTH.get(word)?.forEach((value, k) => (sum[k] = (sum[k] ?? 0) + value));
  if (sentence.includes('not good')) TRUTH.get('good')?.forEach((value, k) => (sum[k] = (sum[k] ?? 0) - 3 * value));
  const length = Math.hypot(...sum);
  return sum.map((value) => value / length);
}
const teacher = {
  id: 'adding',
  dimension: TEACHER_DIMENSION,
  encode: async (texts: readonly string[]) => Float32Array.from(texts.flatMap(teacherVector)),
};
const SENTENCES = NOUNS.flatMap((noun) =>
  ['good', 'not good', 'slow', 'not slow'].flatMap((opinion) =>
    ['', ' the room', ' music'].map((rest) => `the ${noun} was ${opinion}${rest}`),
  ),
);

describe('distillation', () => {
  const distil = async (texts: readonly string[]): Promise<StaticWeights> =>
    distilStaticEncoder({ sentences: texts, embeddings: await teacher.encode(texts), teacher });

  it('comes near the teacher on sentences that it has not seen, negated pairs among them', async () => {
    const held = SENTENCES.filter((_, index) => index % 3 === index % 7);
    const seen = SENTENCES.filter((sentence) => !held.includes(sentence));
    expect(held.some((sentence) => sentence.includes('not good'))).toBe(true);
    // Each five times: the ridge is fixed, so that few sentences would be shrunk hard.
    const student = createStaticEncoder(await distil(Array.from({ length: 5 }, () => seen).flat()));
    const [found, wanted] = [await student.encode(held), await teacher.encode(held)];
    for (const index of held.keys()) {
      const row = (vectors: Float32Array): Float32Array =>
        vectors.subarray(index * TEACHER_DIMENSION, (index + 1) * TEACHER_DIMENSION);
      const cosine = row(found).reduce((sum, value, k) => sum + value * (row(wanted)[k] ?? 0), 0);
      expect(cosine, held[index]).toBeGreaterThan(0.9);
    }
  });

  it('is the same twice, names its teacher, and reports its way to the end', async () => {
    const steps: [number, number][] = [];
    const texts = SENTENCES.slice(0, 40);
    const weights = await distilStaticEncoder({
      sentences: texts,
      embeddings: await teacher.encode(texts),
      teacher,
      onProgress: (done, total) => void steps.push([done, total]),
    });
    expect(weights).toEqual(await distil(texts));
    expect(weights.teacherId).toBe('adding');
    expect(steps.map(([done]) => done)).toEqual(steps.map((_, place) => place + 1));
    expect(steps.at(-1)).toEqual([steps.length, steps.length]);
  });

  it('refuses sentences without a word', async () => {
    await expect(
      distilStaticEncoder({ sentences: ['!?'], embeddings: new Float32Array(TEACHER_DIMENSION), teacher }),
    ).rejects.toMatchObject({ code: 'bad_configuration', details: { subject: 'aspects.encoder' } });
  });
});
