import type { RunConfig } from '../config/run-config.ts';
import { createRandom, deriveSeed, type Random } from '../random.ts';
import type { Citation } from './citable-evidence.ts';
import type { DialogPlan, SuperNode } from './dialog-plan.ts';
import type { EvidenceLedger } from './evidence-ledger.ts';
import { comparisonWith, type PlanMaterial, type Statement } from './plan-material.ts';
import type { Rejection } from './rejections.ts';
import * as node from './super-nodes.ts';
import type { Target } from './target.ts';

/*
 * Semantic dialog planning: a dialog's plan is a DAG of flexible super-nodes in which the system elicits before it
 * recommends (paper, section on planning). The paper leaves node types and shapes open; ours is
 *
 *   open -> {elicit ..., refer to history} -> (recommend a candidate -> [justify] -> critique)* -> recommend the target
 *        -> {justify ..., compare} -> accept -> close
 *
 * with siblings in any order. Users differ, so shapes do: sparse users are asked more, sparse items claim less, some
 * siblings are optional or alternatives, all drawn by the dialog's seed. A critique may be answered by comparing
 * what was turned down with the next recommendation, or by that recommendation alone, where the next item really stands
 * better on the aspect of the critique. A `flat` plan has the same material in one fixed chain.
 */

/** How often a draw gives a shape its freedom; ours. */
const SHARE = {
  openGoal: 0.3,
  askedWeakness: 0.35,
  compared: 0.7,
  optional: 0.4,
  alternatives: 0.3,
  userCloses: 0.5,
} as const;
const MAX_ELICITS = 4;
const MAX_ANSWERS = 2;
/** Claims with the target after a critique: one that answers it, one for what the user came for. */
const ANSWER_AND_GOAL = 2;

type Graph = Pick<DialogPlan, 'nodes' | 'edges'>;

export interface GraphInput {
  readonly config: RunConfig;
  readonly target: Target;
  readonly material: PlanMaterial;
  readonly ledger: EvidenceLedger;
}

interface Drawing {
  readonly input: GraphInput;
  readonly random: Random;
  /** Nothing optional, no alternatives, no siblings, exact turn counts. */
  readonly flat: boolean;
  readonly nodes: SuperNode[];
  readonly edges: [string, string][];
}

export function drawGraph(input: GraphInput): Graph {
  const random = createRandom(deriveSeed(input.config.seed, 'plan-graph', input.target.dialogId));
  const drawing: Drawing = { input, random, flat: input.config.plan.kind === 'flat', nodes: [], edges: [] };
  const known = drawPreferences(drawing);
  const offered = drawRejections(drawing, known);
  const discussed = drawTarget(drawing, offered);
  const accepted = place(drawing, node.acceptNode(input.target.itemId), discussed);
  place(drawing, node.closeNode(chance(drawing, SHARE.userCloses)), accepted);
  return { nodes: drawing.nodes, edges: drawing.edges };
}

/** open -> elicits and reference; returns the nodes that the first recommendation waits for. */
function drawPreferences(drawing: Drawing): string[] {
  const { material, ledger } = drawing.input;
  const goals = material.goals.map((goal): Statement => ({ ...goal, itemId: null, polarity: 'positive' }));
  const wishes = [...goals.slice(1), ...material.preferences];
  const openly = wishes.length === 0 || chance(drawing, SHARE.openGoal);
  const first = goals.slice(0, 1).map((goal) => content(ledger, goal));
  let ready = place(drawing, node.openNode(openly ? null : (first[0] ?? null)), []);
  if (openly) for (const goal of first) ready = place(drawing, node.elicitNode(goal, true), ready);
  const count = elicitCount(drawing);
  const asked = wishes.slice(0, openly ? count - 1 : count);
  const drafts = asked.map((wish) => node.elicitNode(content(ledger, wish), false));
  const { reference } = material;
  if (reference) drafts.push(node.referHistoryNode(content(ledger, reference)));
  return drafts.length > 0 ? placeSiblings(drawing, drafts, ready, reference ? drafts.length - 1 : null) : ready;
}

/** More questions for those of whom little is known. */
function elicitCount({ input: { material }, random }: Drawing): number {
  const count = material.goals.length - 1 + (material.sparseUser ? 2 : 1) + random.int(2);
  return Math.min(MAX_ELICITS, Math.max(1, count));
}

/** (recommend -> critique)*; the weak point is admitted at once, or on being asked. */
function drawRejections(drawing: Drawing, after: readonly string[]): string[] {
  const { material, ledger } = drawing.input;
  let before = [...after];
  for (const [index, rejection] of material.rejections.entries()) {
    const { itemId, aspectId } = rejection;
    const weakness: Statement = { itemId, aspectId, polarity: 'negative', citations: rejection.citations.slice(0, 1) };
    const praise = rejection.praise ? [rejection.praise] : [];
    const asked = chance(drawing, SHARE.askedWeakness);
    const offer = { itemId, claims: asked ? praise : [...praise, weakness], answers: material.rejections[index - 1] };
    before = placeOffer(drawing, offer, before).placed;
    if (asked) before = place(drawing, node.justifyNode(content(ledger, weakness)), before);
    before = place(drawing, node.critiqueNode(content(ledger, weakness)), before);
  }
  return before;
}

