import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { createHearing } from '../../../core/fidelity/hearing.ts';
import type { EntailmentModel } from '../../../core/text/entailment.ts';
import { createOnnxEntailment } from '../../../infra/encoders/onnx-entailment.ts';
import { openEntailment } from '../../../workers/open-entailment.ts';

describe('the entailment model', () => {
  let model: EntailmentModel;
  beforeAll(async () => {
    model = await openEntailment(process.env);
  }, 300_000);

  it.each([
    ['The zipper broke after a week.', 'zipper', 'negative'],
    ['The staff could not have been nicer.', 'service', 'positive'],
    ['I would not wish the stitching on anyone.', 'stitching', 'negative'],
    ['I gave it a glowing review for the design.', 'design', 'positive'],
    ['I am not a fan of the lining.', 'lining', 'negative'],
    ['Not a leg, but one diner did find it a touch expensive.', 'prices', 'negative'],
  ] as const)('hears which way "%s" leans', async (text, label, way) => {
    const hearing = createHearing(model);
    for (let round = 0; round < 2; round++) {
      hearing.leans(text, label, way, 0);
      await hearing.answer();
    }
    expect(hearing.leans(text, label, way, 0)).toBe(true);
  });

  it('gives, without padding, the logits of the reference implementation (onnxruntime 1.32 and tokenizers 0.23 for Python)', async () => {
    const pairs = [
      { premise: 'The zipper broke after a week.', hypothesis: 'The zipper is good.' },
      { premise: 'Better not, they run small, so go half a size up.', hypothesis: 'The sizing is bad.' },
    ];
    const [broke = 0, small = 0] = await model.entails(pairs);
    expect(broke).toBeCloseTo(0.009293, 4);
    expect(small).toBeCloseTo(0.70604, 4);
  });

  it('gives the same bits alone and beside others, again and again', async () => {
    const pairs = ['good', 'bad', 'fine', 'poor'].map((word) => ({
      premise: 'The zipper broke after a week, but the lining is still lovely.',
      hypothesis: `The lining is ${word}.`,
    }));
    const other = await openEntailment(process.env);
    const together = await model.entails(pairs);
    for (const [place, pair] of pairs.entries()) expect(await other.entails([pair])).toEqual([together[place]]);
  });

  it('takes a premise longer than its input', async () => {
    const [long = -1] = await model.entails([{ premise: 'Such a bag! '.repeat(200), hypothesis: 'The bag is good.' }]);
    expect(long).toBeGreaterThan(0);
    expect(long).toBeLessThanOrEqual(1);
  });

  it('says what to do where its files are missing', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'no-entailment-'));
    await expect(createOnnxEntailment({ directory, threads: 1 })).rejects.toThrow(
      /run npx convrecstudio setup, or set simulation.entailment: false/u,
    );
  });
});
