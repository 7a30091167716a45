import { LEAVE } from '../bank/endings.ts';
import { SYSTEM_CLOSE } from '../paraphrases/system.ts';
import { mutatorOf, type Mutant, type Mutating } from '../mutation.ts';
import { cutAfter, withTurns } from '../turn-edits.ts';

/** The dialog ends before its plan does: every plan ends with accepting and closing. */
export const stopEarly = mutatorOf({
  'broken off': ({ random, transcript }) => {
    const kept = transcript.turns.length - 1 - random.int(Math.max(1, transcript.turns.length - 2));
    return { transcript: cutAfter(transcript, kept), at: [kept - 1] };
  },
  'broken off before closing': ({ transcript }) => {
    const closing = transcript.turns.findIndex((turn) => turn.acts.some(({ act }) => act === 'close'));
    return closing < 1 ? null : { transcript: cutAfter(transcript, closing), at: [closing - 1] };
  },
  'broken off but said to be visited': ({ random, transcript }) => {
    const kept = 1 + random.int(transcript.turns.length - 1);
    return { transcript: withTurns(transcript, transcript.turns.slice(0, kept)), at: [kept - 1] };
  },
  'the user leaves': leave,
  'closed before anything is accepted': closedWithout,
});

/** In place of a user's turn before the acceptance. */
function leave({ random, transcript }: Mutating): Omit<Mutant, 'variant'> | null {
  const accepted = transcript.turns.findIndex(({ acts }) => acts.some(({ act }) => act === 'accept'));
  const places = transcript.turns.flatMap(({ speaker, turnIndex }) =>
    speaker === 'user' && turnIndex > 1 && turnIndex <= accepted ? [turnIndex] : [],
  );
  if (places.length === 0) return null;
  const at = random.pick(places);
  const cut = cutAfter(transcript, at + 1);
  const farewell = cut.turns.map((turn) => (turn.turnIndex === at ? { ...turn, text: random.pick(LEAVE) } : turn));
  return { transcript: withTurns(cut, farewell), at: [at] };
}

/** The closing follows on a turn of the user's that is no acceptance. */
function closedWithout({ random, transcript }: Mutating): Omit<Mutant, 'variant'> | null {
  const accepted = transcript.turns.findIndex(({ acts }) => acts.some(({ act }) => act === 'accept'));
  const close = transcript.turns.filter(({ acts }) => acts.some(({ act }) => act === 'close'));
  const earlier = transcript.turns.filter(({ speaker, turnIndex }) => speaker === 'user' && turnIndex < accepted);
  if (earlier.length === 0 || close.length === 0) return null;
  const at = random.pick(earlier).turnIndex;
  const cut = cutAfter(transcript, at + 1);
  const closing = close.map((turn, place) => (place === 0 ? { ...turn, text: random.pick(SYSTEM_CLOSE) } : turn));
  return {
    transcript: {
      ...withTurns(cut, [...cut.turns, ...closing]),
      visited: [...cut.visited, ...transcript.visited.filter(({ kind }) => kind === 'close')],
    },
    at: [at, at + 1],
  };
}
