import type { AspectSentence } from '../aspects/aspect.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { EvidenceBase, ReviewList } from '../profiles/evidence-base.ts';
import type { Review } from '../reviews/review.ts';
import type { CitingPools } from './citing-pool.ts';
import type { Evidence, Polarity } from './dialog-act.ts';
import type { ItemNames } from './item-names.ts';
import { bearsOut } from './polarity.ts';
import type { Target } from './target.ts';

/** A sentence that a dialog may cite for one aspect; its handle comes from the plan's ledger. */
export interface Citation {
  readonly evidence: Omit<Evidence, 'evidenceId'>;
  /** Share of the aspect in the sentence times the size of its sentiment. */
  readonly strength: number;
}

const MIN_QUOTE_WORDS = 4;
const MAX_QUOTE_WORDS = 30;
/** Least share of the aspect in a sentence that is cited for it. */
const MIN_ASPECT_SHARE = 0.3;
/** Reviews looked through for quotes, latest first: enough to choose from, bounded for the most reviewed items. */
const MAX_REVIEWS = 150;

/** A sentence that can stand in a dialog as it is: whole, short, without masked personal data. */
export function isQuotable(text: string): boolean {
  const words = text.split(/\s+/).filter(Boolean).length;
  return words >= MIN_QUOTE_WORDS && words <= MAX_QUOTE_WORDS && !/[[\]<>]|https?:/i.test(text);
}

/** What the dialog of one target may quote. All answers are strongest first, then latest first. */
export interface CitableEvidence {
  /** The community's sentences on an item: by others, strictly before the target, of the target's pool. */
  community(itemId: string, aspectId: number, polarity: Polarity): Citation[];
  /** The user's own earlier sentences on an aspect; none where the run uses no profiles. */
  history(aspectId: number, polarity: Polarity): Citation[];
  /** Positive sentences of the target interaction's own review: what the user came to want. */
  goal(): Citation[];
}

export interface CitableEvidenceInput {
  readonly base: EvidenceBase;
  readonly pools: CitingPools;
  readonly names: ItemNames;
  readonly target: Target;
  readonly profileUse: RunConfig['profile']['use'];
}

/** The latest that count, oldest first; from the end, so that a much reviewed item is not read through. */
function latestOf(reviews: ReviewList, counts: (review: Review) => boolean): Review[] {
  const latest: Review[] = [];
  for (let place = reviews.length - 1; place >= 0 && latest.length < MAX_REVIEWS; place--) {
    const review = reviews.at(place);
    if (review !== undefined && counts(review)) latest.push(review);
  }
  return latest.reverse();
}

export function createCitableEvidence({
  base,
  pools,
  names,
  target,
  profileUse,
}: CitableEvidenceInput): CitableEvidence {
  const coherent = new Set(base.clusters.filter((cluster) => cluster.coherent).map((cluster) => cluster.aspectId));
  const mentionsIn = (review: Review): Mention[] =>
    base.sentencesOf(review.reviewId).flatMap((sentence) => mentionsOf(sentence, review, coherent));
  const citesTarget = ({ sentence }: Mention): boolean => names.isNamedIn(target.itemId, sentence.text);
  const communityOf = new Map<string, Mention[]>();

  const community = (itemId: string): Mention[] => {
    const known = communityOf.get(itemId);
    if (known) return known;
    const byOthers = ({ userId }: Review): boolean =>
      userId !== target.userId && pools.poolOfAuthor(userId) === target.split;
    const mentions = latestOf(base.itemReviewsBefore(itemId, target.timestampMs), byOthers).flatMap(mentionsIn);
    communityOf.set(itemId, mentions);
    return mentions;
  };

  let own: Mention[] | null = null;
  const history = (): Mention[] => {
    // A user without a profile has nothing of its own to go by: not its numbers, not its words.
    if (profileUse === 'none') return [];
    own ??= latestOf(base.userReviewsBefore(target.userId, target.timestampMs), () => true).flatMap(mentionsIn);
    return own;
  };

  /** Texts are read last, and only of what is of the aspect and its sign. */
  const cite = (mentions: readonly Mention[], role: Evidence['role'], mayCite: (mention: Mention) => boolean) =>
    mentions
      .filter((mention) => isQuotable(mention.sentence.text) && mayCite(mention))
      .map((mention) => citationOf(mention, role))
      .sort(byStrength);

  return {
    community: (itemId, aspectId, polarity) =>
      // What is said of another item must not name the target before the system does.
      cite(
        bearing(community(itemId), aspectId, polarity),
        'community',
        (mention) => itemId === target.itemId || !citesTarget(mention),
      ),
    history: (aspectId, polarity) =>
      cite(bearing(history(), aspectId, polarity), 'history', (mention) => !citesTarget(mention)),
    goal: () => {
      const review = base.review(target.reviewId);
      if (!review) return [];
      const wanted = mentionsIn(review).filter(({ share }) => bearsOut(share.sentiment, 'positive'));
      return cite(wanted, 'goal', (mention) => !citesTarget(mention));
    },
  };
}

/** A sentence's fair share in a coherent aspect. */
interface Mention {
  readonly sentence: AspectSentence;
  readonly review: Review;
  readonly share: AspectSentence['aspects'][number];
}

function mentionsOf(sentence: AspectSentence, review: Review, coherent: ReadonlySet<number>): Mention[] {
  return sentence.aspects
    .filter(({ aspectId, score }) => score >= MIN_ASPECT_SHARE && coherent.has(aspectId))
    .map((share) => ({ sentence, review, share }));
}

function bearing(mentions: readonly Mention[], aspectId: number, polarity: Polarity): Mention[] {
  return mentions.filter(({ share }) => share.aspectId === aspectId && bearsOut(share.sentiment, polarity));
}

function citationOf({ sentence, review, share }: Mention, role: Evidence['role']): Citation {
  const { aspectId, score, sentiment } = share;
  return {
    strength: score * Math.abs(sentiment),
    evidence: {
      reviewId: review.reviewId,
      sentenceIndex: sentence.sentenceIndex,
      itemId: review.itemId,
      aspectId,
      sentiment,
      quote: sentence.text,
      timestampMs: review.timestampMs,
      role,
    },
  };
}

function byStrength(a: Citation, b: Citation): number {
  const ofA = a.evidence;
  const ofB = b.evidence;
  if (a.strength !== b.strength) return b.strength - a.strength;
  if (ofA.timestampMs !== ofB.timestampMs) return ofB.timestampMs - ofA.timestampMs;
  if (ofA.reviewId !== ofB.reviewId) return ofA.reviewId < ofB.reviewId ? -1 : 1;
  return ofA.sentenceIndex - ofB.sentenceIndex;
}
