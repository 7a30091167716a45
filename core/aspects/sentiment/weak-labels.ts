import type { OpinionView } from './opinion-view.ts';
import type { Polarity } from './polarity-network.ts';

/**
 * Labels without anyone's labelling. A review's stars say little of one of its clauses (a five-star review tells how one
 * got there), and the lexicon errs on single words; where both agree they are seldom wrong. A clause without any word
 * of judgement is taken for neither: the network then learns from its neighbours in meaning which of those judge after all.
 */
export interface WeakLabels {
  readonly rows: number[];
  readonly labels: Polarity[];
}

const CLEAR = 0.3;
const PRAISING_STARS = 4;
const BLAMING_STARS = 3;

/** The units that are labelled, by row; most of the rest hold an opinion that their review's stars contradict. */
export function weakLabels(views: readonly OpinionView[], ratings: readonly number[]): WeakLabels {
  const rows: number[] = [];
  const labels: Polarity[] = [];
  for (const [row, view] of views.entries()) {
    const label = weakLabel(view, ratings[row] ?? 3);
    if (label === null) continue;
    rows.push(row);
    labels.push(label);
  }
  return { rows, labels };
}

function weakLabel({ score, hits }: OpinionView, rating: number): Polarity | null {
  if (hits === 0) return 1;
  if (score > CLEAR && rating >= PRAISING_STARS) return 2;
  return score < -CLEAR && rating <= BLAMING_STARS ? 0 : null;
}
