import { beforeAll, describe, expect, it } from 'vitest';

import type { SentenceEncoder } from '../../../core/text/sentence-encoder.ts';
import { createMiniLmEncoder } from '../../../infra/encoders/minilm-encoder.ts';
import { ensureParts } from '../../../infra/setup/ensure-parts.ts';

let encoder: SentenceEncoder;
beforeAll(async () => {
  const parts = await ensureParts(['encoder'], { env: process.env });
  encoder = await createMiniLmEncoder({ directory: parts.encoder.directory, threads: 2 });
}, 300_000);

const WORDS = 'the strap broke after two weeks but its sound is warm and clear even at high volume'.split(' ');
/** Forty sentences of 1 to 40 words and two that are far over the token limit. */
const SENTENCES = [
  ...Array.from({ length: 40 }, (_, n) =>
    Array.from({ length: n + 1 }, (_, k) => WORDS[(n * 7 + k) % WORDS.length]).join(' '),
  ),
  'very '.repeat(300),
  `${'loud '.repeat(200)}Größe 🎸 naïve`,
];

const row = (vectors: Float32Array, index: number): Float32Array => vectors.slice(index * 384, (index + 1) * 384);
const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

describe('the MiniLM encoder', () => {
  it('gives unit vectors in the order given, and none for nothing', async () => {
    const vectors = await encoder.encode(SENTENCES);
    expect(vectors).toHaveLength(SENTENCES.length * encoder.dimension);
    for (const index of SENTENCES.keys()) expect(Math.hypot(...row(vectors, index))).toBeCloseTo(1, 5);
    expect(await encoder.encode([])).toHaveLength(0);
  });

  it('gives the same bits alone, in a batch, in another order, and for duplicates', async () => {
    const vectors = await encoder.encode(SENTENCES);
    const reversed = await encoder.encode([...SENTENCES, ...SENTENCES].reverse());
    for (const [index, sentence] of SENTENCES.entries()) {
      expect(await encoder.encode([sentence])).toEqual(row(vectors, index));
      expect(row(reversed, 2 * SENTENCES.length - 1 - index)).toEqual(row(vectors, index));
      expect(row(reversed, SENTENCES.length - 1 - index)).toEqual(row(vectors, index));
    }
  });

  it('knows what is alike', async () => {
    const vectors = await encoder.encode([
      'The battery lasts all day.',
      'Battery life is excellent.',
      'The waiter was rude to us.',
      '',
    ]);
    const [battery, alike, other] = [row(vectors, 0), row(vectors, 1), row(vectors, 2)];
    expect(cosine(battery, alike)).toBeGreaterThan(0.5);
    expect(cosine(battery, other)).toBeLessThan(0.2);
  });

  it('says what to do where the model is not there', async () => {
    await expect(createMiniLmEncoder({ directory: '/nowhere', threads: 1 })).rejects.toMatchObject({
      code: 'setup_missing',
      message: expect.stringContaining('convrecstudio setup'),
    });
  });
});
