import type { Turn } from '../simulation/dialog.ts';

/** What of a turn tells whether it names the target. */
type NamingTurn = Pick<Turn, 'turnIndex' | 'nodeId' | 'text'> & {
  readonly acts: readonly { readonly itemId: string | null }[];
};

/** Of a long product title, agents often say only the beginning: that many words already name it. */
const NAMING_WORDS = 4;

/** Lower-cased words of letters and digits, each between single spaces, with a space at both ends. */
function spacedWords(text: string): string {
  return ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}

/** The whole name or, of a longer one, its first four words. */
function namesItem(text: string, itemName: string): boolean {
  const words = spacedWords(itemName).trim().split(' ').slice(0, NAMING_WORDS).join(' ');
  return words !== '' && spacedWords(text).includes(` ${words} `);
}

/**
 * X, the part of a dialog that a recommender may see: it ends before the first turn that names the target or that
 * declares an act on it, and before the first turn of the node in which that happens, so that no word spoken on the
 * way to the recommendation remains. Declared acts are not taken on trust: the words are searched as well, of both
 * speakers. A target whose name is a common word cuts early: too short an X is safe, too long a one is a leak.
 */
export function truncateDialog<T extends NamingTurn>(
  dialog: { readonly turns: readonly T[]; readonly targetItemId: string },
  targetName: string,
): T[] {
  const turns = [...dialog.turns].sort((a, b) => a.turnIndex - b.turnIndex);
  const revealing = turns.findIndex(
    (turn) => turn.acts.some((act) => act.itemId === dialog.targetItemId) || namesItem(turn.text, targetName),
  );
  if (revealing < 0) return turns;
  const nodeId = turns[revealing]?.nodeId;
  const nodeStart = turns.findIndex((turn) => turn.nodeId === nodeId);
  return turns.slice(0, Math.min(revealing, nodeStart));
}
