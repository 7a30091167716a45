import { z } from 'zod';

import { createRandom, deriveSeed } from '../../random.ts';

/**
 * A network of one hidden layer on embeddings x: softmax(W2 relu(W1 s x + b1) + b2) over blame, neither, praise. Plain
 * loops: it is small, it never needs a gradient of its input, and it comes out the same on every machine.
 */
export const CLASSES = 3;
export const PolarityNetworkSchema = z.object({
  /** (hidden, dimension), row-major. */
  inputWeights: z.array(z.number()),
  inputBias: z.array(z.number()),
  /** (3, hidden), row-major: blame, neither, praise. */
  outputWeights: z.array(z.number()),
  outputBias: z.array(z.number()).length(CLASSES),
});
export type PolarityNetwork = z.infer<typeof PolarityNetworkSchema>;

/** Blame 0, neither 1, praise 2. */
export type Polarity = 0 | 1 | 2;

export interface PolarityExample {
  /** A unit row of the embeddings. */
  readonly row: number;
  readonly label: Polarity;
  readonly weight: number;
}

export interface PolarityExamples {
  /** (n, dimension), unit rows. */
  readonly embeddings: Float32Array;
  readonly dimension: number;
  readonly examples: readonly PolarityExample[];
}

const HIDDEN = 32;
const EPOCHS = 4;
/** Small runs go round more often. */
const MIN_STEPS = 300;
const BATCH = 128;
const LEARNING_RATE = 2e-3;
const WEIGHT_DECAY = 1e-4;
/** Components of a unit row are about 0.05: scaled to the order of one for the initial weights. */
const INPUT_SCALE = 8;
/** Stored digits: the rest is noise. */
const DIGITS = 5;

/** Logits of blame, neither and praise of row `row`. */
export function polarityLogits(
  network: PolarityNetwork,
  embeddings: Float32Array,
  row: number,
): [number, number, number] {
  const hidden = network.inputBias.length;
  const dimension = network.inputWeights.length / hidden;
  const logits: [number, number, number] = [
    network.outputBias[0] ?? 0,
    network.outputBias[1] ?? 0,
    network.outputBias[2] ?? 0,
  ];
  for (let unit = 0; unit < hidden; unit++) {
    const sum = dot(network.inputWeights, unit * dimension, embeddings, row * dimension, dimension);
    const active = INPUT_SCALE * sum + (network.inputBias[unit] ?? 0);
    if (active <= 0) continue;
    logits[0] += active * (network.outputWeights[unit] ?? 0);
    logits[1] += active * (network.outputWeights[hidden + unit] ?? 0);
    logits[2] += active * (network.outputWeights[2 * hidden + unit] ?? 0);
  }
  return logits;
}

/** Weighted cross-entropy by Adam with a rate that falls to zero. */
export function trainPolarityNetwork(data: PolarityExamples, seed: number): PolarityNetwork {
  const { dimension, examples } = data;
  const random = createRandom(deriveSeed(seed, 'polarity network'));
  const layout = {
    inputWeights: HIDDEN * dimension,
    inputBias: HIDDEN,
    outputWeights: CLASSES * HIDDEN,
    outputBias: CLASSES,
  };
  const parameters = new Float32Array(Object.values(layout).reduce((sum, size) => sum + size, 0));
  for (let at = 0; at < layout.inputWeights; at++) parameters[at] = random.normal() / Math.sqrt(dimension);
  const output = layout.inputWeights + layout.inputBias;
  for (let at = 0; at < layout.outputWeights; at++) parameters[output + at] = random.normal() / Math.sqrt(HIDDEN);
  const training = {
    parameters,
    first: new Float32Array(parameters.length),
    second: new Float32Array(parameters.length),
  };
  const batch = Math.min(BATCH, examples.length);
  const steps = Math.max(MIN_STEPS, EPOCHS * Math.ceil(examples.length / batch));
  for (let step = 0; step < steps;) {
    const shuffled = random.shuffle(examples);
    for (let from = 0; from < examples.length && step < steps; from += batch, step++) {
      const gradient = batchGradient(parameters, data, shuffled.slice(from, from + batch));
      adam(training, gradient, step, LEARNING_RATE * (1 - step / steps));
    }
  }
  const cut = (from: number, size: number): number[] => [...parameters.subarray(from, from + size)].map(rounded);
  return {
    inputWeights: cut(0, layout.inputWeights),
    inputBias: cut(layout.inputWeights, layout.inputBias),
    outputWeights: cut(output, layout.outputWeights),
    outputBias: cut(output + layout.outputWeights, CLASSES),
  };
}

