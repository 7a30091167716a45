/** scale (w . x + bias) on unit-norm embeddings. */
export interface StarHead {
  readonly weights: number[];
  readonly bias: number;
  /** Brings the strongest training units to about +-1: a shrunk head otherwise stays near 0. */
  readonly scale: number;
}

/** What the head makes of one row; unbounded, the strongest tenth beyond +-1. */
export function starScore(head: StarHead, embeddings: Float32Array, row: number): number {
  const width = head.weights.length;
  let sum = head.bias;
  for (let k = 0; k < width; k++) sum += (embeddings[row * width + k] ?? 0) * (head.weights[k] ?? 0);
  return sum * head.scale;
}
