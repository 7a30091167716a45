import type { Turn } from '../../../simulation/dialog.ts';
import { firstMade, mutatorOf, type Mutant, type Mutating } from '../mutation.ts';
import { sayingOf, sayTurn } from '../say-acts.ts';
import { insertTurns, turnsOf, withTurn, type TurnDraft } from '../turn-edits.ts';

/** The speakers go round in circles. Asking once more within a node's turn bounds is no loop: these go beyond them. */
export const loop = mutatorOf({
  'verbatim exchange again': (mutating) => vary(mutating, (turn) => turn.text),
  'exchange again in other words': (mutating) => {
    const saying = sayingOf(mutating);
    return vary(mutating, (turn) => sayTurn(turn, saying));
  },
  'an earlier turn in place of a later one': parrot,
  'a node visited again': nodeAgain,
});

/** A question and its answer once more, and again, until the node has more turns than it may. */
function vary(mutating: Mutating, again: (turn: Turn) => string | null): Omit<Mutant, 'variant'> | null {
  const { plan, random, transcript } = mutating;
  const exchanges = transcript.turns.flatMap((first, place) => {
    const second = transcript.turns[place + 1];
    const meant = first.acts.length > 0 && (second?.acts.length ?? 0) > 0;
    return second && meant && second.nodeId === first.nodeId ? [[first, second] as const] : [];
  });
  return firstMade(random, exchanges, (exchange) => {
    const [{ nodeId }, { turnIndex }] = exchange;
    const maxTurns = plan.nodes.find((node) => node.nodeId === nodeId)?.maxTurns ?? 4;
    const rounds = Math.max(2, Math.ceil((maxTurns + 1 - turnsOf(transcript, nodeId).length) / 2));
    const repeated: TurnDraft[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const turn of exchange) {
        const text = again(turn);
        if (text === null) return null;
        repeated.push({ ...turn, text });
      }
    }
    const at = repeated.map((_, index) => turnIndex + 1 + index);
    return { transcript: insertTurns(transcript, turnIndex + 1, repeated), at };
  });
}

/** A speaker says word for word what the same speaker said before, where something else was due. */
function parrot({ random, transcript }: Mutating): Omit<Mutant, 'variant'> | null {
  const pairs = transcript.turns.flatMap((earlier) =>
    transcript.turns
      .slice(earlier.turnIndex + 1)
      .filter((later) => later.speaker === earlier.speaker && later.acts.length > 0 && saysElse(earlier, later))
      .map((later) => [earlier, later] as const),
  );
  return firstMade(random, pairs, ([{ text }, { turnIndex }]) => ({
    transcript: withTurn(transcript, turnIndex, { text }),
    at: [turnIndex],
  }));
}

const saysElse = (one: Turn, other: Turn): boolean =>
  one.text !== other.text && !other.acts.every(({ act }) => one.acts.some((same) => same.act === act));

function nodeAgain({ random, transcript }: Mutating): Omit<Mutant, 'variant'> | null {
  const { visited } = transcript;
  const places = visited.flatMap((_, place) => (place >= 1 && place < visited.length - 1 ? [place] : []));
  return firstMade(random, places, (place) => {
    const again = visited[random.int(place)];
    const last = turnsOf(transcript, visited[place]?.nodeId ?? '').at(-1);
    if (again === undefined || last === undefined) return null;
    const turns = turnsOf(transcript, again.nodeId);
    const doubled = insertTurns(transcript, last.turnIndex + 1, turns);
    return {
      transcript: { ...doubled, visited: visited.toSpliced(place + 1, 0, again) },
      at: turns.map((_, index) => last.turnIndex + 1 + index),
    };
  });
}
