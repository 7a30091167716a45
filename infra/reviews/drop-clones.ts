import { CLONE_KINDS, CLONE_TEXT_LENGTH, type CloneKind } from '../../core/reviews/funnel.ts';
import type { ScratchDatabase } from './scratch-database.ts';

/** Earliest first; the id decides between reviews of one time, so that the order of the file never matters. */
const EARLIEST = 'ORDER BY timestamp_ms, review_id, line_number';

/**
 * From `parsed` to `kept` (`line_number user_id item_id timestamp_ms`): the good lines without clones. Of clones the
 * earliest stays. Texts are compared in lower case with white space collapsed; equal texts of different users count
 * from `CLONE_TEXT_LENGTH` characters on (short praise is written independently).
 */
export async function dropClones(database: ScratchDatabase): Promise<Partial<Record<CloneKind, number>>> {
  await database.run(`
    CREATE TABLE clone_kinds AS
    WITH keyed AS (
      SELECT line_number, review_id, user_id, item_id, timestamp_ms, md5(key) AS text_key,
        length(key) >= ${CLONE_TEXT_LENGTH} AS is_long
      FROM (SELECT *, regexp_replace(lower(text), '[ \\t\\r\\n]+', ' ', 'g') AS key FROM parsed WHERE reason IS NULL)
    ), by_user AS (
      SELECT *, row_number() OVER (PARTITION BY user_id, text_key ${EARLIEST}) AS nth_of_user FROM keyed
    ), by_id AS (
      SELECT *, row_number() OVER (PARTITION BY nth_of_user > 1, review_id ${EARLIEST}) AS nth_of_id FROM by_user
    ), by_text AS (
      SELECT *, first_value(item_id) OVER same_text AS first_item, row_number() OVER same_text AS nth_of_text FROM by_id
      WINDOW same_text AS (PARTITION BY nth_of_user > 1 OR nth_of_id > 1 OR NOT is_long, text_key ${EARLIEST})
    )
    SELECT line_number, user_id, item_id, timestamp_ms, CASE
      WHEN nth_of_user > 1 THEN 'sameUserAndText'
      WHEN nth_of_id > 1 THEN 'sameReviewId'
      WHEN is_long AND nth_of_text > 1 AND item_id <> first_item THEN 'sameTextAcrossItems'
      WHEN is_long AND nth_of_text > 1 THEN 'sameTextSameItem'
    END AS kind
    FROM by_text`);
  const counts = await database.rows(
    'SELECT kind, count(*) AS n FROM clone_kinds WHERE kind IS NOT NULL GROUP BY kind',
  );
  await database.run(`
    CREATE TABLE kept AS SELECT line_number, user_id, item_id, timestamp_ms FROM clone_kinds WHERE kind IS NULL`);
  await database.run('DROP TABLE clone_kinds');
  const found = new Map(counts.map(({ kind, n }) => [kind, Number(n)]));
  return Object.fromEntries(CLONE_KINDS.filter((kind) => found.has(kind)).map((kind) => [kind, found.get(kind)]));
}
