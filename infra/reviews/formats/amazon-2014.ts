import type { SourceFormat } from './source-format.ts';

/** Amazon product reviews of 2014 (5-core and full), JSON lines. */
export const amazon2014: SourceFormat = {
  name: 'amazon-2014',
  containers: ['json-lines'],
  fields: {
    review_id: [],
    user_id: ['reviewerID'],
    item_id: ['asin'],
    rating: ['overall'],
    timestamp: ['unixReviewTime', 'reviewTime'],
    title: ['summary'],
    text: ['reviewText'],
  },
  signature: ['reviewerID', 'asin', 'overall'],
  foreign: ['verified'],
};
