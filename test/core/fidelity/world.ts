import type { AspectCluster, AspectSentence } from '../../../core/aspects/aspect.ts';
import type { Evidence } from '../../../core/planning/dialog-act.ts';
import type { DialogPlan, PlannedAct, SuperNode } from '../../../core/planning/dialog-plan.ts';
import type { EvidenceBase } from '../../../core/profiles/evidence-base.ts';
import type { Item, Review } from '../../../core/reviews/review.ts';

const DAY = 86_400_000;

/** [aspectId, sentiment, sentence]. */
export type SentenceSpec = readonly [number, number, string];

export interface WorldSpec {
  /** label, naming phrases. */
  readonly aspects: readonly (readonly [string, ...string[]])[];
  readonly items: Readonly<Record<string, string>>;
  /** review id: user, item, day, sentences. */
  readonly reviews: Readonly<Record<string, readonly [string, string, number, ...SentenceSpec[]]>>;
}

/** A base by hand: opinions are plain means of the sentences before t, so that each figure can be seen in the spec. */
export function worldOf(spec: WorldSpec): EvidenceBase {
  const clusters: AspectCluster[] = spec.aspects.map(([label, ...phrases], aspectId) => ({
    aspectId,
    label,
    phrases: phrases.map((phrase, rank) => ({ phrase, weight: 1 / (rank + 1) })),
    size: 10,
    coherence: 0.5,
    distinctness: 0.5,
    coherent: true,
  }));
  const items = new Map<string, Item>(
    Object.entries(spec.items).map(([itemId, name]) => [
      itemId,
      { itemId, name, categories: [], price: null, description: '', attributes: {} },
    ]),
  );
  const sentences = new Map<string, AspectSentence[]>();
  const reviews: Review[] = Object.entries(spec.reviews).map(([reviewId, [userId, itemId, day, ...said]]) => {
    sentences.set(
      reviewId,
      said.map(([aspectId, sentiment, text], sentenceIndex) => ({
        reviewId,
        sentenceIndex,
        text,
        aspects: [{ aspectId, score: 1, sentiment }],
        sentiment,
      })),
    );
    const text = said.map((sentence) => sentence[2]).join(' ');
    return { reviewId, userId, itemId, rating: 4, timestampMs: day * DAY, title: '', text, split: 'train' };
  });
  reviews.sort((a, b) => a.timestampMs - b.timestampMs || (a.reviewId < b.reviewId ? -1 : 1));
  const before = (t: number, keep: (review: Review) => boolean): Review[] =>
    reviews.filter((review) => review.timestampMs < t && keep(review));
  const opinionsOf = (of: readonly Review[]) =>
    clusters.map(({ aspectId }) => {
      const own = of
        .flatMap(({ reviewId }) => sentences.get(reviewId) ?? [])
        .filter((sentence) => sentence.aspects[0]?.aspectId === aspectId);
      const sum = own.reduce((total, sentence) => total + sentence.sentiment, 0);
      return {
        aspectId,
        salience: 1 / clusters.length,
        sentiment: own.length === 0 ? 0 : sum / own.length,
        trendPerYear: 0,
        evidenceWeight: own.length,
        evidenceCount: own.length,
        evidence: own.map(({ reviewId, sentenceIndex }) => ({ reviewId, sentenceIndex })),
      };
    });
  return {
    clusters,
    reviews,
    items,
    review: (reviewId) => reviews.find((review) => review.reviewId === reviewId),
    sentence: ({ reviewId, sentenceIndex }) => sentences.get(reviewId)?.[sentenceIndex],
    sentencesOf: (reviewId) => sentences.get(reviewId) ?? [],
    userReviewsBefore: (userId, t) => before(t, (review) => review.userId === userId),
    itemReviewsBefore: (itemId, t) => before(t, (review) => review.itemId === itemId),
    itemsReviewedBefore: (t) => [...new Set(before(t, () => true).map((review) => review.itemId))].sort(),
    userProfileAt(userId, timestampMs) {
      const own = before(timestampMs, (review) => review.userId === userId);
      return { userId, timestampMs, reviewCount: own.length, sparse: false, opinions: opinionsOf(own) };
    },
    itemStandingAt(itemId, timestampMs) {
      const own = before(timestampMs, (review) => review.itemId === itemId);
      return { itemId, timestampMs, reviewCount: own.length, sparse: false, opinions: opinionsOf(own) };
    },
  };
}

