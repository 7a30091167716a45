import type { AspectCluster } from '../aspects/aspect.ts';
import type { Evidence } from '../planning/dialog-act.ts';
import type { DialogPlan, SuperNode } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import type { Transcript, Turn } from '../simulation/dialog.ts';
import { createUtteranceParser, type ParsedUtterance, type UtteranceParser } from './parse-utterance.ts';
import type { SecondReading } from './second-reading.ts';
import { catalogueNames } from './words/catalogue-names.ts';

/** A turn and what a listener makes of it. */
export interface ReadTurn {
  readonly turn: Turn;
  readonly parsed: ParsedUtterance;
  readonly previous: ReadTurn | null;
  /** The item that the talk was about when the turn began: the one last recommended in its own node. */
  readonly itemOnTable: string | null;
  /** Items that the system has been due to name before or in this turn's node. */
  readonly revealed: ReadonlySet<string>;
}

/** One dialog, read once for all checks. */
export interface DialogReading {
  readonly plan: DialogPlan;
  readonly transcript: Transcript;
  readonly base: EvidenceBase;
  readonly parser: UtteranceParser;
  readonly turns: readonly ReadTurn[];
  readonly nodes: ReadonlyMap<string, SuperNode>;
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** What embeddings make of the turns that the rules could not read; null: not asked. */
  readonly second: SecondReading | null;
  /** "aspect 3" by its label, for messages. */
  aspectLabel(aspectId: number | null): string;
  itemName(itemId: string): string;
}

/** `clusters`: the vocabulary of aspects, where it is not the base's own. */
export function readDialog(
  plan: DialogPlan,
  transcript: Transcript,
  base: EvidenceBase,
  clusters: readonly AspectCluster[] = base.clusters,
): DialogReading {
  const nodes = new Map(plan.nodes.map((node) => [node.nodeId, node]));
  const itemName = (itemId: string): string => base.items.get(itemId)?.name ?? itemId;
  const items = [...itemsOfPlan(plan)].sort().map((itemId) => ({ itemId, name: itemName(itemId) }));
  const parser = createUtteranceParser({ clusters, items, catalogue: catalogueNames(base) });
  const labels = new Map(clusters.map((cluster) => [cluster.aspectId, cluster.label]));
  return {
    plan,
    transcript,
    base,
    parser,
    nodes,
    turns: readTurns(transcript, nodes, parser),
    second: null,
    evidence: new Map(plan.evidence.map((evidence) => [evidence.evidenceId, evidence])),
    aspectLabel: (aspectId) => (aspectId === null ? 'any aspect' : (labels.get(aspectId) ?? `aspect ${aspectId}`)),
    itemName,
  };
}

/** Target, candidates, the user's history, and whatever else an act names. */
function itemsOfPlan(plan: DialogPlan): Set<string> {
  const acted = plan.nodes.flatMap((node) => node.acts.flatMap(({ itemId }) => itemId ?? []));
  return new Set([plan.targetItemId, ...plan.rejected.map(({ itemId }) => itemId), ...plan.history, ...acted]);
}

export function recommendedIn(node: SuperNode | undefined): string | null {
  return node?.acts.find((act) => act.act === 'recommend' && act.itemId !== null)?.itemId ?? null;
}

function readTurns(
  transcript: Transcript,
  nodes: ReadonlyMap<string, SuperNode>,
  parser: UtteranceParser,
): readonly ReadTurn[] {
  const turns: ReadTurn[] = [];
  let itemOnTable: string | null = null;
  const revealed = new Set<string>();
  for (const turn of transcript.turns) {
    const recommended = recommendedIn(nodes.get(turn.nodeId));
    if (recommended !== null && turn.speaker === 'system') revealed.add(recommended);
    turns.push({
      turn,
      parsed: parser.parse(turn.text),
      previous: turns.at(-1) ?? null,
      itemOnTable: recommended ?? itemOnTable,
      revealed: new Set(revealed),
    });
    itemOnTable = recommended ?? itemOnTable;
  }
  return turns;
}

/** Cited by this turn's acts. */
export function citedIn(turn: Turn): string[] {
  return [...new Set(turn.acts.flatMap((act) => act.evidenceIds))];
}
