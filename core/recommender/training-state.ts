import * as tf from '@tensorflow/tfjs-core';

import { type AdamWSettings, type AdamWState, adamWStep } from './adam-w.ts';
import type { ParameterSpec, Parameters } from './models/layers.ts';

/** Parameters, moments and step count on the backend; to and from flat arrays. Owns its tensors: dispose it. */
export class TrainingState {
  readonly #specs: readonly ParameterSpec[];
  readonly #kept: tf.Tensor1D;
  readonly #settings: AdamWSettings;
  #state: AdamWState;
  #step: number;

  private constructor(specs: readonly ParameterSpec[], settings: AdamWSettings, state: AdamWState, step: number) {
    this.#specs = specs;
    this.#settings = settings;
    const left = 1 - settings.learningRate * settings.weightDecay;
    this.#kept = tf.tensor1d(
      flatten(specs, ({ initial, decays }) => new Float32Array(initial.length).fill(decays ? left : 1)),
    );
    this.#state = state;
    this.#step = step;
  }

  static fresh(specs: readonly ParameterSpec[], settings: AdamWSettings): TrainingState {
    const values = tf.tensor1d(flatten(specs, ({ initial }) => initial));
    const zeros = { first: tf.zerosLike(values), second: tf.zerosLike(values) };
    return new TrainingState(specs, settings, { values, ...zeros }, 0);
  }

  /** From what `toArray` gave (three runs: values and both running sums). */
  static restore(
    specs: readonly ParameterSpec[],
    settings: AdamWSettings,
    weights: Float32Array,
    step: number,
  ): TrainingState {
    const size = sizeOf(specs);
    const run = (place: number): tf.Tensor1D => tf.tensor1d(weights.slice(place * size, (place + 1) * size));
    return new TrainingState(specs, settings, { values: run(0), first: run(1), second: run(2) }, step);
  }

  get step(): number {
    return this.#step;
  }

  /** The parameters as tensors of their own. The caller disposes. */
  parameters(): Parameters {
    return parameterTensors(this.#specs, this.#state.values);
  }

  /** One AdamW step on the mean loss of a batch; returns the loss. A parameter that the loss does not reach stands still. */
  async update(loss: (parameters: Parameters) => tf.Scalar): Promise<number> {
    this.#step += 1;
    const before = this.#state;
    const { value, ...after } = tf.tidy(() => {
      const named = parameterTensors(this.#specs, before.values);
      const tensors = Object.values(named);
      // tf.valueAndGrads would refuse a loss that does not reach every parameter.
      const { value: mean, grads } = tf.engine().gradients(() => loss(named), tensors, undefined, true);
      const flat = tensors.map((tensor, at) => tf.reshape<tf.Rank.R1>(grads[at] ?? tf.zerosLike(tensor), [-1]));
      return { value: mean, ...adamWStep(before, tf.concat1d(flat), this.#step, this.#kept, this.#settings) };
    });
    this.#state = after;
    tf.dispose([before.values, before.first, before.second]);
    const [mean = Number.NaN] = await value.data();
    value.dispose();
    return mean;
  }

  /** Whether all parameters are numbers. */
  async isFinite(): Promise<boolean> {
    // Not a number and the infinities stay what they are under multiplication by 0; a sum of zeros is 0.
    const sum = tf.tidy(() => tf.sum(tf.mul(this.#state.values, 0)));
    const [total = Number.NaN] = await sum.data();
    sum.dispose();
    return total === 0;
  }

  /** The parameters alone, in order. */
  async values(): Promise<Float32Array> {
    return Float32Array.from(await this.#state.values.data());
  }

  /** Values and both running sums, one after the other. */
  async toArray(): Promise<Float32Array> {
    const size = sizeOf(this.#specs);
    const weights = new Float32Array(3 * size);
    weights.set(await this.#state.values.data(), 0);
    weights.set(await this.#state.first.data(), size);
    weights.set(await this.#state.second.data(), 2 * size);
    return weights;
  }

  dispose(): void {
    tf.dispose([this.#state.values, this.#state.first, this.#state.second, this.#kept]);
  }
}

export function sizeOf(specs: readonly ParameterSpec[]): number {
  return specs.reduce((sum, { initial }) => sum + initial.length, 0);
}

/** Cuts the flat vector of all parameters (P) into them, in the order of the specs. The caller disposes. */
export function parameterTensors(specs: readonly ParameterSpec[], values: tf.Tensor1D): Parameters {
  return tf.tidy(() => {
    const parts = tf.split(
      values,
      specs.map(({ initial }) => initial.length),
    );
    return Object.fromEntries(specs.map(({ name, shape }, at) => [name, tf.reshape(parts[at] ?? [], [...shape])]));
  });
}

function flatten(specs: readonly ParameterSpec[], values: (spec: ParameterSpec) => Float32Array): Float32Array {
  const flat = new Float32Array(sizeOf(specs));
  let offset = 0;
  for (const spec of specs) {
    flat.set(values(spec), offset);
    offset += spec.initial.length;
  }
  return flat;
}
