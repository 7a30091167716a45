import { itemToRow, ITEM_TABLE } from '../../core/reviews/review-tables.ts';
import type { Item } from '../../core/reviews/review.ts';
import type { SplitCuts } from '../../core/reviews/split-cuts.ts';
import { syntheticNames } from '../../core/reviews/synthetic-name.ts';
import { quoteText } from '../tables/column-values.ts';
import { copyToParquet } from '../tables/part-writer.ts';
import { appendRows, createTable } from '../tables/table-files.ts';
import { readItems } from './read-items.ts';
import type { ScratchDatabase } from './scratch-database.ts';

/** One thread, so that the same rows give the same bytes; it keeps their order by itself (see `copyToParquet`). */
async function writeRepeatably(database: ScratchDatabase, sql: string): Promise<void> {
  await database.run('SET threads = 1');
  await database.run('SET preserve_insertion_order = false');
  await database.run(sql);
  await database.run('SET preserve_insertion_order = true');
  await database.run('SET threads = 2');
}

/** `reviews.parquet` from `kept` and `parsed`, by time, then id. */
export async function writeReviews(database: ScratchDatabase, cuts: SplitCuts, path: string): Promise<void> {
  const select = `
    SELECT review_id, parsed.user_id, parsed.item_id, rating, make_timestamp(parsed.timestamp_ms * 1000) AS timestamp,
      title, text, CASE WHEN parsed.timestamp_ms < ${cuts.trainEndMs} THEN 'train'
        WHEN parsed.timestamp_ms < ${cuts.validationEndMs} THEN 'validation' ELSE 'test' END AS split
    FROM parsed JOIN kept USING (line_number)
    ORDER BY parsed.timestamp_ms, review_id`;
  await writeRepeatably(database, copyToParquet(select, path));
}

/** `rejects.jsonl`: {line, reason, excerpt} of every line set aside, in the source's order. */
export async function writeRejects(database: ScratchDatabase, path: string): Promise<void> {
  const select = `
    SELECT line_number AS line, reason, coalesce(excerpt, '') AS excerpt FROM parsed
    WHERE reason IS NOT NULL ORDER BY line_number`;
  await writeRepeatably(
    database,
    `COPY (${select}) TO ${quoteText(path)} (FORMAT json, ARRAY false, COMPRESSION none)`,
  );
}

export interface ItemCounts {
  readonly items: number;
  readonly unnamed: number;
}

/** `items.parquet`, by id: every item that a kept review is about, named or labelled. */
export async function writeItems(
  database: ScratchDatabase,
  source: { readonly itemsPath: string | null; readonly mapping: Readonly<Record<string, string>> },
  path: string,
): Promise<ItemCounts> {
  const wanted = new Set(
    (await database.rows('SELECT DISTINCT item_id FROM kept')).map((row) => String(row['item_id'])),
  );
  const items = wanted.size;
  let unnamed = 0;
  async function* itemRows() {
    const nameless = new Map<string, Omit<Item, 'name'>>();
    if (source.itemsPath !== null) {
      for await (const { name, ...rest } of readItems(database, source.itemsPath, source.mapping)) {
        // The first record of an id counts.
        if (!wanted.delete(rest.itemId)) continue;
        if (name === null) nameless.set(rest.itemId, rest);
        else yield itemToRow({ ...rest, name });
      }
    }
    const names = syntheticNames([...wanted, ...nameless.keys()]);
    unnamed = names.size;
    for (const [itemId, name] of names) {
      const known = nameless.get(itemId) ?? { itemId, categories: [], price: null, description: '', attributes: {} };
      yield itemToRow({ ...known, name });
    }
  }
  await createTable(database.connection, 'items', ITEM_TABLE);
  await appendRows(database.connection, 'items', ITEM_TABLE, itemRows());
  await writeRepeatably(database, copyToParquet('SELECT * FROM temp.items ORDER BY item_id', path));
  return { items, unnamed };
}
