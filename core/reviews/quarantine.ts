import { z } from 'zod';

/** Why a line of the source was set aside, in the order in which the causes are looked for. */
export const REJECT_REASONS = [
  'not_utf8',
  'not_json',
  'unreadable_row',
  'missing_user_id',
  'missing_item_id',
  'missing_rating',
  'bad_rating',
  'missing_timestamp',
  'bad_timestamp',
  'empty_text',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Longest excerpt of a line set aside, characters. */
export const EXCERPT_LENGTH = 200;

/** One line of `rejects.jsonl`. Excerpts are masked like any other text. */
export const RejectSchema = z.object({
  /** From 1; for tables without lines, the row. */
  line: z.number().int().positive(),
  reason: z.enum(REJECT_REASONS),
  excerpt: z.string().max(EXCERPT_LENGTH),
});
export type Reject = z.infer<typeof RejectSchema>;

/** Review sites are younger than the first bound; times past the second are broken clocks. UTC milliseconds. */
export const EARLIEST_REVIEW_MS = Date.UTC(1990, 0, 1);
export const LATEST_REVIEW_MS = Date.UTC(2100, 0, 1);
