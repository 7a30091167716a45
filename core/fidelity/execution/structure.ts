import type { DialogPlan, SuperNode } from '../../planning/dialog-plan.ts';
import type { Transcript, Violation } from '../../simulation/dialog.ts';
import { FILLER_PHRASES, FILLER_WORDS } from '../lexicon/filler-words.ts';
import { violation } from '../violation.ts';

/** Order and choice of nodes: the DAG's arrows, what must be visited, alternatives, what was visited by mistake. */
export function checkOrder(plan: DialogPlan, transcript: Transcript): Violation[] {
  const nodes = new Map(plan.nodes.map((node) => [node.nodeId, node]));
  const place = new Map<string, number>();
  const found: Violation[] = [];
  for (const [index, visit] of transcript.visited.entries()) {
    const node = nodes.get(visit.nodeId);
    if (node === undefined || node.kind !== visit.kind) {
      found.push(violation('execution/node-unplanned', visit.nodeId, null, null, 'a node of the plan', visit.kind));
    }
    if (place.has(visit.nodeId)) {
      found.push(violation('execution/node-repeated', visit.nodeId, null, null, 'each node once', 'visited again'));
    }
    place.set(visit.nodeId, index);
  }
  for (const [before, after] of plan.edges) {
    const first = place.get(before);
    const second = place.get(after);
    if (first !== undefined && second !== undefined && first > second) {
      found.push(
        violation('execution/node-order', after, null, null, `${before} before ${after}`, 'the other way round'),
      );
    }
  }
  return [...found, ...missingNodes(plan, place), ...checkAlternatives(plan.nodes, place)];
}

function missingNodes(plan: DialogPlan, visited: ReadonlyMap<string, number>): Violation[] {
  return plan.nodes
    .filter((node) => !node.optional && node.alternativeGroup === null && !visited.has(node.nodeId))
    .map((node) => violation('execution/node-missing', node.nodeId, null, null, `the ${node.kind} part`, 'left out'));
}

function checkAlternatives(nodes: readonly SuperNode[], visited: ReadonlyMap<string, number>): Violation[] {
  const groups = new Map<string, SuperNode[]>();
  for (const node of nodes) {
    if (node.alternativeGroup === null) continue;
    groups.set(node.alternativeGroup, [...(groups.get(node.alternativeGroup) ?? []), node]);
  }
  return [...groups].flatMap(([group, members]) => {
    const taken = members.filter((node) => visited.has(node.nodeId)).length;
    const wanted = taken === 0 && members.every((node) => node.optional) ? 0 : 1;
    if (taken === wanted) return [];
    return [
      violation(
        'execution/alternatives',
        members[0]?.nodeId ?? null,
        null,
        null,
        `exactly one of ${group}`,
        `${taken}`,
      ),
    ];
  });
}

/** No word at all, or none but fillers: "Anyway.", "Um, let me think." */
function saysNothing(text: string): boolean {
  const words =
    text
      .toLowerCase()
      .replaceAll(FILLER_PHRASES, ' ')
      .match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.every((word) => FILLER_WORDS.has(word));
}

/** The turns follow the visits, speakers alternate, nobody says nothing, each node keeps its bounds and its ends. */
export function checkTurns(plan: DialogPlan, transcript: Transcript): Violation[] {
  const found: Violation[] = [];
  for (const [index, turn] of transcript.turns.entries()) {
    const previous = transcript.turns[index - 1];
    if (turn.turnIndex !== index) {
      found.push(
        violation('execution/turn-index', turn.nodeId, index, null, `turn ${index}`, `turn ${turn.turnIndex}`),
      );
    }
    if (saysNothing(turn.text)) {
      found.push(
        violation('execution/empty-turn', turn.nodeId, index, turn.speaker, 'something said', 'an empty turn'),
      );
    }
    if (previous?.speaker === turn.speaker) {
      const other = turn.speaker === 'user' ? 'system' : 'user';
      found.push(
        violation(
          'execution/alternation',
          turn.nodeId,
          index,
          turn.speaker,
          `the ${other} speaks`,
          'the same speaks twice',
        ),
      );
    }
  }
  return [...found, ...checkStretches(transcript), ...checkBounds(plan, transcript)];
}

function checkStretches(transcript: Transcript): Violation[] {
  const stretches = transcript.turns.map((turn) => turn.nodeId).filter((id, index, ids) => id !== ids[index - 1]);
  const visits = transcript.visited.map((visit) => visit.nodeId);
  if (stretches.length === visits.length && stretches.every((id, index) => id === visits[index])) return [];
  return [violation('execution/turns-outside-nodes', null, null, null, visits.join(' '), stretches.join(' '))];
}

function checkBounds(plan: DialogPlan, transcript: Transcript): Violation[] {
  return plan.nodes.flatMap((node) => {
    const turns = transcript.turns.filter((turn) => turn.nodeId === node.nodeId);
    const first = turns[0];
    const last = turns.at(-1);
    if (first === undefined || last === undefined) return [];
    const found: Violation[] = [];
    if (turns.length < node.minTurns || turns.length > node.maxTurns) {
      const bounds = `${node.minTurns} to ${node.maxTurns} turns`;
      found.push(
        violation('execution/turn-bounds', node.nodeId, last.turnIndex, null, bounds, `${turns.length} turns`),
      );
    }
    for (const [turn, speaker, end] of [
      [first, node.firstSpeaker, 'opens'],
      [last, node.lastSpeaker, 'ends'],
    ] as const) {
      if (turn.speaker === speaker) continue;
      found.push(
        violation('execution/node-speaker', node.nodeId, turn.turnIndex, null, `the ${speaker} ${end}`, turn.speaker),
      );
    }
    return found;
  });
}
