import { REVIEW_COLUMNS, type ReviewColumn, type SourceFormat } from './source-format.ts';

/** Names under which people keep the same things; `source.mapping` overrides them. */
const USUAL_NAMES: Readonly<Record<ReviewColumn, readonly string[]>> = {
  review_id: ['review_id', 'reviewId'],
  user_id: ['user_id', 'userId', 'user', 'customer_id', 'reviewer_id'],
  item_id: ['item_id', 'itemId', 'item', 'product_id', 'asin'],
  rating: ['rating', 'stars', 'score', 'overall'],
  timestamp: ['timestamp', 'time', 'date', 'created_at', 'unix_timestamp'],
  title: ['title', 'summary', 'headline'],
  text: ['text', 'review', 'review_text', 'reviewText', 'body', 'content'],
};

/** JSON lines, CSV or Parquet of any origin, with the configuration's mapping of our columns to the source's. */
export function createGenericFormat(mapping: Readonly<Record<string, string>>): SourceFormat {
  const fieldsOf = (column: ReviewColumn): [ReviewColumn, readonly string[]] => {
    const mapped = mapping[column];
    return [column, mapped === undefined ? USUAL_NAMES[column] : [mapped]];
  };
  return {
    name: 'generic',
    containers: ['json-lines', 'csv', 'parquet'],
    fields: Object.fromEntries(REVIEW_COLUMNS.map(fieldsOf)) as SourceFormat['fields'], // every column has its entry
    signature: [],
    foreign: [],
  };
}
