/**
 * Which items an utterance names. A title of a shop is long ("Boss DS-1 Distortion Guitar Pedal, 9V"), what people say
 * is a part of it ("the DS-1", "that Boss pedal"): a mention is a stretch of words out of one name that holds something
 * distinctive. Words that several of the dialog's items share ("guitar pedal") name none of them.
 */
import type { CatalogueNames } from './catalogue-names.ts';
import { nameTokens, tokensOfName, type NameToken } from './name-tokens.ts';

export interface ItemMention {
  /** The items that the words may stand for, best first; one where the mention is clear. */
  readonly itemIds: readonly string[];
  /** Offsets in the normalised text. */
  readonly start: number;
  readonly end: number;
  readonly words: string;
  /** Share of the name's idf weight that was said, of its first clause where that is more. */
  readonly coverage: number;
}

export interface NamedItem {
  readonly itemId: string;
  readonly name: string;
}

/** Words that may stand between a name's words. */
const GLUE: ReadonlySet<string> = new Set(['the', 'of', 'and', 'for', 'with', 'a', 'an', 'by', 's', 'to', 'in']);

/** Words that more items share, in number and as a share of the catalogue, single none of them out. */
const TELLING_ITEMS = 4;
const TELLING_SHARE = 0.004;

/** Less of another item's name is chance. */
const STRANGER_COVERAGE = 0.6;

interface Name extends NamedItem {
  readonly forms: ReadonlySet<string>;
  readonly head: ReadonlySet<string>;
  /** How often each word stands in the name. */
  readonly counts: ReadonlyMap<string, number>;
  /** Words side by side in the name ("15ft professional"): a full stop between them is the name's own. */
  readonly pairs: ReadonlySet<string>;
}

export interface ItemRecogniser {
  /** Clear mentions of the dialog's own items. */
  mentions(normalised: string): ItemMention[];
  /** Tolerant: whether the words can be read as naming this item rather than another of the dialog's. */
  names(normalised: string, itemId: string): boolean;
  /** Clear mentions of items of the catalogue outside the dialog. */
  strangers(normalised: string): ItemMention[];
}

export function createItemRecogniser(items: readonly NamedItem[], catalogue: CatalogueNames): ItemRecogniser {
  const names = items.map((item) => nameOf(item));
  // Each act of a turn asks for its item, in every round of the checks.
  const mentions = remembered((text: string) => resolve(text, names, catalogue));
  const readings = new Map(
    names.map((name) => [
      name.itemId,
      remembered((text: string) => readsAs(text, name, names, { mentions: mentions(text), catalogue })),
    ]),
  );
  return {
    mentions,
    names: (text, itemId) => readings.get(itemId)?.(text) ?? false,
    strangers: (text) => strangersIn(text, names, mentions(text), catalogue),
  };
}

function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const standing = known.get(text);
    if (standing !== undefined) return standing;
    const found = read(text);
    known.set(text, found);
    return found;
  };
}

