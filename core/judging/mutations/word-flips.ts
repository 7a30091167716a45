/** Words and their opposites, by hand, for turning round what somebody else said. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['good', 'bad'],
  ['great', 'terrible'],
  ['excellent', 'awful'],
  ['love', 'hate'],
  ['loves', 'hates'],
  ['loved', 'hated'],
  ['enjoy', 'detest'],
  ['enjoyed', 'detested'],
  ['best', 'worst'],
  ['better', 'worse'],
  ['happy', 'unhappy'],
  ['pleased', 'displeased'],
  ['satisfied', 'dissatisfied'],
  ['impressed', 'unimpressed'],
  ['liked', 'disliked'],
  ['praise', 'criticise'],
  ['praised', 'criticised'],
  ['positive', 'negative'],
  ['reliable', 'unreliable'],
  ['comfortable', 'uncomfortable'],
  ['perfect', 'dreadful'],
  ['strong', 'weak'],
  ['nice', 'nasty'],
  ['important', 'unimportant'],
  ['pleasant', 'unpleasant'],
  ['happily', 'unhappily'],
  ['strength', 'weakness'],
  ['wonderful', 'horrible'],
];

const OPPOSITE = new Map(
  OPPOSITES.flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);

const NEGATED = /\b(?:not|no|never|nor|without|hardly|neither|nothing|none|cannot|less|little)\b|n['’]t\b/i;

/**
 * The text with its one evaluating word turned into the opposite, quotations left as they are; null where there is not
 * exactly one, where it stands in another sentence than the aspect's label, or where the text negates anything: the
 * result would then be anybody's guess.
 */
export function withOppositeWord(text: string, label: string): string | null {
  const parts = text.split(/(["“][^"“”]*["”])/);
  const spoken = parts.filter((_, place) => place % 2 === 0).join(' ');
  const evaluating = (spoken.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => OPPOSITE.has(word));
  if (evaluating.length !== 1 || NEGATED.test(spoken)) return null;
  const sentence = spoken
    .toLowerCase()
    .split(/[.!?:]/)
    .find((one) => one.match(/\p{L}+/gu)?.includes(evaluating[0] ?? ''));
  if (!sentence?.includes(label.toLowerCase())) return null;
  const turned = parts.map((part, place) =>
    place % 2 === 1 ? part : part.replace(/\p{L}+/gu, (word) => opposite(word) ?? word),
  );
  return turned.join('');
}

function opposite(word: string): string | undefined {
  const found = OPPOSITE.get(word.toLowerCase());
  return found !== undefined && /^\p{Lu}/u.test(word) ? found.charAt(0).toUpperCase() + found.slice(1) : found;
}
