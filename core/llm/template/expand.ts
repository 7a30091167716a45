import type { Random } from '../../random.ts';
import type { Grammar } from './grammar/grammar.ts';

/** Values for `{name}` and, given the words after the colon, for `{name:words}`. */
export interface Slots {
  readonly values: Readonly<Record<string, string>>;
  readonly forms: Readonly<Record<string, (words: string) => string>>;
}

/** A grammar that recurses deeper than this is wrong. */
const MAX_DEPTH = 12;

/** One realisation of an alternative, tidied and in sentence case; slots go in last and are never rewritten. */
export function expand(grammar: Grammar, alternative: string, slots: Slots, style: string, random: Random): string {
  return fillSlots(sentenceCase(tidy(expandRules(grammar, alternative, style, random, 0))), slots);
}

function expandRules(grammar: Grammar, alternative: string, style: string, random: Random, depth: number): string {
  return alternative
    .replace(/\[([^\]]*)\]/g, (_, words: string) => (random.next() < 0.5 ? words : ''))
    .replace(/\(([^()]*)\)/g, (_, choices: string) => random.pick(choices.split('|')))
    .replace(/<([a-z-]+)>/g, (_, rule: string) => {
      const alternatives = grammar[`${rule}@${style}`] ?? grammar[rule];
      if (!alternatives || depth > MAX_DEPTH) throw new RangeError(`grammar: no end to, or no rule named, <${rule}>`);
      return expandRules(grammar, random.pick(alternatives), style, random, depth + 1);
    });
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
function sentenceCase(text: string): string {
  return text.replace(
    /(^|[.!?] )(\{?)(\p{Ll})/gu,
    (_, before: string, brace: string, letter: string) => `${before}${brace}${letter.toUpperCase()}`,
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
