import { fitSentiment } from '../../../core/aspects/fit-sentiment.ts';
import { SEED_TEXTS } from '../../../core/aspects/sentiment/seed-sentences.ts';
import type { Listener } from '../../../core/fidelity/second-reading.ts';
import type { EntailmentModel } from '../../../core/text/entailment.ts';
import type { SentenceEncoder } from '../../../core/text/sentence-encoder.ts';

/** A listener for worlds without reviews to learn from: its sentiment is fitted on the hand-written seeds alone. */
export async function seedListener(encoder: SentenceEncoder, entailment: EntailmentModel | null): Promise<Listener> {
  const texts = ['Great.', 'Terrible.'];
  const model = fitSentiment({
    texts,
    ratings: [5, 1],
    embeddings: await encoder.encode(texts),
    seedEmbeddings: await encoder.encode(SEED_TEXTS),
    dimension: encoder.dimension,
    seed: 1,
  });
  return { encoder, sentiment: model === null ? null : { model, encoder }, entailment };
}
