import type { Violation } from '../../simulation/dialog.ts';
import type { DialogReading } from '../dialog-reading.ts';
import type { ParsedUtterance } from '../parse-utterance.ts';
import { violation } from '../violation.ts';

/** Ends accepted and closed where the plan says so; nothing else is ever accepted. */
export function checkEnding(reading: DialogReading): Violation[] {
  const { plan, transcript } = reading;
  const found: Violation[] = [];
  const last = transcript.visited.at(-1);
  const after = new Set(plan.edges.map(([before]) => before));
  const ends = plan.nodes.filter((node) => !after.has(node.nodeId));
  if (!ends.some((node) => node.nodeId === last?.nodeId)) {
    found.push(
      violation(
        'execution/ending',
        last?.nodeId ?? null,
        null,
        null,
        ends.map((node) => node.kind).join(' or '),
        last?.kind ?? 'nothing',
      ),
    );
  }
  for (const { turn, parsed, itemOnTable } of reading.turns) {
    if (turn.speaker !== 'user') continue;
    const declared = turn.acts.find((act) => act.act === 'accept');
    const other = declared?.itemId != null && declared.itemId !== plan.targetItemId;
    const early = itemOnTable !== plan.targetItemId;
    const said =
      parsed.cues.has('acceptance') &&
      !parsed.cues.has('refusal') &&
      /critique/.test(reading.nodes.get(turn.nodeId)?.kind ?? '');
    const instead = declared !== undefined && takesAnother(parsed, plan.targetItemId);
    if (other || (declared && early) || said || instead) {
      found.push(
        violation(
          'execution/accepted-other',
          turn.nodeId,
          turn.turnIndex,
          'user',
          'no acceptance yet',
          'an item accepted',
        ),
      );
    }
  }
  return found;
}

/** Names an item, and not the one that is to be accepted. */
function takesAnother({ items }: ParsedUtterance, targetItemId: string): boolean {
  return items.length > 0 && !items.some(({ itemIds }) => itemIds.includes(targetItemId));
}
