import { UNKNOWN } from './columns/id-table.ts';
import { changePoints, changeSeed, levelsBefore, type ChangePoint } from './change-points.ts';
import { sentimentInterval } from './intervals.ts';
import { shrunkSentiment } from './opinion.ts';
import type { TrajectoryPoint } from './profile.ts';
import { sentimentStrength, sentimentVariance, type ProfileView } from './profile-view.ts';

/**
 * An item's community sentiment on a rising grid of times, each point from what stood strictly before it, with its
 * interval; by time, then aspect. A point is a look-up of running sums: its cost does not grow with the item's past.
 */
export function itemTrajectory(
  view: ProfileView,
  item: number,
  itemId: string,
  gridMs: readonly number[],
): TrajectoryPoint[] {
  return gridMs.flatMap((timestampMs) => {
    const prior = view.population(timestampMs);
    return pairsOf(view, item).flatMap(([pair, aspect, aspectId]): TrajectoryPoint[] => {
      const own = view.sums(pair, timestampMs);
      if (own.count === 0) return [];
      const kappa = sentimentStrength(view, aspect, prior.salience[aspect] ?? 0);
      const sentiment = shrunkSentiment(own, prior.sentiment[aspect] ?? 0, kappa);
      return [
        {
          itemId,
          aspectId,
          timestampMs,
          sentiment,
          evidenceWeight: own.evidenceWeight,
          evidenceCount: own.count,
          sentimentInterval: sentimentInterval(sentiment, sentimentVariance(view, aspect, own.weight + kappa)),
        },
      ];
    });
  });
}

/** Shifts of the item's sentiment among what stood strictly before t, by aspect, then time. */
export function itemChanges(view: ProfileView, item: number, itemId: string, timestampMs: number): ChangePoint[] {
  return pairsOf(view, item).flatMap(([pair, , aspectId]) =>
    changePoints(levelsBefore(view.timelines, view.of.sentences, pair, timestampMs), changeSeed(itemId, aspectId)).map(
      (change) => ({ itemId, aspectId, ...change }),
    ),
  );
}

function pairsOf({ timelines, fit }: ProfileView, item: number): [pair: number, aspect: number, aspectId: number][] {
  if (item === UNKNOWN) return [];
  const [from, to] = [timelines.pairStarts[item] ?? 0, timelines.pairStarts[item + 1] ?? 0];
  return Array.from({ length: to - from }, (_, place) => {
    const aspect = timelines.pairAspects[from + place] ?? 0;
    return [from + place, aspect, fit.aspectIds[aspect] ?? 0];
  });
}
