/**
 * Our own entry. The paper fuses inside one network, Z = LayerNorm(X + CrossAttn(X, H)), which must learn from some
 * hundred dialogs both what words say and when the past matters. Here every source is scored apart, by what can be
 * learned of it where there is most data, and only the weights between them come from dialogs (late fusion):
 *
 *   score(i) = sum over sources s of (g_s . c) e_s(i)
 *
 * e: the log-softmax of the paper's cross-attention (cross-attention.ts, learned from dialogs and review pairs); the history
 * encoder's (history-only, learned from all users' sequences, at the same steps); the cosine of what the user wants with the
 * item's text; BM25 of the user's words; item-kNN; recent and all-time popularity (evidence.ts). c: what is known of the case
 * before looking at any item: 1, how long the history is, how much was said. g starts from fixed weights and leaves them as
 * far as the validation dialogs, which no source was trained on, clearly ask for (fit-gates.ts).
 */
import { GATE_CONTEXTS, GATE_START, SOURCES } from '../evidence.ts';
import { crossAttention } from './cross-attention.ts';
import { historyEncoderSpecs, scoreHistories, scoreSequences } from './history-encoder.ts';
import type { RankingModel } from './ranking-model.ts';

const GATES = SOURCES.length * GATE_CONTEXTS;

/** The gates (E, C), row-major, of all trained values: they stand first. */
export const gatesOf = ({ values }: { readonly values: Float32Array }): Float32Array => values.slice(0, GATES);

/** The same values with other gates. */
export function withGates(values: Float32Array, gates: Float32Array): Float32Array {
  const changed = Float32Array.from(values);
  changed.set(gates);
  return changed;
}

/** The learned sources: `logits` are the cross-attention's. What becomes of them: score-variant.ts. */
export const fusion: RankingModel = {
  ...crossAttention,
  variant: 'fusion',
  learnsFrom: ['examples', 'sequences'],
  revision: 4,
  parameters: (shape, textProjection, seed) => [
    {
      name: 'fusion/gates',
      shape: [SOURCES.length, GATE_CONTEXTS],
      initial: Float32Array.from(
        SOURCES.flatMap((source) => [GATE_START[source], ...Array.from({ length: GATE_CONTEXTS - 1 }, () => 0)]),
      ),
      decays: false,
    },
    ...crossAttention.parameters(shape, textProjection, seed),
    ...historyEncoderSpecs(shape, textProjection, seed),
  ],
  sequenceLogits: (parameters, shape, sequences, catalogue, dropout) =>
    scoreSequences(sequences, parameters, shape, catalogue, dropout), // (M, N)
};

/** The history encoder of a trained `fusion`, as a model of its own. */
export const fusionHistory: Pick<RankingModel, 'logits'> = {
  logits: (parameters, shape, batch, catalogue, dropout) =>
    scoreHistories(batch, parameters, shape, catalogue, dropout), // (B, N)
};
