import type { DialogAct, Speaker } from './dialog-act.ts';
import type { NodeKind, PlannedAct, SuperNode } from './dialog-plan.ts';

/** A super-node before its place in the graph is known. */
export type NodeDraft = Pick<SuperNode, 'kind' | 'acts' | 'minTurns' | 'maxTurns' | 'firstSpeaker' | 'lastSpeaker'>;

/** Who may open and end a node of each kind; speakers alternate across the borders, so plans are built from these. */
export const SPEAKERS_OF_KIND: Readonly<Record<NodeKind, readonly (readonly [Speaker, Speaker])[]>> = {
  open: [['system', 'user']],
  elicit: [['system', 'user']],
  refer_history: [['system', 'user']],
  recommend: [['system', 'system']],
  critique: [['user', 'user']],
  justify: [['user', 'system']],
  compare: [
    ['user', 'system'],
    ['system', 'system'],
  ],
  accept: [['user', 'user']],
  close: [
    ['system', 'system'],
    ['system', 'user'],
  ],
};

/** An act's content: an aspect, polarity, item and evidence handles, each left out where there is none. */
export interface ActContent {
  readonly aspectId?: number;
  readonly polarity?: PlannedAct['polarity'];
  readonly itemId?: string | null;
  readonly evidenceIds?: readonly string[];
}

function act(speaker: Speaker, kind: DialogAct, content: ActContent = {}, mandatory = true): PlannedAct {
  const { aspectId = null, polarity = null, itemId = null, evidenceIds = [] } = content;
  return { speaker, act: kind, aspectId, polarity, itemId, evidenceIds: [...evidenceIds], mandatory };
}

function draft(kind: NodeKind, acts: PlannedAct[], turns: readonly [number, number], ends = 0): NodeDraft {
  const [firstSpeaker, lastSpeaker] = SPEAKERS_OF_KIND[kind][ends] ?? ['system', 'user'];
  return { kind, acts, minTurns: turns[0], maxTurns: turns[1], firstSpeaker, lastSpeaker };
}

/** `goal`: null: the user only greets, and is asked for its goal in the next node. */
export function openNode(goal: ActContent | null): NodeDraft {
  const disclosure = goal ? [act('user', 'disclose', goal)] : [];
  return draft('open', [act('system', 'greet'), act('user', 'greet'), ...disclosure], [2, 4]);
}

/** `openly`: the system asks without naming the aspect that the user then tells of. */
export function elicitNode(preference: ActContent, openly: boolean): NodeDraft {
  const { aspectId } = preference;
  const question = openly || aspectId === undefined ? {} : { aspectId };
  return draft('elicit', [act('system', 'elicit', question), act('user', 'disclose', preference)], [2, 4]);
}

export function referHistoryNode(reference: ActContent): NodeDraft {
  return draft('refer_history', [act('system', 'elicit'), act('user', 'refer_history', reference)], [2, 4]);
}

/** The claims are made with the recommendation; should one be forgotten, the user may ask and so give a second turn. */
export function recommendNode(itemId: string, claims: readonly ActContent[]): NodeDraft {
  const justified = claims.map((claim) => act('system', 'justify', { ...claim, itemId }));
  const question = act('user', 'inquire', { itemId }, false);
  return draft('recommend', [act('system', 'recommend', { itemId }), ...justified, question], [1, 3]);
}

export function critiqueNode(complaint: ActContent): NodeDraft {
  const refusal = act('user', 'reject', { itemId: complaint.itemId ?? null });
  return draft('critique', [act('user', 'critique', complaint), refusal], [1, 1]);
}

export function justifyNode(claim: ActContent): NodeDraft {
  return draft('justify', [inquiry(claim), act('system', 'answer', claim)], [2, 4]);
}

/** `claim`: what the item on the table has to set against the earlier candidate, where it can be cited. */
export function compareNode(comparison: ActContent, claim: ActContent | null): NodeDraft {
  const contrast = claim ? [act('system', 'justify', claim)] : [];
  return draft('compare', [inquiry(comparison), act('system', 'compare', comparison), ...contrast], [2, 4]);
}

/**
 * A critique answered by comparing: what was turned down against the next recommendation, on the aspect of the critique.
 * `recommendation`: the node that would answer it without comparing; its claims hold the one on that aspect.
 */
export function compareAnewNode(comparison: ActContent, recommendation: NodeDraft): NodeDraft {
  return draft('compare', [act('system', 'compare', comparison), ...recommendation.acts], [1, 3], 1);
}

export function acceptNode(itemId: string): NodeDraft {
  return draft('accept', [act('user', 'accept', { itemId })], [1, 1]);
}

export function closeNode(userToo: boolean): NodeDraft {
  const farewell = act('system', 'close');
  return userToo ? draft('close', [farewell, act('user', 'close')], [2, 2], 1) : draft('close', [farewell], [1, 1]);
}

function inquiry({ aspectId, itemId }: ActContent): PlannedAct {
  return act('user', 'inquire', { ...(aspectId === undefined ? {} : { aspectId }), itemId: itemId ?? null });
}
