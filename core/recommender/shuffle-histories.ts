import { createRandom, deriveSeed } from '../random.ts';
import type { RankingExample } from './recommender-data.ts';

/**
 * The control: every example gets the history of another user's example of its own source and split, drawn by seed. What is
 * left out as seen stays the user's own, so that ranking is the same; a donor whose history holds the target is passed
 * over, as no true history does. Where nobody can give, the history becomes empty.
 */
export function shuffleHistories(examples: readonly RankingExample[], seed: number): RankingExample[] {
  const groups = new Map<string, RankingExample[]>();
  const nameOf = ({ source, split }: RankingExample): string => `${source} ${split}`;
  for (const example of examples) {
    const group = groups.get(nameOf(example));
    if (group === undefined) groups.set(nameOf(example), [example]);
    else group.push(example);
  }
  return examples.map((example) => {
    const donor = drawDonor(example, groups.get(nameOf(example)) ?? [], seed);
    return { ...example, history: donor?.history ?? [], historyAges: donor?.historyAges ?? [] };
  });
}

/** The first that can give, from a drawn place on. */
function drawDonor(example: RankingExample, group: readonly RankingExample[], seed: number): RankingExample | null {
  const start = createRandom(deriveSeed(seed, 'shuffled-history', example.exampleId)).int(Math.max(1, group.length));
  for (let step = 0; step < group.length; step++) {
    const other = group[(start + step) % group.length];
    if (other === undefined || other.userId === example.userId || other.seen.includes(example.target)) continue;
    return other;
  }
  return null;
}
