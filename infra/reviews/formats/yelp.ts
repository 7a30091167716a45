import type { SourceFormat } from './source-format.ts';

/** Yelp's reviews, older lines (`type`, dates without a time, `votes`) and newer ones alike. */
export const yelp: SourceFormat = {
  name: 'yelp',
  containers: ['json-lines', 'csv'],
  fields: {
    review_id: ['review_id'],
    user_id: ['user_id'],
    item_id: ['business_id'],
    rating: ['stars'],
    timestamp: ['date'],
    title: [],
    text: ['text'],
  },
  signature: ['business_id', 'user_id', 'stars', 'date', 'text'],
  foreign: [],
};
