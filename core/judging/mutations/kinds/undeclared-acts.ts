import type { DialogAct, Polarity } from '../../../planning/dialog-act.ts';
import type { DeclaredAct, Turn } from '../../../simulation/dialog.ts';
import { strangerTo } from '../item-names.ts';
import { firstMade, mutatorOf, type Mutating } from '../mutation.ts';
import { coherentAspects, wordsOf } from '../review-facts.ts';
import { withTurn } from '../turn-edits.ts';

/** The declared acts change while the words stay. */
export const undeclaredActs = mutatorOf({
  'another aspect declared': (mutating) =>
    vary(mutating, (act, turn) => {
      const aspects = coherentAspects(mutating.base).filter((aspectId) => !touches(mutating, turn, aspectId));
      return act.aspectId === null || aspects.length === 0 ? null : { ...act, aspectId: mutating.random.pick(aspects) };
    }),
  'the other polarity declared': (mutating) =>
    vary(mutating, (act) => {
      const flipped: Polarity = act.polarity === 'positive' ? 'negative' : 'positive';
      return act.polarity === null || act.polarity === 'neutral' ? null : { ...act, polarity: flipped };
    }),
  'another item declared': (mutating) =>
    vary(mutating, (act) => {
      const itemId = act.itemId === null ? null : strangerTo(mutating.plan, mutating.base, mutating.random);
      return itemId === null ? null : { ...act, itemId };
    }),
  'another act declared': (mutating) =>
    vary(mutating, (act) => {
      const other = MISTAKEN[act.act];
      return other ? { ...act, act: other } : null;
    }),
  'evidence of another statement': (mutating) =>
    vary(mutating, (act) => {
      const foreign = mutating.plan.evidence.filter(
        ({ aspectId, itemId }) => aspectId !== act.aspectId && itemId !== act.itemId,
      );
      if (act.evidenceIds.length === 0 || foreign.length === 0) return null;
      return { ...act, evidenceIds: [mutating.random.pick(foreign).evidenceId] };
    }),
  'evidence that is not there': (mutating) =>
    vary(mutating, (act) => (act.evidenceIds.length === 0 ? null : { ...act, evidenceIds: ['e999'] })),
  'an act more declared': oneActMore,
});

/** Acts that are never the same thing said. */
const MISTAKEN: Readonly<Partial<Record<DialogAct, DialogAct>>> = {
  accept: 'reject',
  reject: 'accept',
  disclose: 'critique',
  elicit: 'close',
  inquire: 'accept',
  recommend: 'elicit',
  answer: 'elicit',
  close: 'recommend',
};

function vary(mutating: Mutating, change: (act: DeclaredAct, turn: Turn) => DeclaredAct | null) {
  const { random, transcript } = mutating;
  return firstMade(random, transcript.turns, (turn) =>
    firstMade(random, [...turn.acts.keys()], (place) => {
      const act = turn.acts[place];
      const declared = act ? change(act, turn) : null;
      if (declared === null) return null;
      const at = turn.turnIndex;
      return { transcript: withTurn(transcript, at, { acts: turn.acts.with(place, declared) }), at: [at] };
    }),
  );
}

/** Whether the turn may be understood to speak of the aspect: by its label or any phrase of it. */
function touches({ base }: Mutating, turn: Turn, aspectId: number): boolean {
  if (turn.acts.some((act) => act.aspectId === aspectId)) return true;
  const cluster = base.clusters.find((one) => one.aspectId === aspectId);
  const said = ` ${wordsOf(turn.text)} `;
  const words = [cluster?.label ?? '', ...(cluster?.phrases.map(({ phrase }) => phrase) ?? [])];
  return words.some((word) => said.includes(` ${wordsOf(word)} `));
}

/** A claim or a wish on an aspect that the words do not touch. */
function oneActMore(mutating: Mutating) {
  const { plan, base, random, transcript } = mutating;
  const turns = transcript.turns.filter(({ acts }) => acts.some(({ act }) => act === 'disclose' || act === 'justify'));
  return firstMade(random, turns, (turn) => {
    const like = turn.acts.find(({ act }) => act === 'disclose' || act === 'justify');
    const wished = [...new Set(plan.evidence.map(({ aspectId }) => aspectId))];
    const unsaid = [...wished, ...coherentAspects(base)].filter((aspectId) => !touches(mutating, turn, aspectId));
    if (!like || unsaid.length === 0) return null;
    const more = { ...like, aspectId: random.pick(unsaid) };
    return { transcript: withTurn(transcript, turn.turnIndex, { acts: [...turn.acts, more] }), at: [turn.turnIndex] };
  });
}
