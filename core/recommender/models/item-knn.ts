/**
 * Item-based nearest neighbours (Sarwar et al., 2001; implicit feedback, cosine, shrunk as by Bell & Koren, 2007):
 * score(i) = sum over h in H of c(h, i) / (sqrt(n(h) n(i)) + shrinkage), with c the training users who have both items and n
 * those who have one. Without shrinkage one shared user of two rarely bought items is worth the most.
 *
 * Departs: all neighbours count (catalogues here are small and sparse), and the example's own user is taken out of the
 * counts, so that a training example does not find its own target; for test users nothing of it is in them.
 */
import type { RankingExample, RecommenderData } from '../recommender-data.ts';
import type { FittedModel, Scorer } from './fitted-model.ts';

/**
 * In users. Of 0, 3, 10, 30 and 100 the best on validation dialogs about musical instruments (NDCG@10 .029, .049, .058, .060,
 * .057); by reviews alone, leave-last-out, 0 gives .060 and 30 gives .080.
 */
export const SHRINKAGE = 30;

export const itemKnn: FittedModel = {
  variant: 'item-knn',
  revision: 2,
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
          if (item === past) continue;
          scores[item] = (scores[item] ?? 0) + 1 / (Math.sqrt(countOf(past) * countOf(item)) + SHRINKAGE);
        }
      }
    }
    return scores;
  };
}
