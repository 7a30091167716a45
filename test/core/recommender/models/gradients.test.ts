import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';

import { createRandom } from '../../../../core/random.ts';
import { batchTensors, catalogueTensors, sequenceTensors } from '../../../../core/recommender/batch.ts';
import { modelShape } from '../../../../core/recommender/model-shape.ts';
import { NO_DROPOUT, type ParameterSpec, type Parameters } from '../../../../core/recommender/models/layers.ts';
import { MODELS } from '../../../../core/recommender/models/models.ts';
import { useCpuBackend } from '../cpu-backend.ts';
import { SMALL_WORLD, plantWorld, recommenderSettings } from '../planted-world.ts';

const settings = recommenderSettings({ dimension: 8, maxHistory: 4, maxTurns: 4 });
const data = plantWorld({ ...SMALL_WORLD, tells: 'both', dimension: 8, trainExamples: 6, heldOutExamples: 1 });
const shape = modelShape(data, settings);
/** Of a float32 loss near 4, rounding makes some 1e-4 of the smallest; larger ones may cross corners of ReLU. */
const STEPS = [8e-3, 3e-3, 1e-3];

beforeAll(useCpuBackend);

/** Moved off their start, where whole parts are zero and nothing flows through them. */
function moved(specs: readonly ParameterSpec[]): Parameters {
  const random = createRandom(3);
  return Object.fromEntries(
    specs.map(({ name, shape: own, initial }) => [
      name,
      tf.tensor(
        initial.map((value) => value + 0.1 * random.normal()),
        [...own],
      ),
    ]),
  );
}

/** Mean cross-entropy of the examples, or of the sequences. */
function lossOf(model: (typeof MODELS)[keyof typeof MODELS], from: 'examples' | 'sequences') {
  const catalogue = catalogueTensors(data.catalogue, data.textDimension);
  const sequences = sequenceTensors(data.sequences, settings.maxHistory);
  const batch = batchTensors(data.train, data);
  return (parameters: Parameters): tf.Scalar => {
    const logits =
      from === 'examples'
        ? model.logits(parameters, shape, batch, catalogue, NO_DROPOUT)
        : model.sequenceLogits?.(parameters, shape, sequences, catalogue, NO_DROPOUT);
    if (logits === undefined) throw new Error('no sequences');
    const targets = from === 'examples' ? data.train.map(({ target }) => target) : sequences.next;
    return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), tf.oneHot(targets, shape.items)), 1)));
  };
}

// The control and the towers of fusion are these same models.
const CASES = (
  [
    ['dialog-only', 'examples'],
    ['concatenation', 'examples'],
    ['cross-attention', 'examples'],
    ['history-only', 'sequences'],
  ] as const
).map(([variant, from]) => ({ name: variant, model: MODELS[variant], from }));

describe('gradients', { timeout: 180_000 }, () => {
  it.each(CASES)('of $name from $from are those of finite differences', ({ model, from }) => {
    const parameters = moved(model.parameters(shape, data.textProjection, 1));
    const loss = lossOf(model, from);
    const random = createRandom(11);
    let checked = 0;
    for (const [name, value] of Object.entries(parameters)) {
      const direction = tf.tensor(
        Float32Array.from({ length: value.size }, () => random.normal() / Math.sqrt(value.size)),
        value.shape,
      );
      const along = (step: number): number =>
        loss({ ...parameters, [name]: tf.add(value, tf.mul(direction, step)) }).dataSync()[0] ?? Number.NaN;
      const numeric = STEPS.map((step) => (along(step) - along(-step)) / (2 * step));
      // The last places of longer histories have no part in this loss.
      if (numeric.every((slope) => slope === 0)) continue;
      const gradient = tf.grad((own) => loss({ ...parameters, [name]: own }))(value);
      const analytic = tf.sum(tf.mul(gradient, direction)).dataSync()[0] ?? Number.NaN;
      const errors = numeric.map((slope) => Math.abs(analytic - slope) / (0.05 + Math.abs(slope)));
      expect(Math.min(...errors), `${name}: ${analytic} against ${numeric.join(', ')}`).toBeLessThan(0.05);
      checked += 1;
    }
    // Most of a model's parameters take part.
    expect(checked).toBeGreaterThan(12);
  });
});
