import { shortTitle, titleTokens } from '../../../text/item-title.ts';
import { SYSTEM_LEAK, USER_LEAK } from '../bank/items.ts';
import { fillForm } from '../fill-form.ts';
import { confusable, fullName, isName, spokenName } from '../item-names.ts';
import { firstMade, mutatorOf, type Mutating, type Variation } from '../mutation.ts';
import { withTurn } from '../turn-edits.ts';

/** The target is named before the turn that recommends it. Skipped where the user's past has an item of much that name. */
export const nameEarly = mutatorOf({
  'by its title': leak(({ base, plan, random }) => spokenName(base, plan.targetItemId, random)),
  'by its title in small letters': leak(({ base, plan }) =>
    shortTitle(fullName(base, plan.targetItemId)).toLowerCase(),
  ),
  'by its title without punctuation': leak(({ base, plan }) =>
    shortTitle(fullName(base, plan.targetItemId)).replace(/[^\p{L}\p{N} ]+/gu, ' '),
  ),
  'by the two words that its title begins with': leak(tellingPair),
  'by its id': leak(({ plan }) => plan.targetItemId),
});

function leak(nameOf: (mutating: Mutating) => string | null): Variation {
  return (mutating) => {
    const { plan, base, random, transcript } = mutating;
    const name = nameOf(mutating);
    const title = fullName(base, plan.targetItemId);
    if (name === null || titleTokens(title).length < 2) return null;
    if (plan.history.some((itemId) => confusable(fullName(base, itemId), title))) return null;
    const recommended = transcript.turns.findIndex(({ acts }) =>
      acts.some(({ act, itemId }) => act === 'recommend' && itemId === plan.targetItemId),
    );
    return firstMade(random, transcript.turns.slice(0, Math.max(0, recommended)), (turn) => {
      const said = fillForm(random.pick(turn.speaker === 'user' ? USER_LEAK : SYSTEM_LEAK), { other: name });
      const text = random.next() < 0.7 ? `${turn.text} ${said}` : `${said} ${turn.text}`;
      return { transcript: withTurn(transcript, turn.turnIndex, { text }), at: [turn.turnIndex] };
    });
  };
}

/** The first two words of its short title, where no other title has them so and one of them is a name. */
function tellingPair({ base, plan }: Mutating): string | null {
  const pair = shortTitle(fullName(base, plan.targetItemId)).split(' ').slice(0, 2).join(' ');
  const tokens = titleTokens(pair);
  if (tokens.length < 2 || !tokens.some((token) => isName(token, base))) return null;
  const alike = [...base.items.values()].filter(({ name }) => titleTokens(name).join(' ').includes(tokens.join(' ')));
  return alike.length === 1 ? pair : null;
}
