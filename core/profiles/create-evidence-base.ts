import type { AspectSentence } from '../aspects/aspect.ts';
import type { Review } from '../reviews/review.ts';
import { createEvidenceBaseBuilder, type EvidenceBaseSettings } from './evidence-base-builder.ts';
import type { ProfiledBase } from './evidence-base.ts';
import type { ProfileFit } from './profile-fit.ts';

export interface EvidenceBaseInput extends EvidenceBaseSettings {
  readonly reviews: Iterable<Review>;
  readonly sentences: Iterable<AspectSentence>;
}

/** The evidence base of a world that is in memory already. Larger ones go through the builder, portion by portion. */
export function createEvidenceBase(input: EvidenceBaseInput, fit?: ProfileFit): ProfiledBase {
  const builder = createEvidenceBaseBuilder(input);
  builder.addReviews(input.reviews);
  builder.addSentences(input.sentences);
  return builder.build(fit);
}
