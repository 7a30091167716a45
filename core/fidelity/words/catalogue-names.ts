import type { EvidenceBase } from '../../profiles/evidence-base.ts';
import type { Review } from '../../reviews/review.ts';
import { normaliseText } from './normalise.ts';
import { nameTokens, tokensOfName } from './name-tokens.ts';

/** The names of the whole catalogue, by token: what makes a part of a name distinctive. */
export interface CatalogueNames {
  readonly size: number;
  /** Items whose name holds the token, sorted by id. */
  itemsWith(form: string): ReadonlySet<string>;
  /** log((n + 1) / (df + 0.5)), at least a small positive number. */
  idf(form: string): number;
  /** An ordinary word of the language, as opposed to a brand, a model or another proper name. */
  isOrdinary(form: string): boolean;
  nameOf(itemId: string): string | undefined;
}

const NOTHING: ReadonlySet<string> = new Set();
/** Reviews enough to learn which words are written in lower case. */
const VOCABULARY_REVIEWS = 5_000;

const memo = new WeakMap<EvidenceBase, CatalogueNames>();

/** Built once a base: the check of one dialog must not cost a pass over the catalogue. */
export function catalogueNames(base: EvidenceBase): CatalogueNames {
  const known = memo.get(base);
  if (known) return known;
  const names = createCatalogueNames(
    [...base.items.values()].map((item) => ({ itemId: item.itemId, name: item.name })),
    trainingReviews(base.reviews),
  );
  memo.set(base, names);
  return names;
}

function* trainingReviews(reviews: Iterable<Review>): Generator<Review> {
  for (const review of reviews) if (review.split === 'train') yield review;
}

export function createCatalogueNames(
  items: readonly { readonly itemId: string; readonly name: string }[],
  reviews: Iterable<Pick<Review, 'text'>>,
): CatalogueNames {
  const byToken = new Map<string, Set<string>>();
  const names = new Map<string, string>();
  for (const item of items) {
    names.set(item.itemId, item.name);
    for (const token of tokensOfName(item.name)) {
      const holders = byToken.get(token.form) ?? new Set<string>();
      holders.add(item.itemId);
      byToken.set(token.form, holders);
    }
  }
  const ordinary = ordinaryWords(reviews);
  return {
    size: names.size,
    itemsWith: (form) => byToken.get(form) ?? NOTHING,
    idf: (form) => Math.max(0.05, Math.log((names.size + 1) / ((byToken.get(form)?.size ?? 0) + 0.5))),
    isOrdinary: (form) => !/\p{L}/u.test(form) || COMMON.has(form) || (!/\d/.test(form) && ordinary(form)),
    nameOf: (itemId) => names.get(itemId),
  };
}

/** Words of titles and dialogs that are no names, whatever the reviews look like. */
const COMMON: ReadonlySet<string> = new Set(
  (
    'the a an of for and with in on to by from or your my our this that it its item pack set case new black white red ' +
    'blue green silver gold small large medium mini best great good super pro inch feet foot ft long short one two three'
  ).split(' '),
);

/** Ordinary: mostly written in lower case where reviewers use it in the middle of a sentence. */
function ordinaryWords(reviews: Iterable<Pick<Review, 'text'>>): (form: string) => boolean {
  const lower = new Map<string, number>();
  const upper = new Map<string, number>();
  let read = 0;
  for (const review of reviews) {
    if (++read > VOCABULARY_REVIEWS) break;
    const text = normaliseText(review.text);
    for (const token of nameTokens(text)) {
      const counts = token.capitalised ? upper : lower;
      if (!token.capitalised && /^\p{Lu}/u.test(text.slice(token.start, token.end))) continue;
      counts.set(token.form, (counts.get(token.form) ?? 0) + 1);
    }
  }
  return (form) => {
    const small = lower.get(form) ?? 0;
    return small >= 2 && small > (upper.get(form) ?? 0);
  };
}
