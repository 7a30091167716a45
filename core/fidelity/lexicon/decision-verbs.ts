/**
 * Deciding on an item: a will and a verb of acquiring ("I'll have the ..."), or its refusal ("I'd better not take it").
 * Sources of regular expressions over lower-cased text.
 */
const ACQUIRE =
  '(?:take|taking|get|getting|have|having|buy|buying|order|ordering|pick|picking|grab|book|booking|choose|choosing|' +
  'try|trying|accept|install|download|visit|reserve|purchase|go with|going with|go for|going for|go ahead|settle on|' +
  'opt for|stick with|keep)';
const WILL =
  "(?:i'll|i will|ill|i'd|i would|i'd like to|i would like to|i want to|i'm going to|i am going to|i'm|i am|gonna|" +
  "let's|let me|let us|happy to|glad to|ready to|time to|we'll|think i'll|i shall|i can)";
const NOT = "(?:not|never|n't|hardly|rather not|better not|cannot)";

/** At most two words between, none of them a negation. */
export const DECISION_FOR = String.raw`\b${WILL}\s+(?:(?!not\b|never\b|rather\b|pass\b|skip\b|better\b|have to\b|need\b)[a-z]+\s+){0,2}?${ACQUIRE}\b(?!\s+(?:to|been|had|no|a different|another|something else|a look)\b)`;

/** At most three words between. */
export const DECISION_AGAINST = String.raw`(?:\b|(?<=[a-z]))${NOT}\s+(?:[a-z']+\s+){0,3}?(?:${ACQUIRE}|want|wanting|need|convince[sd]?|for me|suit)\b`;

/** "I'll give the ... a miss". */
export const GIVE_A_MISS = String.raw`\b(?:give|giving)\b[^.!?]{1,120}\ba miss\b`;

/** "Sorry, no. Not the ...": a sentence that is a no. */
export const PLAIN_NO = String.raw`(?:^|[.!?;:]\s*)(?:(?:sorry|hm+|oh|well|then|so|hmm|ah|alas),?\s+)?(?:no|nope|nah)\s*(?:[.!]|,\s*(?:not|thanks|sorry|that|this|i)\b|$)`;

/** "Exactly what I want", but not "... to avoid". */
export const THE_VERY_THING = String.raw`\b(?:exactly|just|precisely) what i(?:'m| am| was|'d)? (?:want(?:ed)?|need(?:ed)?|after|looking for|hoping for|like)\b(?! to avoid)(?!.{0,20}\bavoid)`;
