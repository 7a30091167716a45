import type { RunConfig } from '../../core/config/run-config.ts';
import type { SplitCuts } from '../../core/reviews/split-cuts.ts';
import type { ScratchDatabase } from './scratch-database.ts';

/**
 * Drops reviews of items and users with too few, again and again until all that stay have enough (k-core): each item
 * `max(minReviewsPerItem, kCore)`, each user `kCore`. `minReviewsPerUser` is the targets' business, not ours. Gives
 * the number of reviews dropped.
 */
export async function filterReviews(database: ScratchDatabase, filters: RunConfig['filters']): Promise<number> {
  const before = await database.number('SELECT count(*) FROM kept');
  const perItem = Math.max(filters.minReviewsPerItem, filters.kCore);
  const atLeast = (column: 'item_id' | 'user_id', count: number) =>
    count <= 1 ? 'true' : `${column} IN (SELECT ${column} FROM kept GROUP BY ${column} HAVING count(*) >= ${count})`;
  let count = before;
  for (let previous = Number.POSITIVE_INFINITY; count < previous;) {
    previous = count;
    await database.run(`
      CREATE OR REPLACE TABLE next_kept AS
      SELECT * FROM kept WHERE ${atLeast('item_id', perItem)} AND ${atLeast('user_id', filters.kCore)}`);
    await database.run('DROP TABLE kept');
    await database.run('ALTER TABLE next_kept RENAME TO kept');
    count = await database.number('SELECT count(*) FROM kept');
  }
  return before - count;
}

/** The cuts of `core/reviews/split-cuts.ts` (`splitCuts`), found in SQL. */
export async function cutSplits(database: ScratchDatabase, split: RunConfig['split']): Promise<SplitCuts> {
  const total = await database.number('SELECT count(*) FROM kept');
  const end = (await database.number('SELECT max(timestamp_ms) FROM kept')) + 1;
  const nearest = async (wanted: number, after: number): Promise<number> => {
    const [found] = await database.rows(
      `WITH times AS (SELECT timestamp_ms, count(*) AS n FROM kept GROUP BY timestamp_ms),
       cuts AS (SELECT timestamp_ms, sum(n) OVER (ORDER BY timestamp_ms) - n AS earlier FROM times)
       SELECT timestamp_ms FROM cuts WHERE earlier > 0 AND timestamp_ms > $1::DOUBLE
       ORDER BY abs(earlier - $2::DOUBLE), timestamp_ms LIMIT 1`,
      [after, wanted],
    );
    return found === undefined ? end : Number(found['timestamp_ms']);
  };
  const trainEndMs = await nearest(split.train * total, Number.NEGATIVE_INFINITY);
  return { trainEndMs, validationEndMs: await nearest((split.train + split.validation) * total, trainEndMs) };
}
