/**
 * Baseline of the paper: the dialog alone. X = encoded turns (B, T, d), Z = LayerNorm(X), pooled and scored as the
 * other variants do; the history is not looked at.
 */
import { layerNorm, layerNormSpecs } from './layers.ts';
import type { RankingModel } from './ranking-model.ts';
import { encoderBlock, encoderBlockSpecs, itemVectors, pool, scoreItems, towerSpecs, turnTokens } from './towers.ts';

export const dialogOnly: RankingModel = {
  variant: 'dialog-only',
  learnsFrom: ['examples'],
  revision: 1,
  parameters: (shape, textProjection, seed) => [
    ...towerSpecs(shape, textProjection, seed),
    ...encoderBlockSpecs('dialog-encoder', shape.dimension, seed),
    ...layerNormSpecs('fusion/norm', shape.dimension),
  ],
  logits(parameters, shape, batch, catalogue, dropout) {
    const items = itemVectors(parameters, catalogue); // (N, d)
    const tokens = turnTokens(parameters, shape, batch, dropout); // (B, T, d)
    const x = encoderBlock(tokens, batch.turnMask, shape.heads, parameters, 'dialog-encoder', dropout); // (B, T, d)
    const z = layerNorm(x, parameters, 'fusion/norm'); // (B, T, d)
    return scoreItems(pool(z, batch.turnMask, parameters), items, parameters, catalogue); // (B, N)
  },
};
