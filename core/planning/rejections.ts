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
/** Candidates compared as equally like the target: within a tier the concern's rank decides. */
const TIER = 20;
/** How far a mixed standing must lie below the target's to be as good a reason as a bad one. */
const CLEARLY_BELOW = 0.3;

/** Aspects that the user cares about, first those it came for: goals, then salient ones that it has a view of. */
export function concernsOf(goals: readonly Goal[], profile: UserProfile): number[] {
  const salient = profile.opinions
    .filter((opinion) => opinion.evidenceCount > 0 && polarityOf(opinion.sentiment) !== 'neutral')
    .slice(0, MAX_CONCERNS);
  return [...new Set([...goals.map((goal) => goal.aspectId), ...salient.map((opinion) => opinion.aspectId)])];
}

/** Better ones first. */
const REASONS = ['clear', 'mixed'] as const;
type Reason = (typeof REASONS)[number];
type Found = Rejection & { readonly reason: Reason };

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
 * Up to `count` candidates that fall short on a concern, each on another aspect where that can be. The community bears
 * it out: its sentiment at t is negative, or mixed and not above the target's, and a citable sentence complains. The user's
 * profile does: the aspect is a concern, what the user came for or has written of with a clear sign.
 */
export function findRejections(search: RejectionSearch): Rejection[] {
  const { candidates, count } = search;
  const chosen: Rejection[] = [];
  // Quotes are looked for tier by tier: reading every candidate's reviews would be most of a plan's work.
  for (let from = 0; from < candidates.length && chosen.length < count; from += TIER) {
    choose(chosen, fallingShort(candidates.slice(from, from + TIER), search), count);
  }
  return chosen;
}

/** Clear cases first, then those that fall short on a more important concern. */
function fallingShort(tier: readonly string[], { base, target, citable, concerns }: RejectionSearch): Found[] {
  const t = target.timestampMs;
  const targetStanding = base.itemStandingAt(target.itemId, t);
  const standings = tier.map((itemId) => base.itemStandingAt(itemId, t));
  const found = concerns.flatMap((aspectId) =>
    standings.flatMap((standing): Found[] => {
      const reason = reasonIn(standing, targetStanding, aspectId);
      if (reason === null) return [];
      const { itemId } = standing;
      const citations = citable.community(itemId, aspectId, 'negative').slice(0, MAX_CITATIONS);
      return citations.length > 0 ? [{ itemId, aspectId, citations, reason }] : [];
    }),
  );
  return found.sort((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
}

/**
 * The candidates most like the target come first, tier by tier (something far from what the user asked for would be
 * turned down for that alone). An item stands once, an aspect again only when the tier has no other.
 */
function choose(chosen: Rejection[], ranked: readonly Found[], count: number): void {
  while (chosen.length < count) {
    const open = ranked.filter(({ itemId }) => chosen.every((other) => other.itemId !== itemId));
    const best = open.find((one) => chosen.every((other) => other.aspectId !== one.aspectId)) ?? open[0];
    if (best === undefined) return;
    const { itemId, aspectId, citations } = best;
    chosen.push({ itemId, aspectId, citations });
  }
}

/** Why something falls short on an aspect; null: it does not. */
function reasonIn(standing: ItemStanding, target: ItemStanding, aspectId: number): Reason | null {
  const sentiment = sentimentOn(standing, aspectId);
  if (sentiment === null) return null;
  const polarity = polarityOf(sentiment);
  if (polarity !== 'neutral') return polarity === 'negative' ? 'clear' : null;
  const better = sentimentOn(target, aspectId);
  if (better === null) return 'mixed';
  if (better - sentiment >= CLEARLY_BELOW) return 'clear';
  return better >= sentiment ? 'mixed' : null;
}

/** Null where nobody has said anything: a prior alone is no one's opinion. */
export function sentimentOn(standing: ItemStanding, aspectId: number): number | null {
  const opinion = standing.opinions.find((other) => other.aspectId === aspectId);
  return opinion && opinion.evidenceCount > 0 ? opinion.sentiment : null;
}
