import type { TableRow, TableSchema } from '../storage/table-codec.ts';
import type { TrajectoryPoint, UserProfile } from './profile.ts';

/** `profiles/users.parquet`: a row a user, as of the end of the run's data; aspects by falling salience. */
export const USER_PROFILE_TABLE = {
  user_id: 'string',
  timestamp: 'timestamp',
  review_count: 'integer',
  sparse: 'boolean',
  opinions: {
    list: {
      struct: {
        aspect: 'integer',
        salience: 'double',
        sentiment: 'double',
        evidence_weight: 'double',
        evidence_count: 'integer',
        evidence: { list: { struct: { review_id: 'string', sentence_index: 'integer' } } },
      },
    },
  },
} as const satisfies TableSchema;

export function userProfileRow(profile: UserProfile): TableRow {
  return {
    user_id: profile.userId,
    timestamp: profile.timestampMs,
    review_count: profile.reviewCount,
    sparse: profile.sparse,
    opinions: profile.opinions.map((opinion) => ({
      aspect: opinion.aspectId,
      salience: opinion.salience,
      sentiment: opinion.sentiment,
      evidence_weight: opinion.evidenceWeight,
      evidence_count: opinion.evidenceCount,
      evidence: opinion.evidence.map((ref) => ({ review_id: ref.reviewId, sentence_index: ref.sentenceIndex })),
    })),
  };
}

/** `profiles/items.parquet`: a row an item, aspect and point of the time grid. */
export const TRAJECTORY_TABLE = {
  item_id: 'string',
  aspect: 'integer',
  timestamp: 'timestamp',
  sentiment: 'double',
  evidence_weight: 'double',
} as const satisfies TableSchema;

export function trajectoryRow(point: TrajectoryPoint): TableRow {
  return {
    item_id: point.itemId,
    aspect: point.aspectId,
    timestamp: point.timestampMs,
    sentiment: point.sentiment,
    evidence_weight: point.evidenceWeight,
  };
}
