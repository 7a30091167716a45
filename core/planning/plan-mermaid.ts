import type { DialogPlan, SuperNode } from './dialog-plan.ts';
import { nodeTitle } from './plan-summary.ts';

/**
 * The plan as a Mermaid flowchart, with the evidence at each node: dashed nodes are optional, those of one group of alternatives share a hexagon.
 * Labels and names come from data, so every character that Mermaid or HTML could read as more than text is escaped.
 */
export function planToMermaid(
  plan: DialogPlan,
  labelOf: (aspectId: number) => string,
  itemName: (itemId: string) => string,
): string {
  const idOf = new Map(plan.nodes.map((node, index) => [node.nodeId, `s${index + 1}`]));
  const quoteOf = new Map(plan.evidence.map(({ evidenceId, quote }) => [evidenceId, quote]));
  const lines = plan.nodes.map((node) => {
    const text = `"${nodeText(node, labelOf, itemName, quoteOf)}"`;
    const shape = node.alternativeGroup === null ? `[${text}]` : `{{${text}}}`;
    return `  ${idOf.get(node.nodeId) ?? ''}${shape}${node.optional ? ':::optional' : ''}`;
  });
  const arrows = plan.edges.map(([before, after]) => `  ${idOf.get(before) ?? ''} --> ${idOf.get(after) ?? ''}`);
  return ['flowchart TD', ...lines, ...arrows, '  classDef optional stroke-dasharray: 4 3', ''].join('\n');
}

function nodeText(
  node: SuperNode,
  labelOf: (aspectId: number) => string,
  itemName: (itemId: string) => string,
  quoteOf: ReadonlyMap<string, string>,
): string {
  const items = new Set(node.acts.flatMap((act) => (act.itemId === null ? [] : [act.itemId])));
  const turns = node.minTurns === node.maxTurns ? `${node.minTurns}` : `${node.minTurns}-${node.maxTurns}`;
  const parts = [
    `${node.nodeId}: ${nodeTitle(node, labelOf)}`,
    ...[...items].map(itemName),
    ...evidenceAt(node, quoteOf),
    `${turns} ${turns === '1' ? 'turn' : 'turns'}, ${node.firstSpeaker} to ${node.lastSpeaker}`,
  ];
  return parts.map(escapeLabel).join('<br/>');
}

/** What the node may cite, each once: "e3: The strap broke within a week." */
function evidenceAt({ acts }: SuperNode, quoteOf: ReadonlyMap<string, string>): string[] {
  const cited = new Set(acts.flatMap(({ evidenceIds }) => evidenceIds));
  return [...cited].map((evidenceId) => `${evidenceId}: ${quoteOf.get(evidenceId) ?? ''}`);
}

/** Mermaid's own character references ("#35;"), so that nothing can end the label or become markup. */
export function escapeLabel(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[^\p{L}\p{N} .,:()'+-]/gu, (character) => `#${character.codePointAt(0)};`);
}
