/**
 * The history alone: SASRec (Kang & McAuley, 2018) over the items before the dialog; the dialog is not looked at.
 *
 * Departs: full softmax over all items at each place instead of one sampled negative (as later reproductions do, to its
 * advantage); an item's vector is a learned id plus its projected text; a log-popularity prior; pre-norm blocks. It learns
 * from the users' training interactions, not from dialogs, of which it needs none.
 */
import { historyEncoderSpecs, scoreHistories, scoreSequences } from './history-encoder.ts';
import type { RankingModel } from './ranking-model.ts';

export const historyOnly: RankingModel = {
  variant: 'history-only',
  learnsFrom: ['sequences'],
  revision: 1,
  parameters: historyEncoderSpecs,
  logits: (parameters, shape, batch, catalogue, dropout) =>
    scoreHistories(batch, parameters, shape, catalogue, dropout), // (B, N)
  sequenceLogits: (parameters, shape, sequences, catalogue, dropout) =>
    scoreSequences(sequences, parameters, shape, catalogue, dropout), // (M, N)
};
