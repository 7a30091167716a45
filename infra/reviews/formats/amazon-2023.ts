import type { SourceFormat } from './source-format.ts';

/** Amazon product reviews of 2023, JSON lines; variants of a product share its `parent_asin`, as the metadata do. */
export const amazon2023: SourceFormat = {
  name: 'amazon-2023',
  containers: ['json-lines', 'csv', 'parquet'],
  fields: {
    review_id: [],
    user_id: ['user_id'],
    item_id: ['parent_asin', 'asin'],
    rating: ['rating'],
    timestamp: ['timestamp', 'sort_timestamp'],
    title: ['title'],
    text: ['text'],
  },
  signature: ['user_id', 'parent_asin', 'rating', 'text'],
  foreign: [],
};
