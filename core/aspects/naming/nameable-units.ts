import type { SentencePhrases } from '../../text/phrases.ts';
import { countPhrases } from './phrase-counts.ts';
import { aspectnessOf, MIN_COUNT } from './weigh-phrases.ts';

/** From this aspectness on a noun phrase may name an aspect: names and generic nouns stay below. */
const MIN_ASPECTNESS = 0.3;

/**
 * Units that name something which people judge: 71 % of those of restaurant reviews, 77 % of those of musical
 * instruments. The others ("I know, right?", "will be back", "three stars") are alike in tone rather than in aspect, and
 * where centroids are fitted on all, up to a third of the clusters go to them. Fit centroids on these units alone, and
 * assign the others afterwards: "delicious" still finds the food.
 */
export function nameableUnits(found: readonly SentencePhrases[]): boolean[] {
  const counts = countPhrases(found, [], 0);
  const aspectness = aspectnessOf(counts);
  const mayName = (phrase: number): boolean =>
    (counts.total[phrase] ?? 0) >= MIN_COUNT && (aspectness[phrase] ?? 0) >= MIN_ASPECTNESS;
  return counts.units.map((phrases) => phrases.some(mayName));
}
