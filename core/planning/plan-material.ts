import type { RunConfig } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import type { ItemStanding, UserProfile } from '../profiles/profile.ts';
import { createRandom, deriveSeed, type Random } from '../random.ts';
import type { CandidateFinder } from './candidates.ts';
import type { CitableEvidence, Citation } from './citable-evidence.ts';
import type { Polarity } from './dialog-act.ts';
import { type Goal, goalsOf } from './goals.ts';
import { polarityOf } from './polarity.ts';
import { createQuoteChoice, type QuoteChoice } from './quote-choice.ts';
import { concernsOf, findRejections, type Rejection, sentimentOn } from './rejections.ts';
import type { Target } from './target.ts';

/** Something said of an item or by a user about an aspect, with what bears it out. */
export interface Statement {
  readonly itemId: string | null;
  readonly aspectId: number;
  readonly polarity: Polarity;
  readonly citations: readonly Citation[];
}

/** `praise`: what can be said for a candidate; of the aspect that the one before was turned down for, where it can be. */
export type PlannedRejection = Rejection & { readonly praise: Statement | null };

/** What a dialog can be made of, before its shape is drawn: the same for both kinds of plan. */
export interface PlanMaterial {
  readonly goals: readonly Goal[];
  /** Further preferences to be asked for, most useful first; may be empty. */
  readonly preferences: readonly Statement[];
  /** An own past item worth telling of. */
  readonly reference: Statement | null;
  readonly rejections: readonly PlannedRejection[];
  /** Positive claims on the target that the community bears out, the user's goals first. */
  readonly claims: readonly Statement[];
  /** Rejected candidates against the target, each on the aspect that it was turned down for, where the target stands better. */
  readonly comparisons: readonly Statement[];
  readonly candidates: readonly string[];
  readonly sparseUser: boolean;
  readonly sparseItem: boolean;
}

export interface MaterialInput {
  readonly base: EvidenceBase;
  readonly config: RunConfig;
  readonly target: Target;
  readonly citable: CitableEvidence;
  readonly finder: CandidateFinder;
}

const MAX_PREFERENCES = 4;

export function gatherMaterial(input: MaterialInput): PlanMaterial {
  const { base, config, target, citable, finder } = input;
  const random = createRandom(deriveSeed(config.seed, 'plan-material', target.dialogId));
  const profile = base.userProfileAt(target.userId, target.timestampMs);
  const standing = base.itemStandingAt(target.itemId, target.timestampMs);
  const goals = goalsOf(citable, profile, config);
  if (goals.length === 0) throw nothingToTalkOf(target);

  const concerns = concernsOf(goals, profile);
  const alike = finder.alike(target);
  const count = rejectionCount(config, random);
  const rejections = findRejections({ base, target, citable, concerns, candidates: alike, count });
  const ownWords = createQuoteChoice(goals.flatMap((goal) => goal.citations));
  const reference = referenceOf(goals, citable, ownWords);
  const preferences = preferencesOf(profile, goals, rejections, citable, ownWords);
  const asked = [...goals, ...preferences].map((about) => about.aspectId);
  return {
    goals,
    preferences,
    reference,
    rejections: rejections.map((rejection, index) => {
      const answered = rejections[index - 1]?.aspectId;
      const first = answered === undefined ? [] : [answered];
      return { ...rejection, praise: praiseOf(rejection, input, [...new Set([...first, ...concerns])]) };
    }),
    claims: claimsOn(standing, [...new Set([...asked, ...concerns])], citable),
    comparisons: comparisonsWith(rejections, standing),
    candidates: candidateList(target, rejections, alike, config),
    sparseUser: profile.sparse,
    sparseItem: standing.sparse,
  };
}

/** One to `maxRejected`, where so many can be borne out. */
function rejectionCount({ plan }: RunConfig, random: Random): number {
  const most = Math.min(plan.maxRejected, plan.candidates - 1);
  return most === 0 ? 0 : 1 + random.int(most);
}

