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
    ['The zipper broke after a week.', 'zipper', -1],
    ['The staff could not have been nicer.', 'service', 1],
    ['I would not wish the stitching on anyone.', 'stitching', -1],
    ['I gave it a glowing review for the design.', 'design', 1],
    ['I am not a fan of the lining.', 'lining', -1],
    ['Not a leg, but one diner did find it a touch expensive.', 'prices', -1],
  ])('hears which way "%s" leans', async (text, label, sign) => {
    const hearing = createHearing(model);
    hearing.sign(text, label);
    await hearing.answer();
    expect(Math.sign(hearing.sign(text, label) ?? 0)).toBe(sign);
  });

  it('gives the logits of the reference implementation (onnxruntime 1.32 and tokenizers 0.23 for Python)', async () => {
    const pairs = [
      { premise: 'The zipper broke after a week.', hypothesis: 'The zipper is good.' },
      { premise: 'Better not, they run small, so go half a size up.', hypothesis: 'The sizing is bad.' },
    ];
    const [broke = 0, small = 0] = await model.entails(pairs);
    expect(broke).toBeCloseTo(0.008986, 4);
    expect(small).toBeCloseTo(0.682149, 4);
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
