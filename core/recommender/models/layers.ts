import * as tf from '@tensorflow/tfjs-core';

import { createRandom, deriveSeed } from '../../random.ts';
import { linear, mixHeads, normalise } from './operations.ts';

export { gatherRows } from './operations.ts';

/** Trainable tensors by name. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/** One parameter before training: its name, shape and first values. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Float32Array;
  /** Whether weight decay applies (weights, not gains, biases or scalars). */
  readonly decays: boolean;
}

/** Zeroes a share of the entries in training, and is the identity in evaluation. `site` names the place. */
export type Dropout = (input: tf.Tensor, site: string) => tf.Tensor;

export const NO_DROPOUT: Dropout = (input) => input;

/** Inverted dropout whose masks come from the seed and the site alone: the same on every backend and after a resume. */
export function seededDropout(rate: number, seed: number): Dropout {
  if (rate === 0) return NO_DROPOUT;
  return (input, site) => {
    const mask = dropoutMask(input.size, rate, deriveSeed(seed, 'dropout', site));
    return tf.mul(input, tf.tensor(mask, input.shape));
  };
}

/**
 * Zeros at the given rate (to 1 in 65,536), else 1 / (1 - rate). Masks of a step have millions of entries: two come out of
 * each number of a 32-bit xorshift (Marsaglia, 2003), which is random enough for noise.
 */
export function dropoutMask(size: number, rate: number, seed: number): Float32Array {
  const keep = 1 / (1 - rate);
  const dropped = Math.round(rate * 65_536);
  const mask = new Float32Array(size);
  let state = seed >>> 0 || 1;
  for (let place = 0; place < size; place += 2) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    mask[place] = (state & 0xffff) < dropped ? 0 : keep;
    if (place + 1 < size) mask[place + 1] = state >>> 16 < dropped ? 0 : keep;
  }
  return mask;
}

/** The parameter, or a fault in our own code. */
export function parameter(parameters: Parameters, name: string): tf.Tensor {
  const found = parameters[name];
  if (found === undefined) throw new RangeError(`the model has no parameter "${name}"`);
  return found;
}

/** (..., in) x (in, out) -> (..., out). Of an input that is frozen no gradient is computed. */
export function project(input: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  const width = weight.shape[0] ?? 0;
  const flat = tf.reshape(input, [input.size / width, width]);
  return tf.reshape(tf.matMul(flat, weight), [...input.shape.slice(0, -1), weight.shape[1] ?? 0]);
}

/** Over the last axis, with gain and bias of shape (d). */
export function layerNorm(input: tf.Tensor, parameters: Parameters, name: string): tf.Tensor {
  return normalise(input, parameter(parameters, `${name}/gain`), parameter(parameters, `${name}/bias`));
}

export function layerNormSpecs(name: string, width: number): ParameterSpec[] {
  return [
    { name: `${name}/gain`, shape: [width], initial: new Float32Array(width).fill(1), decays: false },
    { name: `${name}/bias`, shape: [width], initial: new Float32Array(width), decays: false },
  ];
}

/**
 * Multi-head attention of queries (B, T, d) over a memory (B, M, d); `mask` (B, M) is 1 for real places, 0 for
 * padding. A row whose memory is all padding gets zeros, so that an empty history adds nothing. `isLatestFirst`: see
 * `attentionWeights`.
 */
export function attention(
  queries: tf.Tensor,
  memory: tf.Tensor,
  mask: tf.Tensor,
  heads: number,
  parameters: Parameters,
  name: string,
  isLatestFirst = false,
): tf.Tensor {
  const [batch = 0] = queries.shape;
  const q = splitHeads(queries, heads, parameters, `${name}/query`); // (B, h, T, d/h)
  const k = splitHeads(memory, heads, parameters, `${name}/key`); // (B, h, M, d/h)
  const v = splitHeads(memory, heads, parameters, `${name}/value`); // (B, h, M, d/h)
  const mixed = mixHeads(q, k, v, hiddenPlaces(mask, isLatestFirst)); // (B, h, T, d/h)
  const joined = tf.transpose(mixed, [0, 2, 1, 3]); // (B, T, h, d/h)
  const result = linear(joined, parameter(parameters, `${name}/output`), { shape: queries.shape }); // (B, T, d)
  return tf.mul(result, tf.reshape(tf.max(mask, 1), [batch, 1, 1]));
}

