import { citeLater } from './kinds/cite-later.ts';
import { claimUnfounded } from './kinds/claim-unfounded.ts';
import { contradictTrajectory } from './kinds/contradict-trajectory.ts';
import { dropNode } from './kinds/drop-node.ts';
import { emptyTurns } from './kinds/empty-turns.ts';
import { flipPreference } from './kinds/flip-preference.ts';
import { inventedQuotation } from './kinds/invented-quotation.ts';
import { loop } from './kinds/loop.ts';
import { nameEarly } from './kinds/name-early.ts';
import { otherHistory } from './kinds/other-history.ts';
import { reorderNodes } from './kinds/reorder-nodes.ts';
import { speakTwice } from './kinds/speak-twice.ts';
import { stopEarly } from './kinds/stop-early.ts';
import { swapItem } from './kinds/swap-item.ts';
import { undeclaredActs } from './kinds/undeclared-acts.ts';
import { undeclaredWords } from './kinds/undeclared-words.ts';
import type { Mutator } from './mutation.ts';

/** Every kind of broken dialog, by name. */
export const MUTATORS = {
  'flip-preference': flipPreference,
  'swap-item': swapItem,
  'name-early': nameEarly,
  'drop-node': dropNode,
  'reorder-nodes': reorderNodes,
  'cite-later': citeLater,
  'claim-unfounded': claimUnfounded,
  'contradict-trajectory': contradictTrajectory,
  loop,
  'stop-early': stopEarly,
  'speak-twice': speakTwice,
  'other-history': otherHistory,
  'empty-turns': emptyTurns,
  'invented-quotation': inventedQuotation,
  'undeclared-words': undeclaredWords,
  'undeclared-acts': undeclaredActs,
} as const satisfies Readonly<Record<string, Mutator>>;

export type MutationKind = keyof typeof MUTATORS;
