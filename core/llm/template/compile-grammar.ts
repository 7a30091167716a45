import type { Grammar } from './grammar/grammar.ts';

/** An alternative, parsed: text and slots as they stand, the rest by name or nested. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'rule'; readonly name: string }
  /** One of them; an optional part is a choice with nothing in it. */
  | { readonly kind: 'choice'; readonly options: readonly Weighted[] };

/** `weight`: how often it is chosen beside its siblings; `size`: the number of its realisations. */
export interface Weighted {
  readonly parts: readonly Part[];
  readonly weight: number;
  readonly size: number;
}

/** A grammar as speakers of one voice know it. */
export interface CompiledGrammar {
  rule(name: string): readonly Weighted[];
  parse(alternative: string): readonly Part[];
}

/** Beyond this, more realisations of an alternative make no difference to how often it is said. */
const MOST_REALISATIONS = 1e5;
/** A grammar that recurses deeper than this is wrong. */
const MAX_DEPTH = 16;

const compiled = new WeakMap<Grammar, Map<string, CompiledGrammar>>();

/**
 * `variants`: the speaker's variants of rules, the most telling first. "name@variant" replaces "name" for those who
 * have the variant. An alternative is chosen in proportion to the root of the number of its realisations: in proportion
 * to that number all sentences were equally likely, and rich patterns would drown short ones; equally, short ones would be
 * heard over and over. Alternatives that only join rules say how a turn is built, not how it is worded: those are chosen
 * equally.
 */
export function compileGrammar(grammar: Grammar, variants: readonly string[]): CompiledGrammar {
  const byVariants = compiled.get(grammar) ?? new Map<string, CompiledGrammar>();
  compiled.set(grammar, byVariants);
  const key = variants.join(' ');
  const known = byVariants.get(key);
  if (known) return known;
  const made = compile(grammar, variants);
  byVariants.set(key, made);
  return made;
}

function compile(grammar: Grammar, variants: readonly string[]): CompiledGrammar {
  const rules = new Map<string, readonly Weighted[]>();
  const sizes = new Map<string, number>();
  let depth = 0;

  const rule = (name: string): readonly Weighted[] => {
    const known = rules.get(name);
    if (known) return known;
    const variant = variants.find((one) => grammar[`${name}@${one}`] !== undefined);
    const alternatives = grammar[variant === undefined ? name : `${name}@${variant}`];
    if (!alternatives || depth > MAX_DEPTH) throw new RangeError(`grammar: no end to, or no rule named, <${name}>`);
    depth++;
    const weighted = alternatives.map((alternative) => weigh(parseParts(alternative, weigh)));
    depth--;
    rules.set(name, weighted);
    sizes.set(
      name,
      weighted.reduce((sum, { size }) => sum + size, 0),
    );
    return weighted;
  };
  const sizeOf = (part: Part): number => {
    if (part.kind === 'text') return 1;
    if (part.kind === 'choice') return part.options.reduce((sum, { size }) => sum + size, 0);
    rule(part.name);
    return sizes.get(part.name) ?? 1;
  };
  const weigh = (parts: readonly Part[]): Weighted => {
    const size = Math.min(
      MOST_REALISATIONS,
      parts.reduce((product, part) => product * sizeOf(part), 1),
    );
    return { parts, size, weight: isWorded(parts) ? Math.sqrt(size) : 1 };
  };
  const parsed = new Map<string, readonly Part[]>();
  const parse = (alternative: string): readonly Part[] => {
    const parts = parsed.get(alternative) ?? parseParts(alternative, weigh);
    parsed.set(alternative, parts);
    return parts;
  };
  return { rule, parse };
}

const OPEN = { '(': ')', '[': ']' } as const;

/** See `Grammar` for the notation. */
function parseParts(alternative: string, weigh: (parts: readonly Part[]) => Weighted): readonly Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < alternative.length;) {
    const character = alternative.charAt(at);
    if (character === '<') {
      const end = alternative.indexOf('>', at);
      parts.push({ kind: 'rule', name: alternative.slice(at + 1, end) });
      at = end + 1;
    } else if (character === '(' || character === '[') {
      const end = closingOf(alternative, at);
      const inside = branchesOf(alternative.slice(at + 1, end)).map((branch) => weigh(parseParts(branch, weigh)));
      const options = character === '[' ? [...inside, { parts: [], weight: sumOf(inside), size: 1 }] : inside;
      parts.push({ kind: 'choice', options });
      at = end + 1;
    } else {
      const end = alternative.slice(at).search(/[<([]/);
      const text = end < 0 ? alternative.slice(at) : alternative.slice(at, at + end);
      parts.push({ kind: 'text', text });
      at += text.length;
    }
  }
  return parts;
}

const isWorded = (parts: readonly Part[]): boolean =>
  parts.some((part) => part.kind === 'choice' || (part.kind === 'text' && /\p{L}/u.test(part.text)));

const sumOf = (options: readonly Weighted[]): number => options.reduce((sum, { weight }) => sum + weight, 0);

function closingOf(text: string, open: number): number {
  const opening = text.charAt(open) === '(' ? '(' : '[';
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text.charAt(at) === opening) depth++;
    if (text.charAt(at) === OPEN[opening] && --depth === 0) return at;
  }
  throw new RangeError(`grammar: no ${OPEN[opening]} to close "${text.slice(open)}"`);
}

/** Parts between bars that stand in no bracket of their own. */
function branchesOf(text: string): string[] {
  const branches = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(' || character === '[') depth++;
    if (character === ')' || character === ']') depth--;
    if (character === '|' && depth === 0) branches.push('');
    else branches[branches.length - 1] += character;
  }
  return branches;
}
