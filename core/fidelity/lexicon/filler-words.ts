/** Words and phrases that hold no content however they are put together. A greeting, a yes and a thank-you do. */
export const FILLER_WORDS: ReadonlySet<string> = new Set(
  'um umm uh uhh uhm er erm eh ah oh hm hmm hmmm so anyway anyways anyhow la blah bla dum huh etc test lorem ipsum'.split(
    ' ',
  ),
);
export const FILLER_PHRASES =
  /\b(?:let me (?:see|think)|where (?:was i|were we)|(?:wait|just|hold on|hang on)? ?(?:a|one) (?:sec|second|moment|minute)|hold on|hang on|you know|so to speak|as it were|now then|what was i saying|one two three)\b/giu;
