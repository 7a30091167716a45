/** Those who like a thing. */
export const PEOPLE =
  'people buyers owners reviewers folks users customers players guests diners visitors listeners many most everybody everyone';

/** What stands right before the verb in "I really like". */
export const LIKING_ADVERBS = "i we they you really do also generally still both mostly don't didn't never always all";
