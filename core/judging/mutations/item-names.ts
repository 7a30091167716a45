import type { DialogPlan } from '../../planning/dialog-plan.ts';
import type { EvidenceBase } from '../../profiles/evidence-base.ts';
import type { Random } from '../../random.ts';
import { shortTitle, titleTokens } from '../../text/item-title.ts';

export const fullName = (base: EvidenceBase, itemId: string): string => base.items.get(itemId)?.name ?? itemId;

/** As somebody would say it: mostly short, mostly with an article. */
export function spokenName(base: EvidenceBase, itemId: string, random: Random): string {
  const name = fullName(base, itemId);
  const said = random.next() < 0.8 ? shortTitle(name) : name;
  return random.next() < 0.5 && !/^(?:the|an?|my) /i.test(said) ? `the ${said}` : said;
}

/** The text with the item's name replaced, wherever it stands; null where the name is not in it. */
export function renamed(text: string, base: EvidenceBase, itemId: string, replacement: string): string | null {
  const name = fullName(base, itemId);
  const forms = [...new Set([name, shortTitle(name)])].sort((a, b) => b.length - a.length);
  let replaced = text;
  for (const form of forms) {
    const escaped = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    replaced = replaced.replace(new RegExp(escaped, 'giu'), () => replacement);
  }
  return replaced === text ? null : replaced;
}

/** Whether somebody could take one name for the other: a third of their words in common is too much. */
export function confusable(one: string, other: string): boolean {
  const [left, right] = [new Set(titleTokens(shortTitle(one))), new Set(titleTokens(shortTitle(other)))];
  const shared = [...left].filter((token) => right.has(token)).length;
  return shared * 3 > Math.min(left.size, right.size);
}

const commonWords = new WeakMap<EvidenceBase, ReadonlySet<string>>();

/** A word that reviewers never write in small letters, as they do "lubricant" and "chord", is a name. */
export function isName(token: string, base: EvidenceBase): boolean {
  let common = commonWords.get(base);
  if (!common) {
    const words = new Set<string>();
    for (const { text } of base.reviews) for (const word of text.match(/\p{Ll}[\p{Ll}\d]+/gu) ?? []) words.add(word);
    common = words;
    commonWords.set(base, common);
  }
  return token.length > 2 && !common.has(token);
}

/** An item that cannot be meant: no name like it among the plan's, the user's past, or `besides`, and a name indeed. */
export function strangerTo(
  plan: DialogPlan,
  base: EvidenceBase,
  random: Random,
  besides: readonly string[] = [],
): string | null {
  const known = [plan.targetItemId, ...plan.rejected.map(({ itemId }) => itemId), ...plan.history, ...besides];
  const names = known.map((itemId) => fullName(base, itemId));
  const unused = plan.candidates.filter((itemId) => !known.includes(itemId));
  const catalogue = [...base.items.keys()];
  const drawn = Array.from({ length: 20 }, () => random.pick(catalogue));
  const pool = random.next() < 0.5 ? [...random.shuffle(unused), ...drawn] : drawn;
  const strange = (itemId: string): boolean =>
    !known.includes(itemId) &&
    titleTokens(shortTitle(fullName(base, itemId))).some((token) => isName(token, base)) &&
    !names.some((name) => confusable(name, fullName(base, itemId)));
  return pool.find(strange) ?? null;
}
