import type { RunConfig } from '../config/run-config.ts';
import type { UserProfile } from '../profiles/profile.ts';
import type { CitableEvidence, Citation } from './citable-evidence.ts';
import { POLARITY_MARGIN } from './polarity.ts';
import { createQuoteChoice } from './quote-choice.ts';

/** An aspect that the user came to want to be good. */
export interface Goal {
  readonly aspectId: number;
  /** The wish's strength, in (0, 1]: always positive, "looking for good <aspect>". */
  readonly sentiment: number;
  readonly citations: readonly Citation[];
}

const MAX_GOALS = 3;

/**
 * From the target's own review: the aspects that it praises, most praised first. Where it praises none in a quotable
 * sentence that does not name the item, or where the configuration says so: the profile's most salient aspects that the
 * user feels well about, or simply the most salient ones.
 */
export function goalsOf(citable: CitableEvidence, profile: UserProfile, config: RunConfig): Goal[] {
  const praised = config.goal.source === 'target-review' ? praisedIn(citable.goal()) : [];
  return praised.length > 0 ? praised : salientIn(profile, citable);
}

function praisedIn(citations: readonly Citation[]): Goal[] {
  const byAspect = new Map<number, Citation[]>();
  for (const citation of citations) {
    const { aspectId } = citation.evidence;
    byAspect.set(aspectId, [...(byAspect.get(aspectId) ?? []), citation]);
  }
  const quotes = createQuoteChoice([]);
  const praise = (of: readonly Citation[]): number => of.reduce((sum, { strength }) => sum + strength, 0);
  return [...byAspect]
    .sort(([a, ofA], [b, ofB]) => praise(ofB) - praise(ofA) || a - b)
    .slice(0, MAX_GOALS)
    .map(([aspectId, of]) => ({
      aspectId,
      sentiment: of.reduce((sum, { evidence }) => sum + evidence.sentiment, 0) / of.length,
      citations: quotes.choose(of),
    }));
}

function salientIn(profile: UserProfile, citable: CitableEvidence): Goal[] {
  const liked = profile.opinions.filter((opinion) => opinion.sentiment >= POLARITY_MARGIN);
  const known = liked.filter((opinion) => opinion.evidenceCount > 0);
  const from = [known, liked, profile.opinions].find((opinions) => opinions.length > 0) ?? [];
  const quotes = createQuoteChoice([]);
  return from.slice(0, MAX_GOALS - 1).map((opinion) => ({
    aspectId: opinion.aspectId,
    // An aspect that matters to the user without being liked is still wished to be good.
    sentiment: Math.max(opinion.sentiment, POLARITY_MARGIN),
    citations: quotes.choose(citable.history(opinion.aspectId, 'positive')),
  }));
}
