import { describe, expect, it } from 'vitest';

import { trainingNote } from '../../cli/training-note.ts';

const view = {
  variant: 'cross-attention',
  seed: 1,
  epoch: 4,
  epochs: 20,
  step: 70,
  steps: 400,
  loss: 4.5678,
  secondsLeft: 300,
  losses: [6, 5.5, 5],
  validation: [null, null, null],
};
const activity = { what: 'train cross-attention', done: 70, total: 400 };

describe('the note of a training', () => {
  it('has step, loss, time left and the curve, from high to low', () => {
    expect(trainingNote('cross-attention, seed 1', { ...activity, training: view })).toBe(
      'cross-attention, seed 1 (epoch 4/20, step 70/400, loss 4.568, at most 5 min left █▅▁)',
    );
  });

  it('has what validation dialogs last said', () => {
    const judged = { ...view, validation: [0.05, null, 0.0912] };
    expect(trainingNote('a', { ...activity, training: judged })).toContain('loss 4.568, validation NDCG@10 0.091, at');
  });

  it('has what there is before the first step and the first two epochs', () => {
    expect(trainingNote('a', null)).toBe('a');
    expect(trainingNote('a', { what: 'encode', done: 0, total: 1 })).toBe('a (encode 0/1)');
    expect(trainingNote('a', { ...activity, training: { ...view, losses: [6], secondsLeft: null } })).toBe(
      'a (epoch 4/20, step 70/400, loss 4.568)',
    );
  });

  it('draws losses that stand still as a flat line', () => {
    expect(trainingNote('a', { ...activity, training: { ...view, losses: [2, 2, 2] } })).toContain(' ▁▁▁)');
  });
});
