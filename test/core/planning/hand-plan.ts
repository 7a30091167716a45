import type { Evidence } from '../../../core/planning/dialog-act.ts';
import type { DialogPlan, SuperNode } from '../../../core/planning/dialog-plan.ts';
import {
  acceptNode,
  closeNode,
  compareNode,
  critiqueNode,
  elicitNode,
  justifyNode,
  openNode,
  recommendNode,
  referHistoryNode,
  type NodeDraft,
} from '../../../core/planning/super-nodes.ts';

const T = Date.UTC(2020, 5, 1);

/** A valid plan with every kind of node, something optional and a pair of alternatives. */
export function handPlan(): DialogPlan {
  const weakness = { itemId: 'bad', aspectId: 1, polarity: 'negative', evidenceIds: ['e3'] } as const;
  const strength = { itemId: 'target', aspectId: 0, polarity: 'positive', evidenceIds: ['e4'] } as const;
  return {
    dialogId: 'd000000',
    ordinal: 0,
    kind: 'dag',
    userId: 'u1',
    timestampMs: T,
    split: 'train',
    targetItemId: 'target',
    history: ['old'],
    rejected: [{ itemId: 'bad', aspectId: 1, evidenceIds: ['e3'] }],
    candidates: ['bad', 'target', 'other'],
    goals: [{ aspectId: 0, sentiment: 0.8, evidenceIds: ['e1'] }],
    sparseUser: false,
    sparseItem: false,
    nodes: [
      placed('n1', openNode({ aspectId: 0, polarity: 'positive', evidenceIds: ['e1'] })),
      placed('n2', elicitNode({ aspectId: 1, polarity: 'positive' }, false)),
      placed('n3', elicitNode({ aspectId: 2, polarity: 'negative' }, false), { optional: true }),
      placed('n4', referHistoryNode({ itemId: 'old', aspectId: 0, polarity: 'positive', evidenceIds: ['e2'] })),
      placed('n5', recommendNode('bad', [weakness])),
      placed('n6', critiqueNode(weakness)),
      placed('n7', recommendNode('target', [strength])),
      placed('n8', justifyNode(strength), { alternativeGroup: 'g1' }),
      placed('n9', compareNode(weakness, null), { alternativeGroup: 'g1' }),
      placed('n10', acceptNode('target')),
      placed('n11', closeNode(true)),
    ],
    edges: [
      ['n1', 'n2'],
      ['n1', 'n3'],
      ['n1', 'n4'],
      ['n2', 'n5'],
      ['n3', 'n5'],
      ['n4', 'n5'],
      ['n5', 'n6'],
      ['n6', 'n7'],
      ['n7', 'n8'],
      ['n7', 'n9'],
      ['n8', 'n10'],
      ['n9', 'n10'],
      ['n10', 'n11'],
    ],
    evidence: [
      evidence('e1', { role: 'goal', itemId: 'target', timestampMs: T }),
      evidence('e2', { role: 'history', itemId: 'old' }),
      evidence('e3', { itemId: 'bad', aspectId: 1, sentiment: -0.7, quote: 'The strap broke within a week.' }),
      evidence('e4', { itemId: 'target' }),
    ],
  };
}

function placed(
  nodeId: string,
  draft: NodeDraft,
  freedom: Partial<Pick<SuperNode, 'optional' | 'alternativeGroup'>> = {},
): SuperNode {
  return { nodeId, ...draft, optional: false, alternativeGroup: null, ...freedom };
}

function evidence(evidenceId: string, content: Partial<Evidence>): Evidence {
  return {
    evidenceId,
    reviewId: `r-${evidenceId}`,
    sentenceIndex: 0,
    itemId: 'target',
    aspectId: 0,
    sentiment: 0.8,
    quote: 'It sounds lovely in any room.',
    timestampMs: T - 86_400_000,
    role: 'community',
    ...content,
  };
}
