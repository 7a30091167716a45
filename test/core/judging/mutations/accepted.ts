import type { AspectSentence } from '../../../../core/aspects/aspect.ts';
import type { AcceptedDialog } from '../../../../core/judging/mutations/mutation.ts';
import { sayTurn } from '../../../../core/judging/mutations/say-acts.ts';
import { withTurns, type TurnDraft } from '../../../../core/judging/mutations/turn-edits.ts';
import type { DialogPlan } from '../../../../core/planning/dialog-plan.ts';
import type { EvidenceBase } from '../../../../core/profiles/evidence-base.ts';
import { createRandom } from '../../../../core/random.ts';
import type { Review } from '../../../../core/reviews/review.ts';
import type { DeclaredAct, Transcript } from '../../../../core/simulation/dialog.ts';
import { startTranscript } from '../../../../core/simulation/transcript.ts';
import { clusterOf, createFakeBase } from '../../planning/fake-base.ts';
import { handPlan } from '../../planning/hand-plan.ts';

/** Aspects 0 to 3; of the last no review says a word before the dialogs. */
export const LABELS = ['sound', 'build', 'price', 'strap'] as const;
export const NAMES = {
  target: 'Arvolt Meridian headset',
  bad: 'Kelbro Tundra recorder',
  old: 'Ossian Pivot stand',
  other: 'Zephyra Nimbus lamp',
  lamp: 'Quorin Basalt kettle',
} as const;

const T = handPlan().timestampMs;
const DAY_MS = 86_400_000;

interface Told {
  readonly user: string;
  readonly item: keyof typeof NAMES;
  readonly days: number;
  readonly says: readonly (readonly [aspectId: number, sentiment: number, text: string])[];
}

const TOLD: readonly Told[] = [
  { user: 'u1', item: 'old', days: -90, says: [[0, 0.8, 'I enjoyed the warm sound of this one very much.']] },
  { user: 'u2', item: 'old', days: -80, says: [[1, 0.6, 'A sturdy build that has outlived three of mine.']] },
  { user: 'u3', item: 'target', days: -60, says: [[0, 0.9, 'The sound fills the whole of our little kitchen.']] },
  { user: 'u4', item: 'target', days: -50, says: [[2, 0.7, 'At this price nobody in town can match it.']] },
  { user: 'u3', item: 'bad', days: -40, says: [[1, -0.8, 'Its build gave out after one week of travel.']] },
  { user: 'u9', item: 'lamp', days: -30, says: [[0, 0.5, 'The kettle makes a lovely sound when water boils.']] },
  { user: 'u4', item: 'target', days: 30, says: [[3, 0.9, 'After a year the strap is still soft and good.']] },
];

export function world(told: readonly Told[] = TOLD): EvidenceBase {
  const reviews: Review[] = told.map(({ user, item, days, says }, place) => ({
    reviewId: `r${place}`,
    userId: user,
    itemId: item,
    rating: 4,
    timestampMs: T + days * DAY_MS,
    title: '',
    text: says.map(([, , text]) => text).join(' '),
    split: 'train',
  }));
  const sentences: AspectSentence[] = told.flatMap(({ says }, place) =>
    says.map(([aspectId, sentiment, text], sentenceIndex) => ({
      reviewId: `r${place}`,
      sentenceIndex,
      text,
      aspects: [{ aspectId, score: 0.9, sentiment }],
      sentiment,
    })),
  );
  const items = Object.entries(NAMES).map(([itemId, name]) => ({
    itemId,
    name,
    categories: [],
    price: null,
    description: '',
    attributes: {},
  }));
  return createFakeBase({ reviews, items, sentences, clusters: LABELS.map((label, id) => clusterOf(id, label)) });
}

export const beforeTheDialogs = (): EvidenceBase => world(TOLD.filter(({ days }) => days < 0));

/** The plan by hand, walked through in order (without the second alternative), said honestly. */
export function accepted(base: EvidenceBase, plan: DialogPlan = handPlan()): AcceptedDialog {
  const nodes = plan.nodes.filter(({ nodeId }) => nodeId !== 'n9');
  const drafts = nodes.flatMap(({ nodeId, acts }) => {
    const turns: (Omit<TurnDraft, 'acts'> & { acts: DeclaredAct[] })[] = [];
    for (const { speaker, mandatory, ...act } of acts.filter((one) => one.mandatory)) {
      const last = turns.at(-1);
      if (last?.speaker === speaker) last.acts.push(act);
      else if (mandatory) turns.push({ speaker, nodeId, text: '', acts: [act] });
    }
    return turns;
  });
  const silent: Transcript = {
    ...withTurns(startTranscript(plan, 1), drafts),
    visited: nodes.map(({ nodeId, kind }) => ({ nodeId, kind })),
  };
  const saying = { dialog: { plan, transcript: silent }, base, random: createRandom(7), used: new Set<string>() };
  const turns = silent.turns.map((turn) => ({ ...turn, text: sayTurn(turn, saying) ?? '' }));
  return { plan, transcript: { ...silent, turns } };
}

/** Another user's dialog of the same run. */
export function another(base: EvidenceBase): AcceptedDialog {
  return accepted(base, { ...handPlan(), dialogId: 'd000001', userId: 'u9', history: ['lamp'] });
}
