import { describe, expect, it } from 'vitest';

import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../../core/recommender/checkpoint.ts';
import { PipelineError } from '../../../core/errors.ts';

const checkpoint: Checkpoint = {
  meta: {
    variant: 'cross-attention',
    seed: 3,
    fingerprint: 'é',
    step: 7,
    epochs: [{ epoch: 1, loss: 0.1, validationNdcgAt10: null }],
    bestEpoch: 1,
    finished: false,
    within: { batches: 2, examples: 128, lossSum: 0.1 + 0.2 },
    parameters: [{ name: 'w', shape: [1, 2] }],
  },
  weights: Float32Array.of(1, -0, 1e-40, 3.4e38, 0.1, 6, 7, 8),
};

describe('checkpoints', () => {
  it('come back bit by bit', () => {
    const back = decodeCheckpoint(encodeCheckpoint(checkpoint), 'a.checkpoint');
    expect(back.meta).toEqual(checkpoint.meta);
    expect(new Uint32Array(back.weights.buffer)).toEqual(new Uint32Array(checkpoint.weights.buffer));
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.slice(0, -4)],
    ['cut off anywhere', (bytes: Uint8Array) => bytes.slice(0, 9)],
    ['something else', () => new TextEncoder().encode('PAR1 and no checkpoint')],
    ['nothing', () => new Uint8Array(0)],
  ])('are refused by name where they are %s', (_, damage) => {
    const read = () => decodeCheckpoint(damage(encodeCheckpoint(checkpoint)), 'a.checkpoint');
    expect(read).toThrow(PipelineError);
    expect(read).toThrow(/a\.checkpoint/);
  });
});
