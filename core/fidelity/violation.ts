import type { Speaker } from '../planning/dialog-act.ts';
import type { Violation } from '../simulation/dialog.ts';

/**
 * `expected` and `found` are shown to the speaker at fault in the next attempt (to both where it is null): they hold
 * nothing that this agent may not know, above all no title of an item that was not yet recommended.
 */
export function violation(
  check: string,
  nodeId: string | null,
  turnIndex: number | null,
  speaker: Speaker | null,
  expected: string,
  found: string,
): Violation {
  return { check, nodeId, turnIndex, speaker, expected, found };
}