export type ActSpec = Partial<Pick<PlannedAct, 'aspectId' | 'polarity' | 'itemId' | 'evidenceIds' | 'mandatory'>>;

export function act(speaker: 'user' | 'system', name: PlannedAct['act'], content: ActSpec = {}): PlannedAct {
  return {
    speaker,
    act: name,
    aspectId: null,
    polarity: null,
    itemId: null,
    evidenceIds: [],
    mandatory: true,
    ...content,
  };
}

const ENDS: Readonly<Record<SuperNode['kind'], readonly ['user' | 'system', 'user' | 'system']>> = {
  open: ['system', 'user'],
  elicit: ['system', 'user'],
  refer_history: ['system', 'user'],
  recommend: ['system', 'system'],
  critique: ['user', 'user'],
  justify: ['user', 'system'],
  compare: ['user', 'system'],
  accept: ['user', 'user'],
  close: ['system', 'user'],
};

export function node(nodeId: string, kind: SuperNode['kind'], acts: PlannedAct[], optional = false): SuperNode {
  const [firstSpeaker, lastSpeaker] = ENDS[kind];
  const single = firstSpeaker === lastSpeaker;
  return {
    nodeId,
    kind,
    acts,
    firstSpeaker,
    lastSpeaker,
    minTurns: single ? 1 : 2,
    maxTurns: kind === 'critique' || kind === 'accept' ? 1 : single ? 3 : 4,
    optional,
    alternativeGroup: null,
  };
}

export interface PlanSpec {
  readonly dialogId: string;
  readonly userId: string;
  readonly day: number;
  readonly target: string;
  readonly history: string[];
  readonly rejected: DialogPlan['rejected'];
  readonly goals: readonly (readonly [number, string])[];
  readonly nodes: SuperNode[];
  readonly edges: DialogPlan['edges'];
  /** handle: review id, sentence index, role. */
  readonly evidence: Readonly<Record<string, readonly [string, number, Evidence['role']]>>;
}

export function planOf(spec: PlanSpec, base: EvidenceBase): DialogPlan {
  return {
    dialogId: spec.dialogId,
    ordinal: 0,
    kind: 'dag',
    userId: spec.userId,
    timestampMs: spec.day * DAY,
    split: 'train',
    targetItemId: spec.target,
    history: spec.history,
    rejected: spec.rejected,
    candidates: [...spec.rejected.map(({ itemId }) => itemId), spec.target].sort(),
    goals: spec.goals.map(([aspectId, id]) => ({ aspectId, sentiment: 0.8, evidenceIds: [id] })),
    sparseUser: false,
    sparseItem: false,
    nodes: spec.nodes,
    edges: spec.edges,
    evidence: Object.entries(spec.evidence).map(([evidenceId, [reviewId, sentenceIndex, role]]) => {
      const review = base.review(reviewId);
      const sentence = base.sentence({ reviewId, sentenceIndex });
      const score = sentence?.aspects[0];
      if (!review || !sentence || !score) throw new Error(`no sentence ${reviewId}/${sentenceIndex}`);
      const { itemId, timestampMs } = review;
      const { aspectId, sentiment } = score;
      return {
        evidenceId,
        reviewId,
        sentenceIndex,
        itemId,
        aspectId,
        sentiment,
        quote: sentence.text,
        timestampMs,
        role,
      };
    }),
  };
}
