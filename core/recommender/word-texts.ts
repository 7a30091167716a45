import type { SentenceEncoder } from '../text/sentence-encoder.ts';
import { EmbeddedTexts } from './embedded-texts.ts';
import type { Breathe, EncodedTurn, RankingExample, RecommenderData } from './recommender-data.ts';

/** Latest words of a dialog that are read where its encoder reads words: few dialogs have more before the target is named. */
export const MAX_TOKENS = 128;

/**
 * Frozen embeddings of the words that turns use, each embedded by itself and centred as the turns are, row-major (V, D); words
 * of the vocabulary that no turn uses stay zero.
 */
export async function embedWords(
  { vocabulary, textWords, textMean }: Pick<RecommenderData, 'vocabulary' | 'textWords' | 'textMean'>,
  { encoder, breathe, signal }: { encoder: SentenceEncoder; breathe: Breathe; signal?: AbortSignal | undefined },
): Promise<Float32Array> {
  const used = [...new Set(textWords.flat())].sort((a, b) => a - b);
  const texts = new EmbeddedTexts(encoder);
  for (const id of used) texts.row(vocabulary[id] ?? '');
  const embedded = await texts.embed(breathe, signal);
  const width = encoder.dimension;
  const rows = new Float32Array(vocabulary.length * width);
  used.forEach((id, row) => {
    for (let at = 0; at < width; at++) rows[id * width + at] = (embedded[row * width + at] ?? 0) - (textMean[at] ?? 0);
  });
  return rows;
}

/** What the dialog encoder reads of an example, oldest first, and the rows of frozen embeddings that it names. */
export function dialogPlaces(
  { turns }: Pick<RankingExample, 'turns'>,
  { texts, textWords, wordTexts }: Pick<RecommenderData, 'texts' | 'textWords' | 'wordTexts'>,
): { readonly places: readonly EncodedTurn[]; readonly rows: Float32Array } {
  if (wordTexts === null) return { places: turns, rows: texts };
  const words = turns.flatMap(({ speaker, textIndex }) =>
    (textWords[textIndex] ?? []).map((word) => ({ speaker, textIndex: word })),
  );
  return { places: words.slice(-MAX_TOKENS), rows: wordTexts };
}
