/**
 * Item-based nearest neighbours (Sarwar et al., 2001; implicit feedback, cosine): score(i) = sum over h in H of
 * c(h, i) / sqrt(n(h) n(i)), with c the training users who have both items and n those who have one.
 *
 * Departs: all neighbours count (catalogues here are small and sparse), and the example's own user is taken out of the
 * counts, so that a training example does not find its own target; for test users nothing of it is in them.
 */
import type { RankingExample, RecommenderData } from '../recommender-data.ts';
import type { FittedModel, Scorer } from './fitted-model.ts';

export const itemKnn: FittedModel = {
  variant: 'item-knn',
  fit: (data) => neighbourScorer(data),
};

export function neighbourScorer({ sequences, catalogue }: RecommenderData): Scorer {
  const users: number[][] = catalogue.itemIds.map(() => []);
  sequences.forEach(({ items }, user) => {
    for (const item of items) users[item]?.push(user);
  });
  return ({ history, sequence }: RankingExample) => {
    const own = new Set(sequence === null ? [] : (sequences[sequence]?.items ?? []));
    const countOf = (item: number): number => (users[item]?.length ?? 0) - (own.has(item) ? 1 : 0);
    const scores = new Float32Array(catalogue.itemIds.length);
    for (const past of new Set(history)) {
      for (const user of users[past] ?? []) {
        if (user === sequence) continue;
        for (const item of sequences[user]?.items ?? []) {
          if (item !== past) scores[item] = (scores[item] ?? 0) + 1 / Math.sqrt(countOf(past) * countOf(item));
        }
      }
    }
    return scores;
  };
}
