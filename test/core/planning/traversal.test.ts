import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nextNode, traversalOrder, traversalProblems } from '../../../core/planning/traversal.ts';
import { handPlan } from './hand-plan.ts';

const plan = handPlan();
const walk = (seed: number): string[] => traversalOrder(plan, seed).map((node) => node.nodeId);
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

describe('traversalOrder', () => {
  it('always begins with the opening and ends with the closing', () => {
    for (const seed of seeds) expect([walk(seed)[0], walk(seed).at(-1)]).toEqual(['n1', 'n11']);
  });

  it('gives only walks that the plan allows', () => {
    for (const seed of seeds) expect(traversalProblems(plan, walk(seed), true)).toEqual([]);
  });

  it('varies the order of siblings, what is optional, and the alternative', () => {
    const walks = seeds.map(walk);
    const with3 = walks.filter((nodes) => nodes.includes('n3'));
    const with8 = walks.filter((nodes) => nodes.includes('n8'));
    const first = new Set(walks.map((nodes) => nodes[1]));
    expect(first).toEqual(new Set(['n2', 'n3', 'n4']));
    // Shares 0.6 and 0.5 of 200: 4 standard deviations are 28.
    expect(Math.abs(with3.length - 120)).toBeLessThan(28);
    expect(Math.abs(with8.length - 100)).toBeLessThan(29);
    for (const nodes of walks) expect(nodes.includes('n8')).not.toBe(nodes.includes('n9'));
  });

  it('does not let successors of a skipped node overtake its predecessors', () => {
    // n1 -> n2 (optional) -> n3: skipping n2 must leave n1 before n3.
    const chain = {
      nodes: plan.nodes.slice(0, 3).map((node) => ({ ...node, optional: node.nodeId === 'n2' })),
      edges: [
        ['n1', 'n2'],
        ['n2', 'n3'],
      ] as [string, string][],
    };
    const walks = seeds.map((seed) =>
      traversalOrder(chain, seed)
        .map((node) => node.nodeId)
        .join(' '),
    );
    expect(new Set(walks)).toEqual(new Set(['n1 n2 n3', 'n1 n3']));
    expect(traversalProblems(chain, ['n3', 'n1'], true)).toContain('n3 comes before n2');
  });
});

describe('nextNode', () => {
  it('goes on from any place of a walk as the whole walk does', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(20), (seed, length) => {
        const nodes = walk(seed);
        const visited = nodes.slice(0, length);
        expect(nextNode(plan, visited, seed)?.nodeId ?? null).toBe(nodes[visited.length] ?? null);
      }),
    );
  });

  it('respects what was visited, though its own draw would have skipped it', () => {
    const skipping = seeds.find((seed) => !walk(seed).includes('n3')) ?? -1;
    const next = nextNode(plan, ['n1', 'n3'], skipping)?.nodeId;
    expect(['n2', 'n4']).toContain(next);
    const other = seeds.find((seed) => walk(seed).includes('n9')) ?? -1;
    expect(nextNode(plan, ['n1', 'n2', 'n4', 'n5', 'n6', 'n7', 'n8'], other)?.nodeId).toBe('n10');
  });
});

describe('traversalProblems', () => {
  it.each([
    ['an order against an edge', ['n1', 'n5', 'n2'], false, 'n5 comes before n2'],
    ['a missing node', ['n1', 'n4', 'n5', 'n6', 'n7', 'n8', 'n10', 'n11'], true, 'n2 is not visited'],
    ['both alternatives', ['n1', 'n2', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9'], false, 'n8 and n9 are alternatives'],
    ['no alternative', ['n1', 'n2', 'n4', 'n5', 'n6', 'n7', 'n10', 'n11'], true, 'none of the alternatives n8, n9'],
    ['a stranger', ['n1', 'n42'], false, 'n42 is not a node'],
    ['a node twice', ['n1', 'n2', 'n2'], false, 'n2 is visited twice'],
  ])('names %s', (_, visited, complete, problem) => {
    expect(traversalProblems(plan, visited, complete)).toContainEqual(expect.stringContaining(problem));
  });

  it('accepts a walk under way', () => {
    expect(traversalProblems(plan, ['n1', 'n4', 'n2', 'n5'], false)).toEqual([]);
  });
});
