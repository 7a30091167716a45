import { describe, expect, it } from 'vitest';

import { readByReference } from '../../../core/experiments/reference-reading.ts';
import type { Evidence, Polarity } from '../../../core/planning/dialog-act.ts';
import type { DialogPlan } from '../../../core/planning/dialog-plan.ts';
import { openNode, recommendNode } from '../../../core/planning/super-nodes.ts';
import type { DeclaredAct, Turn } from '../../../core/simulation/dialog.ts';
import { createFakeBase } from '../planning/fake-base.ts';
import { handPlan } from '../planning/hand-plan.ts';

const [SOUND, BUILD, PRICE] = [0, 1, 2];
const NOW = 100;

/** By review: user, item, time, then each sentence's aspect and sentiment. */
const REVIEWS = {
  own: ['u1', 'old', 10, [BUILD, 0.8]],
  told: ['u2', 'target', 20, [SOUND, 0.8], [BUILD, -0.8]],
  goal: ['u1', 'target', NOW, [SOUND, 0.9]],
  after: ['u2', 'target', 130, [PRICE, 0.9]],
  regret: ['u1', 'other', 150, [BUILD, -0.7]],
} as const;
type ReviewName = keyof typeof REVIEWS;

const textOf = (reviewId: string, place: number): string => `This is what ${reviewId} says in sentence ${place}.`;

const reference = createFakeBase({
  items: [],
  reviews: Object.entries(REVIEWS).map(([reviewId, [userId, itemId, timestampMs]]) => ({
    reviewId,
    userId,
    itemId,
    rating: 4,
    timestampMs,
    title: '',
    text: '',
    split: 'train',
  })),
  sentences: Object.entries(REVIEWS).flatMap(([reviewId, [, , , ...said]]) =>
    said.map(([aspectId, sentiment], sentenceIndex) => ({
      reviewId,
      sentenceIndex,
      text: textOf(reviewId, sentenceIndex),
      aspects: [{ aspectId, score: 1, sentiment }],
      sentiment,
    })),
  ),
});

/** As an arm with wrong labels would write it: every aspect and sentiment beside a quote is false. */
function cite(evidenceId: string, reviewId: ReviewName, sentenceIndex: number, role: Evidence['role']): Evidence {
  const [, itemId, timestampMs] = REVIEWS[reviewId];
  const quote = textOf(reviewId, sentenceIndex);
  return { evidenceId, reviewId, sentenceIndex, itemId, timestampMs, quote, role, aspectId: PRICE, sentiment: -0.5 };
}

const placed = { optional: false, alternativeGroup: null };
const plan: DialogPlan = {
  ...handPlan(),
  timestampMs: NOW,
  goals: [{ aspectId: SOUND, sentiment: 0.8, evidenceIds: ['wish'] }],
  nodes: [
    { nodeId: 'n1', ...openNode(null), ...placed },
    { nodeId: 'n2', ...recommendNode('target', []), ...placed },
  ],
  edges: [['n1', 'n2']],
  evidence: [
    cite('wish', 'goal', 0, 'goal'),
    cite('past', 'own', 0, 'history'),
    cite('praise', 'told', 0, 'community'),
    cite('blame', 'told', 1, 'community'),
    cite('future', 'after', 0, 'community'),
  ],
};

function said(act: DeclaredAct['act'], aspectId: number, polarity: Polarity, evidenceId?: string): DeclaredAct {
  return { act, aspectId, polarity, itemId: null, evidenceIds: evidenceId === undefined ? [] : [evidenceId] };
}

function reading(user: readonly DeclaredAct[], system: readonly DeclaredAct[]) {
  const turns: Turn[] = [
    { turnIndex: 0, speaker: 'user', text: '', nodeId: 'n1', acts: [...user] },
    { turnIndex: 1, speaker: 'system', text: '', nodeId: 'n2', acts: [...system] },
  ];
  return readByReference(plan, turns, reference);
}

describe('readByReference', () => {
  it('asks the reference what a cited sentence says, not the plan', () => {
    const { claimsCited } = reading(
      [],
      [
        said('justify', SOUND, 'positive', 'praise'),
        said('justify', BUILD, 'positive', 'blame'),
        said('justify', BUILD, 'negative', 'blame'),
        // The sentence is on sound.
        said('answer', PRICE, 'positive', 'praise'),
        said('answer', PRICE, 'positive', 'future'),
        said('compare', SOUND, 'positive'),
      ],
    );
    expect(claimsCited).toEqual({ statements: 6, held: 2 });
  });

  it('holds claims against the trajectory of the item last recommended', () => {
    const { claimsAgree } = reading(
      [],
      [
        // Shrunk by one pseudo-sentence of 0.2: 0.5 on sound, -0.3 on build, 0.2 on price, of which nobody has spoken yet.
        said('justify', SOUND, 'positive', 'praise'),
        said('justify', BUILD, 'positive', 'blame'),
        said('justify', PRICE, 'negative'),
      ],
    );
    expect(claimsAgree).toEqual({ statements: 3, held: 1 });
  });

  it('wants own sentences for preferences, but none for having none', () => {
    const { preferencesCited } = reading(
      [
        said('disclose', SOUND, 'positive', 'wish'),
        said('disclose', BUILD, 'positive', 'past'),
        said('disclose', BUILD, 'negative', 'past'),
        said('disclose', PRICE, 'positive'),
        said('disclose', PRICE, 'neutral'),
        said('refer_history', BUILD, 'positive', 'past'),
      ],
      [],
    );
    expect(preferencesCited).toEqual({ statements: 5, held: 3 });
  });

  it('holds views against the profile before the dialog and the reviews after it, wishes aside', () => {
    const { preferencesAgree, preferencesLater } = reading(
      [
        said('disclose', SOUND, 'positive', 'wish'),
        // 0.5 before, -0.7 later: a view that the user will not keep.
        said('disclose', BUILD, 'positive', 'past'),
        said('disclose', BUILD, 'negative'),
        said('disclose', PRICE, 'neutral'),
        // The target's own review praises the sound.
        said('disclose', SOUND, 'negative'),
      ],
      [],
    );
    expect(preferencesAgree).toEqual({ statements: 4, held: 2 });
    expect(preferencesLater).toEqual({ statements: 3, held: 1 });
  });
});
