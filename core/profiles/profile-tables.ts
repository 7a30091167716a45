import type { TableRow, TableSchema } from '../storage/table-codec.ts';
import type { ChangePoint } from './change-points.ts';
import type { EstimatedProfile, TrajectoryPoint } from './profile.ts';

/** `profiles/users.parquet`: a row a user, as of the end of the run's data; aspects by falling salience; 95 % intervals. */
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
        salience_low: 'double',
        salience_high: 'double',
        sentiment_low: 'double',
        sentiment_high: 'double',
      },
    },
  },
  sentence_count: 'integer',
  prior_share: 'double',
} as const satisfies TableSchema;

export function userProfileRow(profile: EstimatedProfile): TableRow {
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
      salience_low: opinion.salienceInterval.low,
      salience_high: opinion.salienceInterval.high,
      sentiment_low: opinion.sentimentInterval.low,
      sentiment_high: opinion.sentimentInterval.high,
    })),
    sentence_count: profile.sentenceCount,
    prior_share: profile.priorShare,
  };
}

/**
 * `profiles/items.parquet`: a row an item, aspect and point of the time grid; 95 % intervals. `shift`: after less before,
 * where the item's sentiment shifted in the interval that ends here, else null.
 */
export const TRAJECTORY_TABLE = {
  item_id: 'string',
  aspect: 'integer',
  timestamp: 'timestamp',
  sentiment: 'double',
  evidence_weight: 'double',
  evidence_count: 'integer',
  sentiment_low: 'double',
  sentiment_high: 'double',
  shift: 'double',
} as const satisfies TableSchema;

export function trajectoryRow(point: TrajectoryPoint, change: ChangePoint | null): TableRow {
  return {
    item_id: point.itemId,
    aspect: point.aspectId,
    timestamp: point.timestampMs,
    sentiment: point.sentiment,
    evidence_weight: point.evidenceWeight,
    evidence_count: point.evidenceCount,
    sentiment_low: point.sentimentInterval.low,
    sentiment_high: point.sentimentInterval.high,
    shift: change === null ? null : change.after - change.before,
  };
}
