import type { MutationKind } from '../core/judging/mutations/registry.ts';

const UNSAID = ['execution/act-not-said', 'behaviour/declared-not-said'] as const;

/** Beginnings of the names of checks by which a kind ought to be caught: caught by another, it was caught by luck. */
export const FITTING_CHECKS: Readonly<Record<MutationKind, readonly string[]>> = {
  'flip-preference': [...UNSAID, 'behaviour/preference', 'behaviour/undeclared-preference', 'behaviour/history'],
  'swap-item': [
    ...UNSAID,
    'execution/unplanned-item',
    'execution/accepted-other',
    'execution/item',
    'behaviour/recommend',
  ],
  'name-early': ['behaviour/title-leak', 'execution/item-before-its-turn'],
  'drop-node': [...UNSAID, 'execution/node-missing', 'execution/act-missing', 'execution/turns-outside-nodes'],
  'reorder-nodes': [...UNSAID, 'execution/node-', 'execution/turns-outside-nodes', 'execution/item-before-its-turn'],
  'cite-later': ['behaviour/later', 'behaviour/quote', 'behaviour/undeclared-claim', 'behaviour/claim'],
  'claim-unfounded': ['behaviour/undeclared-claim', 'behaviour/claim'],
  'contradict-trajectory': [...UNSAID, 'behaviour/undeclared-claim', 'behaviour/claim', 'behaviour/contra'],
  loop: ['execution/loop', 'execution/turn-bounds', 'execution/node-repeated'],
  'stop-early': ['execution/ending', 'execution/node-missing', 'execution/act-missing', 'execution/act-not-said'],
  'speak-twice': ['execution/alternation'],
  'other-history': ['behaviour/foreign-history', 'behaviour/history', 'behaviour/quote', 'execution/unplanned-item'],
  'empty-turns': [...UNSAID, 'execution/empty'],
  'invented-quotation': ['behaviour/quote'],
  'undeclared-words': [...UNSAID, 'behaviour/undeclared', 'execution/accepted-other'],
  'undeclared-acts': [...UNSAID, 'execution/act-missing', 'behaviour/evidence'],
};