/** Beyond the goals: what candidates are turned down for, then what matters to the user, views before indifference. */
function preferencesOf(
  profile: UserProfile,
  goals: readonly Goal[],
  rejections: readonly Rejection[],
  citable: CitableEvidence,
  ownWords: QuoteChoice,
): Statement[] {
  const reasons = new Set(rejections.map((rejection) => rejection.aspectId));
  const isGoal = new Set(goals.map((goal) => goal.aspectId));
  const rank = (opinion: UserProfile['opinions'][number]): number => {
    if (reasons.has(opinion.aspectId)) return 0;
    return viewOf(opinion) === 'neutral' ? 2 : 1;
  };
  return profile.opinions
    .filter((opinion) => !isGoal.has(opinion.aspectId))
    .map((opinion, salience) => ({ opinion, salience }))
    .sort((a, b) => rank(a.opinion) - rank(b.opinion) || a.salience - b.salience)
    .slice(0, MAX_PREFERENCES)
    .map(({ opinion }) => {
      const { aspectId } = opinion;
      const polarity = viewOf(opinion);
      // Having no view is not borne out by a sentence.
      const citations = polarity === 'neutral' ? [] : ownWords.choose(citable.history(aspectId, polarity));
      return { itemId: null, aspectId, polarity, citations };
    });
}

/** A user who has said nothing of an aspect has no view of it: its profile there is the population's. */
function viewOf({ sentiment, evidenceCount }: UserProfile['opinions'][number]): Polarity {
  return evidenceCount > 0 ? polarityOf(sentiment) : 'neutral';
}

/** The user's strongest own sentence on a goal that is not said elsewhere in the plan, the first goal's before others'. */
function referenceOf(goals: readonly Goal[], citable: CitableEvidence, ownWords: QuoteChoice): Statement | null {
  for (const { aspectId } of goals) {
    const [best] = (['positive', 'negative'] as const)
      .flatMap((polarity) => citable.history(aspectId, polarity).map((citation) => ({ citation, polarity })))
      .filter(({ citation }) => !ownWords.isSaid(citation))
      .sort((a, b) => b.citation.strength - a.citation.strength);
    if (best) {
      const { citation, polarity } = best;
      return { itemId: citation.evidence.itemId, aspectId, polarity, citations: ownWords.choose([citation]) };
    }
  }
  return null;
}

/** What can honestly be said for a candidate that is turned down for another aspect. */
function praiseOf(rejection: Rejection, { base, target, citable }: MaterialInput, concerns: readonly number[]) {
  const standing = base.itemStandingAt(rejection.itemId, target.timestampMs);
  const others = concerns.filter((aspectId) => aspectId !== rejection.aspectId);
  return claimsOn(standing, others, citable)[0] ?? null;
}

/** Positive claims, only where the community's sentiment is positive and a citable sentence says so. */
function claimsOn(standing: ItemStanding, aspects: readonly number[], citable: CitableEvidence): Statement[] {
  const quotes = createQuoteChoice([]);
  return aspects.flatMap((aspectId): Statement[] => {
    const sentiment = sentimentOn(standing, aspectId);
    if (sentiment === null || polarityOf(sentiment) !== 'positive') return [];
    const citations = quotes.choose(citable.community(standing.itemId, aspectId, 'positive'));
    return citations.length > 0 ? [{ itemId: standing.itemId, aspectId, polarity: 'positive', citations }] : [];
  });
}

/** Only where the target really stands better. */
function comparisonsWith(rejections: readonly Rejection[], target: ItemStanding): Statement[] {
  return rejections
    .filter(({ aspectId }) => {
      const sentiment = sentimentOn(target, aspectId);
      return sentiment !== null && polarityOf(sentiment) === 'positive';
    })
    .map(comparisonWith);
}

/** Against what was turned down: by another quote than the one that it was turned down for, where there is one. */
export function comparisonWith({ itemId, aspectId, citations }: Rejection): Statement {
  return { itemId, aspectId, polarity: 'negative', citations: citations.slice(-1) };
}

function candidateList(
  target: Target,
  rejections: readonly Rejection[],
  alike: readonly string[],
  config: RunConfig,
): string[] {
  const rejected = rejections.map((rejection) => rejection.itemId);
  const rest = alike.filter((itemId) => !rejected.includes(itemId));
  const candidates = [target.itemId, ...rejected, ...rest].slice(0, config.plan.candidates);
  return createRandom(deriveSeed(config.seed, 'candidates', target.dialogId)).shuffle(candidates);
}

function nothingToTalkOf(target: Target): PipelineError {
  return new PipelineError(
    'artefact_invalid',
    `Dialog ${target.dialogId} has no aspect to talk of: no cluster is coherent. Lower aspects.clusters or give more reviews.`,
    { subject: 'aspects' },
  );
}
