import type { EvidenceBase } from './evidence-base.ts';
import type { TrajectoryPoint, UserProfile } from './profile.ts';

/** An item's community sentiment on a grid of times, each point from what stood strictly before it; oldest first. */
export function itemTrajectory(base: EvidenceBase, itemId: string, gridMs: readonly number[]): TrajectoryPoint[] {
  return gridMs.flatMap((timestampMs) =>
    [...base.itemStandingAt(itemId, timestampMs).opinions]
      .sort((a, b) => a.aspectId - b.aspectId)
      .map(({ aspectId, sentiment, evidenceWeight }) => ({ itemId, aspectId, timestampMs, sentiment, evidenceWeight })),
  );
}

/** A user's profile on a grid of times. */
export function userProfileSeries(base: EvidenceBase, userId: string, gridMs: readonly number[]): UserProfile[] {
  return gridMs.map((timestampMs) => base.userProfileAt(userId, timestampMs));
}
