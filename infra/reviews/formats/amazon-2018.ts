import { amazon2014 } from './amazon-2014.ts';
import type { SourceFormat } from './source-format.ts';

/** Amazon product reviews of 2018: the fields of 2014, with `verified`, `vote`, `style` and `image` besides. */
export const amazon2018: SourceFormat = {
  ...amazon2014,
  name: 'amazon-2018',
  signature: ['reviewerID', 'asin', 'overall', 'verified'],
  foreign: [],
};