interface Offer {
  readonly itemId: string;
  readonly claims: readonly Statement[];
  /** What was turned down just before. */
  readonly answers: Rejection | undefined;
}

/**
 * A recommendation. Where a claim speaks to what the item before was turned down for, it is one of two answers to that
 * critique, the other of which sets the two items against each other. A flat plan leaves no choice.
 */
function placeOffer(drawing: Drawing, { itemId, claims, answers }: Offer, after: readonly string[]) {
  const { ledger } = drawing.input;
  const stated = claims.map((claim) => content(ledger, claim));
  const recommendation = node.recommendNode(itemId, stated);
  const better = claims.some(({ aspectId, polarity }) => aspectId === answers?.aspectId && polarity === 'positive');
  if (!answers || !better || !chance(drawing, SHARE.compared)) {
    return { placed: place(drawing, recommendation, after), compared: null };
  }
  const comparison = node.compareAnewNode(content(ledger, comparisonWith(answers)), recommendation);
  const freedom = { optional: false, alternativeGroup: `g${drawing.nodes.length + 1}` };
  const placed = [recommendation, comparison].flatMap((draft) => place(drawing, draft, after, freedom));
  return { placed, compared: answers };
}

/** The target with its claims, then what is asked about it; returns the nodes that accepting waits for. */
function drawTarget(drawing: Drawing, after: readonly string[]): string[] {
  const { target, material, ledger } = drawing.input;
  const last = material.rejections.at(-1);
  const answer = material.claims.find(({ aspectId }) => aspectId === last?.aspectId);
  const claims = [...new Set([...(answer ? [answer] : []), ...material.claims])];
  const atOnce = answer ? ANSWER_AND_GOAL : material.sparseItem ? 1 : 1 + drawing.random.int(2);
  const offer = { itemId: target.itemId, claims: claims.slice(0, atOnce), answers: last };
  const { placed, compared } = placeOffer(drawing, offer, after);

  const rest = claims.slice(atOnce);
  const comparison = material.comparisons.find(({ itemId }) => itemId !== compared?.itemId);
  const contrast = rest.find(({ aspectId }) => aspectId === comparison?.aspectId) ?? null;
  const answers = drawing.random.int((material.sparseItem ? 1 : MAX_ANSWERS) + 1);
  const drafts = rest
    .filter((claim) => claim !== contrast)
    .slice(0, answers)
    .map((claim) => node.justifyNode(content(ledger, claim)));
  if (comparison) {
    drafts.push(node.compareNode(content(ledger, comparison), contrast && content(ledger, contrast)));
  }
  return drafts.length > 0 ? placeSiblings(drawing, drafts, placed, null) : placed;
}

/**
 * Nodes in any order, all after `after`. From the second on they may be optional; the last two may be alternatives.
 * `alwaysDrawn` marks one (the reference to history) that is never an alternative. A flat plan chains them.
 */
function placeSiblings(
  drawing: Drawing,
  drafts: readonly node.NodeDraft[],
  after: readonly string[],
  alwaysDrawn: number | null,
): string[] {
  if (drawing.flat) {
    let before = [...after];
    for (const draft of drafts) before = place(drawing, draft, before);
    return before;
  }
  const free = drafts.map((_, index) => index).filter((index) => index > 0 && index !== alwaysDrawn);
  const pair = free.length >= 2 && chance(drawing, SHARE.alternatives) ? free.slice(-2) : [];
  const group = pair.length === 2 ? `g${drawing.nodes.length + 1}` : null;
  return drafts.flatMap((draft, index) => {
    const alternative = pair.includes(index);
    const optional = index > 0 && !alternative && chance(drawing, SHARE.optional);
    return place(drawing, draft, after, { optional, alternativeGroup: alternative ? group : null });
  });
}

function place(
  drawing: Drawing,
  draft: node.NodeDraft,
  after: readonly string[],
  freedom: Pick<SuperNode, 'optional' | 'alternativeGroup'> = { optional: false, alternativeGroup: null },
): string[] {
  const nodeId = `n${drawing.nodes.length + 1}`;
  const { minTurns, acts } = draft;
  const fixed = { maxTurns: minTurns, acts: acts.filter((act) => act.mandatory) };
  drawing.nodes.push({ nodeId, ...draft, ...(drawing.flat ? fixed : {}), ...freedom });
  for (const before of after) drawing.edges.push([before, nodeId]);
  return [nodeId];
}

/** A flat plan has one shape: no draw gives it freedom. */
function chance({ flat, random }: Drawing, share: number): boolean {
  return random.next() < share && !flat;
}

function content(
  ledger: EvidenceLedger,
  { itemId, aspectId, polarity, citations }: Statement & { readonly citations: readonly Citation[] },
): node.ActContent {
  return { itemId, aspectId, polarity, evidenceIds: ledger.cite(citations) };
}
