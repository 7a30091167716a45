import type { Transcript, Turn } from '../../simulation/dialog.ts';

/** Edits of a transcript. Each gives a new one, its turns numbered from 0. */

/** Turns before they have their number. */
export type TurnDraft = Omit<Turn, 'turnIndex'>;

export function withTurns(transcript: Transcript, turns: readonly TurnDraft[]): Transcript {
  return { ...transcript, turns: turns.map((turn, turnIndex) => ({ ...turn, turnIndex })) };
}

export function withTurn(transcript: Transcript, turnIndex: number, change: Partial<TurnDraft>): Transcript {
  return withTurns(
    transcript,
    transcript.turns.map((turn, index) => (index === turnIndex ? { ...turn, ...change } : turn)),
  );
}

export function insertTurns(transcript: Transcript, at: number, inserted: readonly TurnDraft[]): Transcript {
  return withTurns(
    transcript,
    transcript.turns.toSpliced(at, 0, ...inserted.map((turn, i) => ({ ...turn, turnIndex: at + i }))),
  );
}

export function turnsOf(transcript: Transcript, nodeId: string): readonly Turn[] {
  return transcript.turns.filter((turn) => turn.nodeId === nodeId);
}

/** The dialog's first turns; nodes of which nothing is left were not visited. */
export function cutAfter(transcript: Transcript, turnCount: number): Transcript {
  const turns = transcript.turns.slice(0, turnCount);
  const reached = new Set(turns.map(({ nodeId }) => nodeId));
  return { ...withTurns(transcript, turns), visited: transcript.visited.filter(({ nodeId }) => reached.has(nodeId)) };
}
