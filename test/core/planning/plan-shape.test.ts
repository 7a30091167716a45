import { describe, expect, it } from 'vitest';

import { planShape } from '../../../core/planning/plan-shape.ts';
import type { SuperNode } from '../../../core/planning/dialog-plan.ts';
import { handPlan } from './hand-plan.ts';

const plan = handPlan();
const edited = (edit: (node: SuperNode, place: number) => Partial<SuperNode>): string =>
  planShape({ ...plan, nodes: plan.nodes.map((node, place) => ({ ...node, ...edit(node, place) })) });

describe('planShape', () => {
  it('writes kinds, freedom and what comes before', () => {
    const [first, second] = plan.nodes;
    const nodes = [first, { ...second, optional: true }] as SuperNode[];
    expect(planShape({ nodes, edges: [[first?.nodeId ?? '', second?.nodeId ?? '']] })).toBe('>open 0>elicit?');
  });

  it('does not see what a plan is about, nor names of nodes and groups', () => {
    expect(edited((node) => ({ acts: node.acts.map((act) => ({ ...act, aspectId: 7, itemId: 'x' })) }))).toBe(
      planShape(plan),
    );
    expect(
      edited(({ alternativeGroup }) => ({ alternativeGroup: alternativeGroup && `other ${alternativeGroup}` })),
    ).toBe(planShape(plan));
  });

  it('sees another kind, another freedom and another order', () => {
    const shapes = [
      planShape(plan),
      edited((node, place) => (place === 1 ? { kind: 'refer_history' } : {})),
      edited((node, place) => (place === 1 ? { optional: true } : {})),
      planShape({ ...plan, edges: plan.edges.slice(1) }),
    ];
    expect(new Set(shapes).size).toBe(4);
  });
});
