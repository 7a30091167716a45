import * as tf from '@tensorflow/tfjs-core';

import { type AdamWSettings, type AdamWSlot, adamWStep } from './adam-w.ts';
import type { ParameterSpec, Parameters } from './models/layers.ts';

/** Parameters, moments and step count on the backend; to and from flat arrays. Owns its tensors: dispose it. */
export class TrainingState {
  readonly #specs: readonly ParameterSpec[];
  #slots: AdamWSlot[];
  #step: number;

  private constructor(specs: readonly ParameterSpec[], slots: AdamWSlot[], step: number) {
    this.#specs = specs;
    this.#slots = slots;
    this.#step = step;
  }

  static fresh(specs: readonly ParameterSpec[]): TrainingState {
    const slots = specs.map(({ initial, shape }) => ({
      value: tf.tensor(initial, [...shape]),
      first: tf.zeros([...shape]),
      second: tf.zeros([...shape]),
    }));
    return new TrainingState(specs, slots, 0);
  }

  /** From what `toArray` gave (three runs: values, first moments, second moments). */
  static restore(specs: readonly ParameterSpec[], weights: Float32Array, step: number): TrainingState {
    const size = sizeOf(specs);
    let offset = 0;
    const slots = specs.map(({ initial, shape }) => {
      const read = (run: number): tf.Tensor => {
        const start = run * size + offset;
        return tf.tensor(weights.slice(start, start + initial.length), [...shape]);
      };
      const slot = { value: read(0), first: read(1), second: read(2) };
      offset += initial.length;
      return slot;
    });
    return new TrainingState(specs, slots, step);
  }

  get step(): number {
    return this.#step;
  }

  get parameters(): Parameters {
    return Object.fromEntries(this.#specs.map(({ name }, at) => [name, this.#slot(at).value]));
  }

  /** One AdamW step on the mean loss of a batch; returns the loss. */
  async update(loss: (parameters: Parameters) => tf.Scalar, settings: AdamWSettings): Promise<number> {
    const forward = (...values: tf.Tensor[]): tf.Scalar =>
      loss(Object.fromEntries(this.#specs.map(({ name }, at) => [name, values[at] ?? tf.scalar(Number.NaN)])));
    const { value, grads } = tf.valueAndGrads(forward)(this.#slots.map((slot) => slot.value));
    this.#step += 1;
    this.#slots = this.#slots.map((slot, at) => {
      const gradient = grads[at];
      const spec = this.#specs[at];
      if (gradient === undefined || spec === undefined) throw new RangeError('a parameter without a gradient');
      return adamWStep(slot, gradient, this.#step, spec.decays, settings);
    });
    const [mean = Number.NaN] = await value.data();
    value.dispose();
    return mean;
  }

  /** Values, first moments, second moments, one after the other. */
  async toArray(): Promise<Float32Array> {
    const size = sizeOf(this.#specs);
    const weights = new Float32Array(3 * size);
    let offset = 0;
    for (const slot of this.#slots) {
      weights.set(await slot.value.data(), offset);
      weights.set(await slot.first.data(), size + offset);
      weights.set(await slot.second.data(), 2 * size + offset);
      offset += slot.value.size;
    }
    return weights;
  }

  dispose(): void {
    for (const slot of this.#slots) tf.dispose([slot.value, slot.first, slot.second]);
  }

  #slot(at: number): AdamWSlot {
    const slot = this.#slots[at];
    if (slot === undefined) throw new RangeError(`no parameter at ${at}`);
    return slot;
  }
}

export function sizeOf(specs: readonly ParameterSpec[]): number {
  return specs.reduce((sum, { initial }) => sum + initial.length, 0);
}

/** Parameter tensors from the values alone, for scoring. The caller disposes. */
export function parameterTensors(specs: readonly Omit<ParameterSpec, 'initial'>[], values: Float32Array): Parameters {
  let offset = 0;
  const named = specs.map(({ name, shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const tensor = tf.tensor(values.slice(offset, offset + size), [...shape]);
    offset += size;
    return [name, tensor] as const;
  });
  return Object.fromEntries(named);
}
