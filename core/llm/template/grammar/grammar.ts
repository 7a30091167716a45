/**
 * A grammar: rules by name, each with its alternatives. In an alternative
 *   <rule>   stands for one expansion of that rule,
 *   {slot}   for a value of the act at hand (aspect, item, quote, the verb forms that agree with them),
 *   (a|b)    for one of its parts,
 *   [words]  for the words or nothing.
 * A rule "name@variant" replaces "name" for those who have the variant: a persona's style, an assistant's manner, "thing"
 * for an aspect that an item need not have itself, "plain" for what was refused before. Brackets may nest.
 */
export type Grammar = Readonly<Record<string, readonly string[]>>;