function nameOf(item: NamedItem): Name {
  const [head = item.name] = item.name.split(/\s+-\s+|[,;(|[]/).filter((part) => part.trim() !== '');
  const spoken = tokensOfName(item.name).map(({ form }) => form);
  const counts = new Map<string, number>();
  for (const form of spoken) counts.set(form, (counts.get(form) ?? 0) + 1);
  return {
    ...item,
    counts,
    pairs: new Set(spoken.slice(1).map((form, place) => `${spoken[place]} ${form}`)),
    forms: new Set(counts.keys()),
    head: new Set(tokensOfName(head).map((token) => token.form)),
  };
}

interface Run {
  readonly tokens: readonly NameToken[];
  readonly matched: ReadonlySet<string>;
}

/**
 * Longest stretches of the text whose words all belong to the name. A stretch ends with the sentence (but for a full stop that
 * the name has: "15ft. Professional"), at a word between
 * that the name does not have ("the strings of the ..."), and where a word comes again that the name has but once.
 */
function runsOf(text: string, tokens: readonly NameToken[], name: Name): Run[] {
  const runs: Run[] = [];
  let run: NameToken[] = [];
  const flush = (): void => {
    while (run.length > 0 && GLUE.has(run.at(-1)?.form ?? '')) run.pop();
    if (run.length > 0) runs.push({ tokens: run, matched: new Set(run.map(({ form }) => form)) });
    run = [];
  };
  for (const token of tokens) {
    const previous = run.at(-1);
    const between = previous === undefined ? '' : text.slice(previous.end, token.start);
    const ownStop = /^\.\s?$/.test(between) && name.pairs.has(`${previous?.form} ${token.form}`);
    const broken = !ownStop && /[.!?;:"]/.test(between);
    const used = run.filter(({ form }) => form === token.form).length;
    if (broken || used >= (name.counts.get(token.form) ?? 0)) flush();
    if (name.forms.has(token.form) && (run.length > 0 || !GLUE.has(token.form))) run.push(token);
  }
  flush();
  return runs;
}

const weight = (forms: Iterable<string>, catalogue: CatalogueNames): number => {
  let sum = 0;
  for (const form of forms) if (!GLUE.has(form)) sum += catalogue.idf(form);
  return sum;
};

function coverageOf(matched: ReadonlySet<string>, name: Name, catalogue: CatalogueNames): number {
  const inHead = [...matched].filter((form) => name.head.has(form));
  const whole = weight(matched, catalogue) / Math.max(weight(name.forms, catalogue), 1e-9);
  const head = weight(inHead, catalogue) / Math.max(weight(name.head, catalogue), 1e-9);
  return Math.max(whole, name.head.size >= 2 ? head : whole);
}

function isDistinctive(run: Run, catalogue: CatalogueNames): boolean {
  return run.tokens.some(
    (token) =>
      run.matched.has(token.form) &&
      !catalogue.isOrdinary(token.form) &&
      (token.form.length > 2 || /\d/.test(token.form)),
  );
}

/** Few items of the catalogue have all of these words ("XLR cable" tells nothing). */
function isTelling(content: readonly string[], catalogue: CatalogueNames): boolean {
  const [first = '', ...others] = content;
  const holders = [...catalogue.itemsWith(first)].filter((id) =>
    others.every((form) => catalogue.itemsWith(form).has(id)),
  );
  return holders.length <= Math.max(TELLING_ITEMS, TELLING_SHARE * catalogue.size);
}

/** A stretch counts when it holds a proper name or model, or else most of a title, and no one-word everyday noun. */
function counts(run: Run, name: Name, coverage: number, catalogue: CatalogueNames): boolean {
  const content = [...run.matched].filter((form) => !GLUE.has(form));
  if (isDistinctive(run, catalogue)) {
    // A single word must look like a name ("DS-1", "the Snark"): everyday words stand in names too.
    const looksLikeName = run.tokens.some(({ form, capitalised }) => capitalised || /\d/.test(form));
    if (!isTelling(content, catalogue)) return false;
    // "Hiking boots", in lower case, may be no more than what kind of thing it is.
    if (content.length >= 2) return looksLikeName || coverage >= 0.5 || opens(run, name);
    return looksLikeName && coverage >= 0.2;
  }
  const capitalised = run.tokens.filter((token) => token.capitalised).length;
  if (content.length >= 2 && capitalised >= 2) return coverage >= 0.5;
  return content.length >= 3 && coverage >= 0.8;
}

function resolve(text: string, names: readonly Name[], catalogue: CatalogueNames): ItemMention[] {
  const tokens = spokenTokens(text, names);
  const found: { name: Name; run: Run; coverage: number; weight: number }[] = [];
  for (const name of names) {
    for (const run of runsOf(text, tokens, name)) {
      const coverage = coverageOf(run.matched, name, catalogue);
      if (counts(run, name, coverage, catalogue))
        found.push({ name, run, coverage, weight: weight(run.matched, catalogue) });
    }
  }
  // The name that explains more of the words wins the words that it shares with others.
  found.sort((a, b) => b.weight - a.weight || b.coverage - a.coverage || (a.name.itemId < b.name.itemId ? -1 : 1));
  const mentions: ItemMention[] = [];
  for (const candidate of found) {
    const start = candidate.run.tokens[0]?.start ?? 0;
    const end = candidate.run.tokens.at(-1)?.end ?? 0;
    const clash = mentions.findIndex((mention) => start < mention.end && mention.start < end);
    if (clash < 0) {
      mentions.push({
        itemIds: [candidate.name.itemId],
        start,
        end,
        words: text.slice(start, end),
        coverage: candidate.coverage,
      });
      continue;
    }
    const taken = mentions[clash];
    if (taken && taken.start === start && taken.end === end && !taken.itemIds.includes(candidate.name.itemId)) {
      const equal = found.find(
        (other) => other.name.itemId === taken.itemIds[0] && other.run.tokens[0]?.start === start,
      );
      if (equal && equal.weight === candidate.weight) {
        mentions[clash] = { ...taken, itemIds: [...taken.itemIds, candidate.name.itemId] };
      }
    }
  }
  return mentions.sort((left, right) => left.start - right.start);
}

/** "My Merrells": a plural that no name of the dialog has stands for the name. */
function spokenTokens(text: string, names: readonly Name[]): NameToken[] {
  const known = (form: string): boolean => names.some(({ forms }) => forms.has(form));
  return nameTokens(text).map((token) => {
    const single = token.form.replace(/s$/u, '');
    return single.length > 2 && !known(token.form) && known(single) ? { ...token, form: single } : token;
  });
}

function readsAs(
  text: string,
  name: Name,
  names: readonly Name[],
  { mentions, catalogue }: { readonly mentions: readonly ItemMention[]; readonly catalogue: CatalogueNames },
): boolean {
  if (mentions.some((mention) => mention.itemIds.includes(name.itemId))) return true;
  // "The Behringer", when no other of the dialog's items is one; "the metal pedal" likewise.
  const others = names.filter((other) => other.itemId !== name.itemId);
  return runsOf(text, spokenTokens(text, names), name).some((run) => {
    const content = [...run.matched].filter((form) => !GLUE.has(form));
    const shared = others.some((other) => content.every((form) => other.forms.has(form)));
    if (shared || content.length === 0) return false;
    return isDistinctive(run, catalogue) || (content.length >= 2 && coverageOf(run.matched, name, catalogue) >= 0.3);
  });
}

/** Brand and model: the first two words of the name, side by side. */
function opens({ tokens }: Run, { name }: Name): boolean {
  const [brand, model] = tokensOfName(name);
  const at = tokens.findIndex(({ form }) => form === brand?.form);
  return at >= 0 && model !== undefined && tokens[at + 1]?.form === model.form;
}

/** Most of the title, its first two words, or a proper name with a second word, that no item of the dialog explains. */
function strangersIn(
  text: string,
  names: readonly Name[],
  explained: readonly ItemMention[],
  catalogue: CatalogueNames,
): ItemMention[] {
  const own = new Set(names.map(({ itemId }) => itemId));
  const free = nameTokens(text).filter((t) => !explained.some((m) => t.start < m.end && m.start < t.end));
  const proper = free.filter((token) => !catalogue.isOrdinary(token.form) && catalogue.itemsWith(token.form).size > 0);
  const candidates = new Set<string>();
  for (const token of proper) {
    const holders = catalogue.itemsWith(token.form);
    if (holders.size <= 200) for (const itemId of holders) if (!own.has(itemId)) candidates.add(itemId);
  }
  const mentions: ItemMention[] = [];
  for (const itemId of [...candidates].sort()) {
    const name = nameOf({ itemId, name: catalogue.nameOf(itemId) ?? '' });
    for (const run of runsOf(text, free, name)) {
      const coverage = coverageOf(run.matched, name, catalogue);
      const content = [...run.matched].filter((form) => !GLUE.has(form));
      // A colour or size of the dialog's own item is none of another's.
      const ownToo = names.some(({ forms }) => content.every((form) => forms.has(form)));
      const named = coverage >= STRANGER_COVERAGE || opens(run, name);
      if (ownToo || !named || !isDistinctive(run, catalogue)) continue;
      if ((content.length < 2 && name.forms.size > 1) || !isTelling(content, catalogue)) continue;
      const start = run.tokens[0]?.start ?? 0;
      const end = run.tokens.at(-1)?.end ?? 0;
      if (mentions.some((mention) => mention.start < end && start < mention.end)) continue;
      mentions.push({ itemIds: [itemId], start, end, words: text.slice(start, end), coverage });
    }
  }
  return mentions;
}
