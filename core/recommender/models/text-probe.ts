/**
 * What words alone give away: BM25 (Robertson et al., 1995; k1 = 1.2, b = .75) of the user's words in X against the
 * catalogue's texts and training reviews of each item, the dialogs' own target reviews left out. No history, nothing
 * learned. A model that reads dialogs should beat it; a probe that is very high would tell of a leak.
 *
 * Departs: a word counts once however often the user repeats it.
 */
import type { RankingExample, RecommenderData } from '../recommender-data.ts';
import type { FittedModel, Scorer } from './fitted-model.ts';

const K1 = 1.2;
const B = 0.75;

export const textProbe: FittedModel = {
  variant: 'text-probe',
  revision: 1,
  fit: (data) => wordScorer(data),
};

export function wordScorer({ catalogue, textWords }: RecommenderData): Scorer {
  const { words } = catalogue;
  const total = words.reduce((sum, own) => sum + own.length, 0);
  const meanLength = Math.max(1, total / Math.max(1, words.length));
  /** By word: the items that have it, and how often. */
  const postings = new Map<number, Map<number, number>>();
  words.forEach((own, item) => {
    for (const word of own) {
      const items = postings.get(word) ?? new Map<number, number>();
      items.set(item, (items.get(item) ?? 0) + 1);
      postings.set(word, items);
    }
  });
  return (example) => {
    const scores = new Float32Array(words.length);
    for (const word of wordsSpoken(example, textWords)) {
      const items = postings.get(word);
      if (items === undefined) continue;
      const rarity = Math.log(1 + (words.length - items.size + 0.5) / (items.size + 0.5));
      for (const [item, times] of items) {
        const length = (words[item]?.length ?? 0) / meanLength;
        scores[item] = (scores[item] ?? 0) + (rarity * times * (K1 + 1)) / (times + K1 * (1 - B + B * length));
      }
    }
    return scores;
  };
}

/** Distinct words of the user's visible turns. */
function wordsSpoken({ turns }: RankingExample, textWords: RecommenderData['textWords']): Set<number> {
  return new Set(turns.flatMap(({ speaker, textIndex }) => (speaker === 'user' ? (textWords[textIndex] ?? []) : [])));
}
