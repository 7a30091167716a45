import { EARLIEST_REVIEW_MS, EXCERPT_LENGTH, LATEST_REVIEW_MS } from '../../core/reviews/quarantine.ts';
import { HASHED_ID_DIGITS, HASHED_ID_SEPARATOR } from '../../core/reviews/review-id.ts';
import { MARKUP_RULES, MASK_RULES, TRIM_RULES, type TextRule } from '../../core/reviews/text-rules.ts';
import { quoteText } from '../tables/column-values.ts';

/** The rules of `core/reviews` as SQL expressions: the same patterns, run where the data are. */

export function textRulesSql(expression: string, rules: readonly TextRule[]): string {
  return rules.reduce(
    (inner, { pattern, replacement }) =>
      `regexp_replace(${inner}, ${quoteText(pattern)}, ${quoteText(replacement)}, 'g')`,
    expression,
  );
}

/**
 * UTC milliseconds from what sources call a time: seconds or milliseconds (told apart by size: seconds of this
 * millennium have ten digits), an ISO date with or without time and zone, or Amazon's "02 28, 2014". Else null.
 */
export function timestampSql(text: string): string {
  const number = `try_cast(${text} AS DOUBLE)`;
  const parsed = `CASE
    WHEN ${number} IS NOT NULL AND isfinite(${number}) THEN
      CASE WHEN abs(${number}) < 1e11 THEN round(${number} * 1000) ELSE round(${number}) END
    WHEN regexp_matches(${text}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN epoch_ms(try_cast(${text} AS TIMESTAMPTZ))
    ELSE epoch_ms(try_strptime(${text}, '%m %d, %Y'))
  END`;
  const time = `(${parsed})::DOUBLE`;
  return `CASE WHEN ${time} >= ${EARLIEST_REVIEW_MS} AND ${time} < ${LATEST_REVIEW_MS} THEN (${time})::BIGINT END`;
}

export function hashedIdSql(user: string, item: string, timestampMs: string, text: string): string {
  const separator = `chr(${HASHED_ID_SEPARATOR.codePointAt(0)})`;
  const parts = [user, item, `${timestampMs}::VARCHAR`, text].join(` || ${separator} || `);
  return `'r' || substr(sha256(${parts}), 1, ${HASHED_ID_DIGITS})`;
}

/**
 * From raw columns (`line_number defect excerpt` and the review's columns as text) to checked ones: typed, masked, with
 * `reason` where the line must be set aside.
 */
export function parsedReviewsSql(raw: string, maskPersonalData: boolean): string {
  const mask = (expression: string) => (maskPersonalData ? textRulesSql(expression, MASK_RULES) : expression);
  const trim = (expression: string) => textRulesSql(expression, TRIM_RULES);
  const markup = (expression: string) => textRulesSql(expression, MARKUP_RULES);
  return `
  WITH typed AS (
    SELECT line_number, defect, excerpt, review_id, user_id, item_id, rating AS raw_rating, timestamp AS raw_time,
      try_cast(rating AS DOUBLE) AS rating, ${timestampSql('timestamp')} AS timestamp_ms,
      text AS raw_text, ${markup('text')} AS clean_text, ${markup(`coalesce(title, '')`)} AS clean_title
    FROM (${raw})
  ), masked AS (
    SELECT *, ${mask('clean_text')} AS masked_text, ${mask('clean_title')} AS masked_title FROM typed
  ), judged AS (
    SELECT *, ${trim('masked_text')} AS text, ${trim('masked_title')} AS title, CASE
      WHEN defect IS NOT NULL THEN defect
      WHEN user_id IS NULL THEN 'missing_user_id'
      WHEN item_id IS NULL THEN 'missing_item_id'
      WHEN raw_rating IS NULL THEN 'missing_rating'
      WHEN rating IS NULL OR NOT rating BETWEEN 1 AND 5 THEN 'bad_rating'
      WHEN raw_time IS NULL THEN 'missing_timestamp'
      WHEN timestamp_ms IS NULL THEN 'bad_timestamp'
      WHEN raw_text IS NULL OR ${trim('masked_text')} = '' THEN 'empty_text'
    END AS reason
    FROM masked
  )
  SELECT line_number, reason,
    CASE WHEN reason IS NOT NULL THEN substr(${mask("coalesce(excerpt, '')")}, 1, ${EXCERPT_LENGTH}) END AS excerpt,
    coalesce(review_id, ${hashedIdSql('user_id', 'item_id', 'timestamp_ms', 'raw_text')}) AS review_id,
    user_id, item_id, rating, timestamp_ms, title, text,
    masked_text <> clean_text OR masked_title <> clean_title AS masked
  FROM judged`;
}
