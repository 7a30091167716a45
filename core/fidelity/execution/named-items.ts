import type { Violation } from '../../simulation/dialog.ts';
import type { DialogReading, ReadTurn } from '../dialog-reading.ts';
import { violation } from '../violation.ts';

/**
 * Planned items and no others, each in its time: a candidate not before the node that recommends it, the user's own
 * past items by the user first (the system knows no private history), nothing else of the catalogue at all.
 */
export function checkNamedItems(reading: DialogReading): Violation[] {
  const found: Violation[] = [];
  const spokenOf = new Set<string>();
  const history = new Set(reading.plan.history);
  const candidates = new Set([reading.plan.targetItemId, ...reading.plan.rejected.map(({ itemId }) => itemId)]);
  for (const read of reading.turns) {
    const { turn, parsed } = read;
    const quoted = (at: number): boolean => parsed.quotes.some(({ start, end }) => start <= at && at < end);
    for (const mention of parsed.items) {
      const allowed = mention.itemIds.some(
        (itemId) =>
          read.revealed.has(itemId) || spokenOf.has(itemId) || (turn.speaker === 'user' && history.has(itemId)),
      );
      // The target named by the user is a leak and has its own check.
      const leak = turn.speaker === 'user' && mention.itemIds.includes(reading.plan.targetItemId);
      // Reviewers speak of other items too; only the target's name may not come early even so.
      const cited = quoted(mention.start) && !mention.itemIds.includes(reading.plan.targetItemId);
      if (!allowed && !leak && !cited)
        found.push(
          tooEarly(
            read,
            mention.words,
            mention.itemIds.some((id) => candidates.has(id)),
          ),
        );
      if (allowed) for (const itemId of mention.itemIds) if (mention.itemIds.length === 1) spokenOf.add(itemId);
    }
    for (const stranger of parsed.strangers) {
      if (quoted(stranger.start)) continue;
      found.push(
        violation(
          'execution/unplanned-item',
          turn.nodeId,
          turn.turnIndex,
          turn.speaker,
          'only the items at hand',
          stranger.words,
        ),
      );
    }
  }
  return found;
}

function tooEarly({ turn }: ReadTurn, words: string, candidate: boolean): Violation {
  const check = candidate ? 'execution/item-before-its-turn' : 'execution/unplanned-item';
  const found = turn.speaker === 'user' ? 'an item that was not yet spoken of' : words;
  return violation(check, turn.nodeId, turn.turnIndex, turn.speaker, 'no item before its turn to be named', found);
}
