import { CONTENT_FREE, SMALL_TALK } from '../bank/fillers.ts';
import { firstMade, mutatorOf } from '../mutation.ts';
import { insertTurns, withTurn, withTurns } from '../turn-edits.ts';

/** The same speaker has two turns in a row. */
export const speakTwice = mutatorOf({
  'a turn in two': ({ random, transcript }) =>
    firstMade(random, transcript.turns, (turn) => {
      const parts = turn.text.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
      if (parts.length < 2) return null;
      const cut = 1 + random.int(parts.length - 1);
      const halves = [parts.slice(0, cut), parts.slice(cut)].map((half, place) => ({
        ...turn,
        text: half.join(' '),
        acts: place === 0 ? turn.acts : [],
      }));
      const turns = transcript.turns.toSpliced(turn.turnIndex, 1, ...halves);
      return { transcript: withTurns(transcript, turns), at: [turn.turnIndex, turn.turnIndex + 1] };
    }),
  'something more said': ({ random, transcript }) =>
    firstMade(random, transcript.turns, (turn) => {
      const more = { ...turn, acts: [], text: random.pick([...CONTENT_FREE, ...SMALL_TALK]) };
      const at = turn.turnIndex + 1;
      return { transcript: insertTurns(transcript, at, [more]), at: [at] };
    }),
  'said again': ({ random, transcript }) =>
    firstMade(random, transcript.turns, (turn) => {
      const at = turn.turnIndex + 1;
      return { transcript: insertTurns(transcript, at, [turn]), at: [at] };
    }),
  "the other's turn taken": ({ random, transcript }) =>
    firstMade(random, transcript.turns, ({ speaker, turnIndex }) => ({
      transcript: withTurn(transcript, turnIndex, { speaker: speaker === 'user' ? 'system' : 'user' }),
      at: [turnIndex],
    })),
  "the other's turn left out": ({ random, transcript }) =>
    firstMade(random, transcript.turns.slice(1, -1), ({ turnIndex }) => ({
      transcript: withTurns(transcript, transcript.turns.toSpliced(turnIndex, 1)),
      at: [turnIndex - 1],
    })),
});
