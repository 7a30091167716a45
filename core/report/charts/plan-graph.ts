import { Graph, layout } from '@dagrejs/dagre';

import type { DialogPlan, SuperNode } from '../../planning/dialog-plan.ts';
import { nodeTitle } from '../../planning/plan-summary.ts';
import { figure } from '../chart.ts';
import { html, type Html } from '../html.ts';
import { clipped } from './clipped.ts';

const NODE_WIDTH = 168;
const LINE = 16;
const PADDING = 9;
const CHARACTERS = 25;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlanNames {
  readonly labelOf: (aspectId: number) => string;
  readonly itemName: (itemId: string) => string;
}

/** The plan's DAG as a drawing, laid out by layers; dashed nodes may be left out or are alternatives. */
export function planGraph(plan: DialogPlan, names: PlanNames): Html {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 18, ranksep: 30, marginx: 6, marginy: 6 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of plan.nodes) {
    const height = nodeLines(node, names).length * LINE + 2 * PADDING - 3;
    graph.setNode(node.nodeId, { width: NODE_WIDTH, height });
  }
  for (const [before, after] of plan.edges) graph.setEdge(before, after);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const edges = plan.edges.map(([before, after]) => edge(graph.edge(before, after).points ?? []));
  const nodes = plan.nodes.map((node) => drawNode(node, boxOf(graph.node(node.nodeId)), plan, names));
  const [wide, high] = [Math.ceil(width), Math.ceil(height)];
  return figure(
    {
      title: html`The plan<small
          >dashed: optional or one of several; framed: leads to the target; shaded: the user speaks first</small
        >`,
      description: described(plan, names),
    },
    html`<svg
      class="graph"
      xmlns="http://www.w3.org/2000/svg"
      width="${wide}"
      height="${high}"
      viewBox="0 0 ${wide} ${high}"
    >
      ${edges}${nodes}
    </svg>`,
  );
}

function boxOf({ x, y, width, height }: { x?: number; y?: number; width?: number; height?: number }): Box {
  return { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 };
}

function drawNode(node: SuperNode, box: Box, plan: DialogPlan, names: PlanNames): Html {
  const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
  const classes = [
    node.firstSpeaker,
    node.optional || node.alternativeGroup !== null ? 'optional' : '',
    node.acts.some(({ itemId }) => itemId === plan.targetItemId) ? 'goal' : '',
  ];
  const lines = nodeLines(node, names).map(
    ({ text, kind }, place) =>
      html`<text
        class="${kind}"
        x="${decimalPoint(left + PADDING)}"
        y="${decimalPoint(top + PADDING + 9 + place * LINE)}"
        >${text}</text
      >`,
  );
  return html`<g
    ><title>${nodeTitle(node, names.labelOf)}${itemsOf(node).map((itemId) => `; ${names.itemName(itemId)}`)}</title
    ><rect
      class="${classes.filter(Boolean).join(' ')}"
      x="${decimalPoint(left)}"
      y="${decimalPoint(top)}"
      width="${box.width}"
      height="${box.height}"
      rx="6"
    ></rect
    >${lines}</g
  >`;
}

/** What stands in a node: its kind, its aspects, its items, its turns. */
function nodeLines(node: SuperNode, { labelOf, itemName }: PlanNames): { text: string; kind: 'kind' | 'more' }[] {
  const aspects = [...new Set(node.acts.flatMap(({ aspectId }) => aspectId ?? []))].map(labelOf);
  const turns = node.minTurns === node.maxTurns ? `${node.minTurns}` : `${node.minTurns}–${node.maxTurns}`;
  const freedom =
    node.alternativeGroup === null ? (node.optional ? ', optional' : '') : `, one of ${node.alternativeGroup}`;
  return [
    { text: clipped(`${node.nodeId} ${node.kind.replaceAll('_', ' ')}`, CHARACTERS - 3), kind: 'kind' },
    ...(aspects.length > 0 ? [{ text: clipped(aspects.join(', '), CHARACTERS), kind: 'more' as const }] : []),
    ...itemsOf(node).map((itemId) => ({ text: clipped(itemName(itemId), CHARACTERS), kind: 'more' as const })),
    { text: clipped(`${turns} ${turns === '1' ? 'turn' : 'turns'}${freedom}`, CHARACTERS), kind: 'more' },
  ];
}

const itemsOf = (node: SuperNode): string[] => [...new Set(node.acts.flatMap(({ itemId }) => itemId ?? []))];

/** A smooth line through dagre's points, with an arrow head at its end. */
function edge(points: readonly { readonly x: number; readonly y: number }[]): Html {
  const at = (point: { readonly x: number; readonly y: number }): string =>
    `${decimalPoint(point.x)},${decimalPoint(point.y)}`;
  const [first, ...rest] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return html``;
  const curve = rest
    .slice(0, -1)
    .map(
      (point, place) =>
        `Q${at(point)} ${at(place === rest.length - 2 ? last : middle(point, rest[place + 1] ?? last))}`,
    );
  const { x, y } = last;
  const head = `M${at(last)}L${decimalPoint(x - 4)},${decimalPoint(y - 7)}L${decimalPoint(x + 4)},${decimalPoint(y - 7)}Z`;
  return html`<path d="M${at(first)}${curve.join('')}"></path><path class="head" d="${head}"></path>`;
}

const middle = (a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }) => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
});

/** SVG numbers: a tenth of a pixel, with a plain minus. */
const decimalPoint = (value: number): string => String(Math.round(value * 10) / 10);

function described(plan: DialogPlan, { labelOf }: PlanNames): string {
  return `Plan of ${plan.dialogId}: ${plan.nodes.map((node) => `${node.nodeId} ${nodeTitle(node, labelOf)}`).join('; ')}.`;
}