/** (B, M, d) -> (B, h, M, d/h), projected. */
function splitHeads(input: tf.Tensor, heads: number, parameters: Parameters, name: string): tf.Tensor4D {
  const [batch = 0, places = 0, width = 0] = input.shape;
  const shape = [batch, places, heads, width / heads];
  return tf.transpose(linear(input, parameter(parameters, name), { shape }) as tf.Tensor4D, [0, 2, 1, 3]);
}

/**
 * How much each query looks at each place of the memory, (B, h, T, M). `isLatestFirst`: queries and memory are one
 * sequence, latest first, and no place sees a later one (a causal mask).
 */
export function attentionWeights(
  queries: tf.Tensor,
  memory: tf.Tensor,
  mask: tf.Tensor,
  heads: number,
  parameters: Parameters,
  name: string,
  isLatestFirst = false,
): tf.Tensor {
  const width = queries.shape[2] ?? 0;
  const q = splitHeads(queries, heads, parameters, `${name}/query`); // (B, h, T, d/h)
  const k = splitHeads(memory, heads, parameters, `${name}/key`); // (B, h, M, d/h)
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width / heads)); // (B, h, T, M)
  return tf.softmax(tf.add(scores, hiddenPlaces(mask, isLatestFirst)));
}

/** -1e9 where a place of the memory is not to be looked at, else 0: (B, 1, 1, M), or (B, 1, M, M) within one sequence. */
function hiddenPlaces(mask: tf.Tensor, isLatestFirst: boolean): tf.Tensor {
  const [batch = 0, length = 0] = mask.shape;
  const padding = tf.mul(tf.sub(1, tf.reshape(mask, [batch, 1, 1, length])), -1e9);
  return isLatestFirst ? tf.add(padding, laterPlaces(length)) : padding;
}

/** -1e9 where the memory's place is later than the query's, that is nearer to the start: (1, 1, L, L). */
function laterPlaces(length: number): tf.Tensor {
  const values = Float32Array.from({ length: length * length }, (_, at) =>
    at % length < Math.floor(at / length) ? -1e9 : 0,
  );
  return tf.tensor4d(values, [1, 1, length, length]);
}

export interface AttentionStart {
  /** Scale of the identity that query and key start from: attention to what is alike. */
  readonly match: number;
  /** Scale of the identity that the output starts from: 0, the block adds nothing at first. */
  readonly output: number;
}

export function attentionSpecs(name: string, width: number, seed: number, start: AttentionStart): ParameterSpec[] {
  const weight = (which: string, identity: number): ParameterSpec => ({
    name: `${name}/${which}`,
    shape: [width, width],
    initial: identityPlusNoise(width, identity, deriveSeed(seed, name, which)),
    decays: true,
  });
  return [weight('query', start.match), weight('key', start.match), weight('value', 1), weight('output', start.output)];
}

/** Two layers with a ReLU between, four times as wide inside. */
export function feedForward(input: tf.Tensor, parameters: Parameters, name: string): tf.Tensor {
  const bias = parameter(parameters, `${name}/in-bias`);
  const inner = linear(input, parameter(parameters, `${name}/in`), { bias, isRelu: true });
  return linear(inner, parameter(parameters, `${name}/out`), { bias: parameter(parameters, `${name}/out-bias`) });
}

export function feedForwardSpecs(name: string, width: number, seed: number): ParameterSpec[] {
  const inner = 4 * width;
  return [
    normalSpec(`${name}/in`, [width, inner], Math.sqrt(2 / width), seed),
    { name: `${name}/in-bias`, shape: [inner], initial: new Float32Array(inner), decays: false },
    normalSpec(`${name}/out`, [inner, width], 0.02, seed),
    { name: `${name}/out-bias`, shape: [width], initial: new Float32Array(width), decays: false },
  ];
}

/** Normal values of the given deviation, seeded by the parameter's name. */
export function normalSpec(name: string, shape: readonly number[], deviation: number, seed: number): ParameterSpec {
  const random = createRandom(deriveSeed(seed, 'parameter', name));
  const size = shape.reduce((product, length) => product * length, 1);
  return {
    name,
    shape,
    initial: Float32Array.from({ length: size }, () => deviation * random.normal()),
    decays: true,
  };
}

function identityPlusNoise(width: number, identity: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from(
    { length: width * width },
    (_, at) => 0.02 * random.normal() + (at % (width + 1) === 0 ? identity : 0),
  );
}
