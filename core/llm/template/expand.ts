import type { Random } from '../../random.ts';
import { compileGrammar, type CompiledGrammar, type Part, type Weighted } from './compile-grammar.ts';
import type { Grammar } from './grammar/grammar.ts';

/** Values for `{name}` and, given the words after the colon, for `{name:words}`. */
export interface Slots {
  readonly values: Readonly<Record<string, string>>;
  readonly forms: Readonly<Record<string, (words: string) => string>>;
}

/** Whose words they are: the speaker's variants of rules, the most telling first. */
export interface Voice {
  readonly variants: readonly string[];
  readonly random: Random;
  /** The words go on with a sentence that was left open: no capital. */
  readonly continues?: boolean;
}

/** One realisation of an alternative, tidied and in sentence case; slots go in last and are never rewritten. */
export function expand(grammar: Grammar, alternative: string, slots: Slots, voice: Voice): string {
  const known = compileGrammar(grammar, voice.variants);
  return fillSlots(
    sentenceCase(tidy(say(known.parse(alternative), known, voice.random)), voice.continues ?? false),
    slots,
  );
}

function say(parts: readonly Part[], grammar: CompiledGrammar, random: Random): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const options = part.kind === 'rule' ? grammar.rule(part.name) : part.options;
      return say(choose(options, random), grammar, random);
    })
    .join('');
}

function choose(options: readonly Weighted[], random: Random): readonly Part[] {
  let left = random.next() * options.reduce((sum, { weight }) => sum + weight, 0);
  for (const { parts, weight } of options) {
    left -= weight;
    if (left < 0) return parts;
  }
  return options.at(-1)?.parts ?? [];
}

/** Empty expansions leave stray spaces and commas behind. */
function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/,+(?=[,.;:!?])/g, '')
    .replace(/^[\s,;:]+/, '')
    .trim();
}

/** "{aspect}" at the start of a sentence becomes "{Aspect}", which is filled with a capital. */
function sentenceCase(text: string, continues: boolean): string {
  return text.replace(/(^|[.!?] )(\{?)(\p{Ll})/gu, (found: string, before: string, brace: string, letter: string) =>
    before === '' && continues ? found : `${before}${brace}${letter.toUpperCase()}`,
  );
}

/** A quote that ends its sentence brings its own full stop. */
function fillSlots(text: string, { values, forms }: Slots): string {
  return text.replace(
    /\{([A-Za-z]+)(?::([^{}]*))?\}(\.?)/g,
    (_, written: string, words: string | undefined, stop: string) => {
      const name = written.charAt(0).toLowerCase() + written.slice(1);
      const plain = words === undefined ? values[name] : forms[name]?.(words);
      if (plain === undefined) throw new RangeError(`grammar: no value for {${written}}`);
      const value = written === name ? plain : plain.charAt(0).toUpperCase() + plain.slice(1);
      return /[.!?…]["'”’]?$/.test(value) ? value : value + stop;
    },
  );
}
