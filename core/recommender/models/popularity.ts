/** Training interactions of each item, whoever asks. Equal counts are broken at random by the ranking. */
import type { FittedModel } from './fitted-model.ts';

export const popularity: FittedModel = {
  variant: 'popularity',
  revision: 1,
  fit:
    ({ catalogue }) =>
    () =>
      catalogue.counts,
};
