import { createHash } from 'node:crypto';

/** Length of an id made by us: "r" and 20 hexadecimal digits (80 bits). */
export const HASHED_ID_DIGITS = 20;
/** Joins the parts; does not occur in them in practice, so different parts give different hashes. */
export const HASHED_ID_SEPARATOR = '\u001f';

/** The id of a review whose source gives none: a hash of user, item, time and the text as the source has it. */
export function hashedReviewId(userId: string, itemId: string, timestampMs: number, text: string): string {
  const parts = [userId, itemId, String(timestampMs), text].join(HASHED_ID_SEPARATOR);
  return `r${createHash('sha256').update(parts).digest('hex').slice(0, HASHED_ID_DIGITS)}`;
}
