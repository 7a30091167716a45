import type { PlannedAct, SuperNode } from '../../planning/dialog-plan.ts';
import type { DeclaredAct, Violation } from '../../simulation/dialog.ts';
import type { DialogReading, ReadTurn } from '../dialog-reading.ts';
import { missingInWords } from '../said-acts.ts';
import { violation } from '../violation.ts';

/** Each mandatory act of a visited node is declared, and stands in the words, in a turn of it by the right speaker. */
export function checkPlannedActs(reading: DialogReading): Violation[] {
  return reading.transcript.visited.flatMap(({ nodeId }) => {
    const node = reading.nodes.get(nodeId);
    return node ? node.acts.filter((act) => act.mandatory).flatMap((act) => checkAct(act, node, reading)) : [];
  });
}

function checkAct(act: PlannedAct, node: SuperNode, reading: DialogReading): Violation[] {
  const turns = reading.turns.filter(({ turn }) => turn.nodeId === node.nodeId && turn.speaker === act.speaker);
  const expected = describeAct(act, reading);
  const declared = turns.filter(({ turn }) => turn.acts.some((declaration) => declares(declaration, act)));
  const turnIndex = (declared[0] ?? turns.at(-1))?.turn.turnIndex ?? null;
  if (declared.length === 0) {
    const near = turns.flatMap(({ turn }) => turn.acts).find((other) => other.act === act.act);
    const found = near ? describeAct({ ...near, speaker: act.speaker }, reading) : 'no such act';
    return [violation('execution/act-missing', node.nodeId, turnIndex, act.speaker, expected, found)];
  }
  const missing = bestOf([...declared, ...turns], (read) => missingInWords(act, read, reading));
  return missing === null
    ? []
    : [violation('execution/act-not-said', node.nodeId, turnIndex, act.speaker, expected, missing)];
}

/** Null as soon as one turn has it. */
function bestOf(turns: readonly ReadTurn[], miss: (read: ReadTurn) => string | null): string | null {
  const misses = turns.map((read) => miss(read));
  return misses.some((missed) => missed === null) ? null : (misses[0] ?? 'nothing');
}

/** What the plan leaves open matches anything; a claim meant by another name of the same act does not. */
export function declares(
  declared: DeclaredAct,
  planned: Pick<PlannedAct, 'act' | 'aspectId' | 'polarity' | 'itemId'>,
): boolean {
  const kinship: ReadonlySet<string> = new Set(['answer', 'justify']);
  const sameAct = declared.act === planned.act || (kinship.has(declared.act) && kinship.has(planned.act));
  return (
    sameAct &&
    (planned.aspectId === null || declared.aspectId === planned.aspectId) &&
    (planned.polarity === null || declared.polarity === planned.polarity) &&
    (planned.itemId === null || declared.itemId === null || declared.itemId === planned.itemId)
  );
}

/** Never names an item: the words go back to an agent that may not know it. */
export function describeAct(
  act: Pick<PlannedAct, 'speaker' | 'act' | 'aspectId' | 'polarity'>,
  reading: DialogReading,
): string {
  const polarity = act.polarity === null ? '' : `${act.polarity} `;
  const aspect = act.aspectId === null ? '' : ` (${polarity}on ${reading.aspectLabel(act.aspectId)})`;
  return `${act.act} by the ${act.speaker}${aspect}`;
}