/** The mean gradient over the chosen examples, plus weight decay. */
function batchGradient(
  parameters: Float32Array,
  { embeddings, dimension }: PolarityExamples,
  chosen: readonly PolarityExample[],
): Float32Array {
  const gradient = new Float32Array(parameters.length);
  const active = new Float32Array(HIDDEN);
  const bias = HIDDEN * dimension;
  const output = bias + HIDDEN;
  for (const example of chosen) {
    const row = example.row * dimension;
    for (let unit = 0; unit < HIDDEN; unit++) {
      const sum = dot(parameters, unit * dimension, embeddings, row, dimension);
      active[unit] = Math.max(0, INPUT_SCALE * sum + (parameters[bias + unit] ?? 0));
    }
    const errors = outputErrors(parameters, output, active, example.label, example.weight / chosen.length);
    for (let unit = 0; unit < HIDDEN; unit++) {
      const size = active[unit] ?? 0;
      if (size === 0) continue;
      let slope = 0;
      for (let c = 0; c < CLASSES; c++) {
        const at = output + c * HIDDEN + unit;
        slope += (errors[c] ?? 0) * (parameters[at] ?? 0);
        gradient[at] = (gradient[at] ?? 0) + (errors[c] ?? 0) * size;
      }
      gradient[bias + unit] = (gradient[bias + unit] ?? 0) + slope;
      const from = unit * dimension;
      const step = slope * INPUT_SCALE;
      for (let k = 0; k < dimension; k++)
        gradient[from + k] = (gradient[from + k] ?? 0) + step * (embeddings[row + k] ?? 0);
    }
    const last = output + CLASSES * HIDDEN;
    for (let c = 0; c < CLASSES; c++) gradient[last + c] = (gradient[last + c] ?? 0) + (errors[c] ?? 0);
  }
  for (let at = 0; at < gradient.length; at++)
    gradient[at] = (gradient[at] ?? 0) + WEIGHT_DECAY * (parameters[at] ?? 0);
  return gradient;
}

/** weight (softmax - onehot), the gradient of the weighted cross-entropy by its logits. */
function outputErrors(
  parameters: Float32Array,
  output: number,
  active: Float32Array,
  label: Polarity,
  weight: number,
): number[] {
  const logits = Array.from({ length: CLASSES }, (_, c) => {
    let sum = parameters[output + CLASSES * HIDDEN + c] ?? 0;
    for (let unit = 0; unit < HIDDEN; unit++)
      sum += (parameters[output + c * HIDDEN + unit] ?? 0) * (active[unit] ?? 0);
    return sum;
  });
  return softmax(logits).map((share, c) => weight * (share - (c === label ? 1 : 0)));
}

/** Four sums at a time: one alone waits for each addition before the next. */
function dot(a: ArrayLike<number>, fromA: number, b: Float32Array, fromB: number, length: number): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < length; k += 4) {
    one += (a[fromA + k] ?? 0) * (b[fromB + k] ?? 0);
    two += (a[fromA + k + 1] ?? 0) * (b[fromB + k + 1] ?? 0);
    three += (a[fromA + k + 2] ?? 0) * (b[fromB + k + 2] ?? 0);
    four += (a[fromA + k + 3] ?? 0) * (b[fromB + k + 3] ?? 0);
  }
  for (; k < length; k++) one += (a[fromA + k] ?? 0) * (b[fromB + k] ?? 0);
  return one + two + three + four;
}

export function softmax(logits: readonly number[]): number[] {
  const highest = Math.max(...logits);
  const sizes = logits.map((logit) => Math.exp(logit - highest));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => size / total);
}

/** Adam (Kingma and Ba, 2015), bias-corrected; `step` counts from 0. */
function adam(
  training: { readonly parameters: Float32Array; readonly first: Float32Array; readonly second: Float32Array },
  gradient: Float32Array,
  step: number,
  rate: number,
): void {
  const { parameters, first, second } = training;
  const [correction1, correction2] = [1 - 0.9 ** (step + 1), 1 - 0.999 ** (step + 1)];
  for (let at = 0; at < parameters.length; at++) {
    const slope = gradient[at] ?? 0;
    const mean = 0.9 * (first[at] ?? 0) + 0.1 * slope;
    const square = 0.999 * (second[at] ?? 0) + 0.001 * slope * slope;
    first[at] = mean;
    second[at] = square;
    parameters[at] = (parameters[at] ?? 0) - (rate * (mean / correction1)) / (Math.sqrt(square / correction2) + 1e-8);
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
