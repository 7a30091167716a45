import type { SourceFormat } from './source-format.ts';

/** MobileRec's interactions: a CSV of Google Play reviews. */
export const mobilerec: SourceFormat = {
  name: 'mobilerec',
  containers: ['csv', 'json-lines', 'parquet'],
  fields: {
    review_id: [],
    user_id: ['uid'],
    item_id: ['app_package'],
    rating: ['rating'],
    timestamp: ['unix_timestamp', 'formated_date', 'date'],
    title: [],
    text: ['review'],
  },
  signature: ['app_package', 'uid', 'rating', 'review'],
  foreign: [],
};
