import type { TableRow, TableSchema } from '../storage/table-codec.ts';
import type { EvidenceBase } from './evidence-base.ts';
import { itemTrajectory } from './series.ts';

/** `profiles/users.parquet`: a row a user and aspect, as of the end of the run's data. */
export const USER_PROFILE_TABLE = {
  user_id: 'string',
  timestamp: 'timestamp',
  reviews: 'integer',
  sparse: 'boolean',
  aspect: 'integer',
  label: 'string',
  salience: 'double',
  sentiment: 'double',
  evidence_weight: 'double',
  evidence_count: 'integer',
  evidence: { list: { struct: { review_id: 'string', sentence_index: 'integer' } } },
} as const satisfies TableSchema;

/** `profiles/items.parquet`: a row an item, aspect and point of the time grid. */
export const ITEM_TRAJECTORY_TABLE = {
  item_id: 'string',
  aspect: 'integer',
  label: 'string',
  timestamp: 'timestamp',
  sentiment: 'double',
  evidence_weight: 'double',
} as const satisfies TableSchema;

/** Users in code-point order, their aspects by falling salience. */
export function* userProfileRows(base: EvidenceBase): Generator<TableRow> {
  const endMs = (base.reviews.at(-1)?.timestampMs ?? -1) + 1;
  const labels = labelsOf(base);
  for (const userId of sortedIds(base.reviews.map((review) => review.userId))) {
    const profile = base.userProfileAt(userId, endMs);
    for (const opinion of profile.opinions) {
      yield {
        user_id: userId,
        timestamp: endMs,
        reviews: profile.reviewCount,
        sparse: profile.sparse,
        aspect: opinion.aspectId,
        label: labels.get(opinion.aspectId) ?? null,
        salience: opinion.salience,
        sentiment: opinion.sentiment,
        evidence_weight: opinion.evidenceWeight,
        evidence_count: opinion.evidenceCount,
        evidence: opinion.evidence.map((ref) => ({ review_id: ref.reviewId, sentence_index: ref.sentenceIndex })),
      };
    }
  }
}

/** Items in code-point order, each along the grid. */
export function* itemTrajectoryRows(base: EvidenceBase, gridMs: readonly number[]): Generator<TableRow> {
  const labels = labelsOf(base);
  for (const itemId of sortedIds(base.reviews.map((review) => review.itemId))) {
    for (const point of itemTrajectory(base, itemId, gridMs)) {
      yield {
        item_id: itemId,
        aspect: point.aspectId,
        label: labels.get(point.aspectId) ?? null,
        timestamp: point.timestampMs,
        sentiment: point.sentiment,
        evidence_weight: point.evidenceWeight,
      };
    }
  }
}

function labelsOf(base: EvidenceBase): Map<number, string> {
  return new Map(base.clusters.map((cluster) => [cluster.aspectId, cluster.label]));
}

function sortedIds(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}
