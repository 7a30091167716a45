/** Port: sentences to unit-norm embeddings. Implementations live in `infra/encoders`. */
export interface SentenceEncoder {
  /** Names model and version: part of every cache key. */
  readonly id: string;
  readonly dimension: number;
  /** Row-major (n, dimension), each row of unit length, in the order given; an empty list gives an empty array. */
  encode(sentences: readonly string[], options?: EncodeOptions): Promise<Float32Array>;
}

export interface EncodeOptions {
  /** True: spoken once and hardly asked for again, so not worth a place on disk. */
  readonly passing?: boolean;
}
