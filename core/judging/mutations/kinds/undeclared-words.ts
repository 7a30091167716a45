import type { DialogAct } from '../../../planning/dialog-act.ts';
import { polarityOf } from '../../../planning/polarity.ts';
import type { DeclaredAct, Turn } from '../../../simulation/dialog.ts';
import { CLAIM_AGAINST, CLAIM_FOR } from '../bank/claims.ts';
import { REFUSE } from '../bank/endings.ts';
import { SMALL_TALK } from '../bank/fillers.ts';
import { fillForm } from '../fill-form.ts';
import { firstMade, mutatorOf, type Mutating } from '../mutation.ts';
import { ELICIT_OPEN } from '../paraphrases/system.ts';
import { ACCEPT } from '../paraphrases/user.ts';
import { coherentAspects, communitySentences, labelOf, voicesOn } from '../review-facts.ts';
import { sayingOf, sayTurn } from '../say-acts.ts';
import { withTurn } from '../turn-edits.ts';

/** The words change while the declared acts stay: what is declared is not what is said. */
export const undeclaredWords = mutatorOf({
  'another aspect': anotherAspect,
  'a refusal declared as acceptance': (mutating) => vary(mutating, 'accept', () => mutating.random.pick(REFUSE)),
  'an acceptance declared as refusal': (mutating) =>
    vary(mutating, 'reject', () => mutating.random.pick(ACCEPT.filter((form) => !form.includes('{')))),
  'nothing recommended': (mutating) => vary(mutating, 'recommend', () => mutating.random.pick(ELICIT_OPEN)),
  'small talk': (mutating) =>
    firstMade(mutating.random, mutating.transcript.turns, ({ acts, turnIndex }) =>
      acts.some(({ act }) => act !== 'greet' && act !== 'close')
        ? changed(mutating, turnIndex, mutating.random.pick(SMALL_TALK))
        : null,
    ),
  'words of two turns exchanged': exchanged,
  'a claim more than is declared': oneClaimMore,
});

const changed = ({ transcript }: Mutating, at: number, text: string) => ({
  transcript: withTurn(transcript, at, { text }),
  at: [at],
});

function vary(mutating: Mutating, wanted: DialogAct, say: (turn: Turn) => string) {
  const turns = mutating.transcript.turns.filter(({ acts }) => acts.some(({ act }) => act === wanted));
  return firstMade(mutating.random, turns, (turn) => changed(mutating, turn.turnIndex, say(turn)));
}

function anotherAspect(mutating: Mutating) {
  const { base, random, transcript } = mutating;
  return firstMade(random, transcript.turns, (turn) => {
    const place = turn.acts.findIndex(({ aspectId }) => aspectId !== null);
    const act = turn.acts[place];
    if (!act) return null;
    const declared = new Set(turn.acts.map(({ aspectId }) => aspectId));
    const other = random.pick(coherentAspects(base).filter((aspectId) => !declared.has(aspectId)));
    const moved: DeclaredAct = { ...act, aspectId: other, evidenceIds: [] };
    const text = sayTurn({ ...turn, acts: turn.acts.with(place, moved) }, sayingOf(mutating));
    return text === null ? null : changed(mutating, turn.turnIndex, text);
  });
}

/** Of one speaker, with no act in common. */
function exchanged(mutating: Mutating) {
  const { random, transcript } = mutating;
  const pairs = transcript.turns.flatMap((one) =>
    transcript.turns
      .slice(one.turnIndex + 1)
      .filter(
        (other) =>
          other.speaker === one.speaker &&
          Math.min(one.acts.length, other.acts.length) > 0 &&
          !one.acts.some(({ act }) => other.acts.some((same) => same.act === act)),
      )
      .map((other) => [one, other] as const),
  );
  return firstMade(random, pairs, ([one, other]) => ({
    transcript: withTurn(withTurn(transcript, one.turnIndex, { text: other.text }), other.turnIndex, {
      text: one.text,
    }),
    at: [one.turnIndex, other.turnIndex],
  }));
}

/** True, going by the reviews, but neither planned nor declared. */
function oneClaimMore(mutating: Mutating) {
  const { plan, base, random, transcript } = mutating;
  return firstMade(random, transcript.turns, (turn) => {
    const itemId = turn.acts.find(({ act }) => ['recommend', 'justify', 'answer'].includes(act))?.itemId;
    if (turn.speaker === 'user' || !itemId) return null;
    const sentences = communitySentences(plan, base, itemId);
    const { opinions } = base.itemStandingAt(itemId, plan.timestampMs);
    const spoken = new Set(plan.nodes.flatMap(({ acts }) => acts.map(({ aspectId }) => aspectId)));
    return firstMade(random, opinions, ({ aspectId, sentiment }) => {
      const polarity = polarityOf(sentiment);
      if (polarity === 'neutral' || spoken.has(aspectId) || voicesOn(sentences, aspectId)[polarity] === 0) return null;
      const forms = polarity === 'positive' ? CLAIM_FOR : CLAIM_AGAINST;
      const claim = fillForm(random.pick(forms), { a: labelOf(base, aspectId) });
      return changed(mutating, turn.turnIndex, `${turn.text} ${claim}`);
    });
  });
}
