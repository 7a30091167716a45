/**
 * A grammar: rules by name, each with its alternatives. In an alternative
 *   <rule>   stands for one expansion of that rule,
 *   {slot}   for a value of the act at hand (aspect, item, quote, the verb forms that agree with them),
 *   (a|b)    for one of its parts,
 *   [words]  for the words or nothing.
 * A rule "name@style" replaces "name" for speakers of that style. Nothing nests inside brackets but rules and slots.
 */
export type Grammar = Readonly<Record<string, readonly string[]>>;
