/** The system speaking of the user's wishes, not of the item: "since you care about battery life". */
export const ECHO_PHRASES =
  "you want | you wanted | you need | you said | you mentioned | you care | you like | you liked | you're after | " +
  "you are after | you're looking | you are looking | you asked | you prefer | you value | you told | your wish | " +
  "your need | your needs | your taste | your priority | your priorities | you've been | you have been | you had | " +
  "you've had | your experience | your bad | your concern | your worry | matters to you | important to you | for you is | " +
  'i understand | i hear you | got it | noted | understood | makes sense | good to know | fair enough | sorry to hear | ' +
  "i see | i'll keep | keep that in mind | keeping that in mind | in mind | on my list | i'll look | let me look | " +
  "i'll find | let me find | you'd | you would | you dislike | you hate | you love | you loved | you enjoy | you hope | " +
  'you hoped | do you | did you | have you | are you | would you | you wish | you were | you worry | you were let';
