import type { EvidenceBase } from '../profiles/evidence-base.ts';
import type { ItemStanding, UserProfile } from '../profiles/profile.ts';
import type { CitableEvidence, Citation } from './citable-evidence.ts';
import type { Goal } from './goals.ts';
import { polarityOf } from './polarity.ts';
import type { Target } from './target.ts';

/** A candidate to be turned down, with the reason that the community gives. */
export interface Rejection {
  readonly itemId: string;
  readonly aspectId: number;
  readonly citations: readonly Citation[];
}

/** Aspects beyond the goals on which a user may turn something down. */
const MAX_CONCERNS = 6;
const MAX_CITATIONS = 2;
/** How far a mixed standing must lie below the target's to be a reason. */
const CLEARLY_BELOW = 0.3;

/** Aspects that the user cares about, first those it came for: goals, then salient ones that it has a view of. */
export function concernsOf(goals: readonly Goal[], profile: UserProfile): number[] {
  const salient = profile.opinions
    .filter((opinion) => opinion.evidenceCount > 0 && polarityOf(opinion.sentiment) !== 'neutral')
    .slice(0, MAX_CONCERNS);
  return [...new Set([...goals.map((goal) => goal.aspectId), ...salient.map((opinion) => opinion.aspectId)])];
}

export interface RejectionSearch {
  readonly base: EvidenceBase;
  readonly target: Target;
  readonly citable: CitableEvidence;
  /** Most important first. */
  readonly concerns: readonly number[];
  /** Most like the target first. */
  readonly candidates: readonly string[];
  readonly count: number;
}

/**
 * Up to `count` candidates that fall short on a concern, each on another aspect where that can be: the community's
 * sentiment is negative, or mixed and clearly below the target's, and a citable sentence says so.
 */
export function findRejections({ base, target, citable, concerns, candidates, count }: RejectionSearch): Rejection[] {
  if (count === 0) return [];
  const t = target.timestampMs;
  const targetStanding = base.itemStandingAt(target.itemId, t);
  const found: Rejection[] = [];
  for (const itemId of candidates) {
    const standing = base.itemStandingAt(itemId, t);
    for (const aspectId of concerns) {
      if (!fallsShort(standing, targetStanding, aspectId)) continue;
      const citations = citable.community(itemId, aspectId, 'negative').slice(0, MAX_CITATIONS);
      if (citations.length > 0) found.push({ itemId, aspectId, citations });
    }
  }
  return varied(found, concerns, count);
}

/** Picks by the concern's rank, then likeness to the target; an item once, an aspect again only when no other is left. */
function varied(found: readonly Rejection[], concerns: readonly number[], count: number): Rejection[] {
  const ranked = concerns.flatMap((aspectId) => found.filter((rejection) => rejection.aspectId === aspectId));
  const chosen: Rejection[] = [];
  while (chosen.length < count) {
    const open = ranked.filter(({ itemId }) => chosen.every((other) => other.itemId !== itemId));
    const fresh = open.find(({ aspectId }) => chosen.every((other) => other.aspectId !== aspectId));
    const next = fresh ?? open[0];
    if (!next) break;
    chosen.push(next);
  }
  return chosen;
}

function fallsShort(standing: ItemStanding, target: ItemStanding, aspectId: number): boolean {
  const sentiment = sentimentOn(standing, aspectId);
  if (sentiment === null) return false;
  const polarity = polarityOf(sentiment);
  if (polarity === 'negative') return true;
  const better = sentimentOn(target, aspectId);
  return polarity === 'neutral' && better !== null && better - sentiment >= CLEARLY_BELOW;
}

/** Null where nobody has said anything: a prior alone is no one's opinion. */
export function sentimentOn(standing: ItemStanding, aspectId: number): number | null {
  const opinion = standing.opinions.find((other) => other.aspectId === aspectId);
  return opinion && opinion.evidenceCount > 0 ? opinion.sentiment : null;
}
