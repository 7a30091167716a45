import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { decodeAspectModel, encodeAspectModel } from '../../../core/aspects/aspect-model.ts';
import { aspectShares, strongestShares } from '../../../core/aspects/assign-aspects.ts';
import { assignAspects } from '../../../core/aspects/describe-sentences.ts';
import { fitAspects, type FitAspectsInput } from '../../../core/aspects/fit-aspects.ts';
import { RunConfigSchema } from '../../../core/config/run-config.ts';
import { PipelineError } from '../../../core/errors.ts';
import { useCpuBackend } from '../recommender/cpu-backend.ts';
import { plantedSentences, purity } from './planted.ts';

const config = RunConfigSchema.parse({
  source: { reviews: 'x' },
  aspects: { clusters: 3, steps: 12, projectionDimension: 8, maxFitSentences: 100 },
});

function inputOf(count: number, overrides: Partial<FitAspectsInput> = {}): FitAspectsInput {
  const { texts, reviewIds, embeddings, dimension } = plantedSentences(count, 11);
  const settings = config.aspects;
  return { texts, reviewIds, embeddings, dimension, encoderId: 'planted', settings, seed: 5, ...overrides };
}

beforeAll(useCpuBackend);

describe('fitAspects', () => {
  it('finds and names what was planted, reports progress, leaks no tensor', async () => {
    const { embeddings, topics } = plantedSentences(90, 11);
    const before = tf.memory().numTensors;
    const progress: number[] = [];
    const { model, clusters, diagnostics } = await fitAspects(
      inputOf(90, { onProgress: (done) => progress.push(done) }),
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(progress.at(-1)).toBe(12);
    const labels = clusters.map((cluster) => cluster.label).sort();
    expect(labels).toEqual(['battery life', 'ear pads', expect.stringMatching(/guitar strings$/u), 'other']);
    expect(Math.min(...clusters.slice(0, 3).map((cluster) => cluster.size))).toBeGreaterThanOrEqual(26);
    expect(clusters.at(-1)).toMatchObject({ aspectId: 3, label: 'other', coherent: false });
    expect(diagnostics.losses).toHaveLength(4);
    expect(diagnostics.agreement).toBeGreaterThan(0.6);
    const assigned = aspectShares(model, embeddings).map((shares) => strongestShares(shares)[0]?.aspectId ?? -1);
    expect(purity(assigned, topics)).toBeGreaterThan(0.95);
  });

  it('gives the same model for the same seed, also when it samples', async () => {
    const [first, second] = [await fitAspects(inputOf(150)), await fitAspects(inputOf(150))];
    expect(first.diagnostics.sentences).toBe(100);
    expect(first).toEqual(second);
  });

  it('says what to do about too few sentences', async () => {
    const few = plantedSentences(2, 1);
    const failing = fitAspects(inputOf(2, { texts: few.texts, embeddings: few.embeddings }));
    await expect(failing).rejects.toBeInstanceOf(PipelineError);
    await expect(failing).rejects.toThrow('aspects.clusters is 3, but the training period has only 2 sentences');
  });
});

describe('encodeAspectModel and decodeAspectModel', () => {
  it('bring back a model that says the same', async () => {
    const { model } = await fitAspects(inputOf(60));
    const whole = { ...model, sentiment: { weights: Array.from({ length: 16 }, () => 0.1), bias: 0.2, scale: 2 } };
    const { json, projection, centroids } = encodeAspectModel(whole);
    const decoded = decodeAspectModel({ json: JSON.parse(JSON.stringify(json)), projection, centroids });
    const embedding = plantedSentences(2, 3).embeddings.slice(16);
    const encoder = { id: 'planted', dimension: 16, encode: () => Promise.resolve(embedding) };
    const texts = ['The ear pads are not soft.'];
    expect(await assignAspects(decoded, texts, encoder)).toEqual(await assignAspects(whole, texts, encoder));
  });

  it('refuses parts that do not fit each other', async () => {
    const encoded = encodeAspectModel((await fitAspects(inputOf(60))).model);
    const short = encoded.centroids.slice(1);
    expect(() => decodeAspectModel({ ...encoded, centroids: short })).toThrow(
      'centroids.f32 has 551 numbers, expected 552',
    );
    expect(() => decodeAspectModel({ ...encoded, projection: short })).toThrow('projection.f32');
    expect(() => decodeAspectModel({ ...encoded, json: { ...encoded.json, clusters: 'many' } })).toThrow('clusters');
  });
});
