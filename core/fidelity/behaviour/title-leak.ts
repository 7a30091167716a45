import type { Violation } from '../../simulation/dialog.ts';
import { recommendedIn, type DialogReading, type ReadTurn } from '../dialog-reading.ts';
import { violation } from '../violation.ts';
import { catalogueNames } from '../words/catalogue-names.ts';
import { nameTokens, tokensOfName } from '../words/name-tokens.ts';

/** Nobody names the target before its turn: by title, by a distinctive part of it, by its brand. */
export function checkTitleLeak(reading: DialogReading): Violation[] {
  const { plan } = reading;
  const brand = brandOf(reading);
  const spokenOf = new Set<string>(plan.history);
  const found: Violation[] = [];
  for (const read of reading.turns) {
    for (const itemId of read.revealed) spokenOf.add(itemId);
    if (read.revealed.has(plan.targetItemId)) continue;
    // The system's naming of items is looked at elsewhere; a brand alone names none.
    const named =
      read.turn.speaker === 'user' &&
      read.parsed.items.some(
        ({ itemIds }) => itemIds.includes(plan.targetItemId) && !itemIds.some((itemId) => spokenOf.has(itemId)),
      );
    if (named || saysBrand(brand, read, spokenOf, reading) || saysId(read, reading)) found.push(leak(read));
  }
  return found;
}

/** Shorter ids may be words or numbers of everyday talk. */
const ID_LENGTH = 6;

/** People do not speak in ids: the target's own gives it away as its title does. */
function saysId({ parsed }: ReadTurn, { plan }: DialogReading): boolean {
  const id = plan.targetItemId.toLowerCase();
  return (
    id.length >= ID_LENGTH &&
    parsed.text
      .toLowerCase()
      .split(/[^\p{L}\p{N}_-]+/u)
      .includes(id)
  );
}

function leak({ turn }: ReadTurn): Violation {
  return violation(
    'behaviour/title-leak',
    turn.nodeId,
    turn.turnIndex,
    turn.speaker,
    'no brand, model or title that nobody has spoken of yet',
    'a name that you cannot know of',
  );
}

/** The catalogue's brand, or the name's first word where that is a proper name. */
function brandOf(reading: DialogReading): ReadonlySet<string> {
  const { base, plan } = reading;
  const target = base.items.get(plan.targetItemId);
  const stated = target?.attributes['brand'];
  const tokens = stated ? tokensOfName(stated) : tokensOfName(target?.name ?? '').slice(0, 1);
  const names = catalogueNames(base);
  return new Set(
    tokens
      .map((token) => token.form)
      .filter((form) => form.length > 2 && /^\p{L}/u.test(form) && !names.isOrdinary(form)),
  );
}

/** A brand that no item spoken of so far shares. */
function saysBrand(
  brand: ReadonlySet<string>,
  { parsed }: ReadTurn,
  spokenOf: ReadonlySet<string>,
  reading: DialogReading,
): boolean {
  if (brand.size === 0) return false;
  const known = new Set(
    [...spokenOf].flatMap((itemId) => tokensOfName(reading.itemName(itemId)).map(({ form }) => form)),
  );
  return nameTokens(parsed.text).some((token) => brand.has(token.form) && !known.has(token.form));
}

/** An item is recommended in its own node only, by the system. */
export function checkRecommendations(reading: DialogReading): Violation[] {
  return reading.turns.flatMap(({ turn }) =>
    turn.acts.flatMap((act) => {
      if (act.act !== 'recommend' || act.itemId === null) return [];
      const planned = recommendedIn(reading.nodes.get(turn.nodeId));
      if (planned === act.itemId && turn.speaker === 'system') return [];
      const expected = planned === null ? 'no recommendation here' : 'the item planned here';
      return [
        violation(
          'behaviour/recommendation-out-of-place',
          turn.nodeId,
          turn.turnIndex,
          turn.speaker,
          expected,
          'another one',
        ),
      ];
    }),
  );
}
