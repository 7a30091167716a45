import type { Grammar } from './grammar.ts';

/** How a user brings in own words: the wish in the words that it hopes to write, the past in those that it wrote. */
export const QUOTING: Grammar = {
  'goal-quote': [
    '(what|the words|the line) I hope to (say|write|use) (afterwards|one day|in the end): {quote}.',
    "the review I('d| would) (like|love|hope) to write goes: {quote}.",
    "(ideally|with luck|in the end|if all goes well) I('d| would|'ll) (end up saying|be saying|write|say): {quote}.",
    "I('d| would) (love|like) to be able to (write|say|tell people): {quote}.",
    '(in one line|in a nutshell|put simply), my (hope|wish|dream) is: {quote}.',
    '(picture|imagine) me (saying this|writing this|saying) (later|afterwards|one day): {quote}.',
    '(then|in that case) I (could|would) (tell everyone|say|write): {quote}.',
    'a happy (ending|outcome) (would|might) (read|go) like this: {quote}.',
  ],
  'goal-quote@terse': [
    'the goal: {quote}.',
    'in short: {quote}.',
    'my hope: {quote}.',
    'like this: {quote}.',
    'the dream: {quote}.',
  ],
  'goal-quote@expert': [
    'my (benchmark|criterion|definition of success|measure of success|yardstick): {quote}.',
    '(success|a good result|the ideal outcome) (would read|reads|would sound) (as follows|like this|thus): {quote}.',
    "the (verdict|conclusion) I('d| would) (like|hope|want) to (reach|write|draw|record): {quote}.",
    'in a review I (would want|hope|would like|intend) to (write|conclude|note|state): {quote}.',
    '(the|my) (target|aim|objective), in (words|plain words|so many words|one line): {quote}.',
  ],
  'goal-quote@unsure': [
    'I (guess|suppose|think) I (want|would like|hope) to be able to say: {quote}.',
    '(how shall I say|how do I put this), (something like|along the lines of): {quote}.',
    '(maybe|perhaps) (one day I can|some day I can|I could then|I might then|in the end I could) (write|say|tell people) (this|something like|something like this): {quote}.',
    '(it|this) (would be nice|would be lovely) to (say|write) (later|in the end): {quote}.',
  ],
  'history-quote': [
    'I once (wrote|said|noted) (about|of) {past}: {quote}.',
    'my (words (about|on) {past} were|verdict on {past} was|comment on {past} was): {quote}.',
    'as I (said|wrote|put it) (of|about) {past}: {quote}.',
    '(in|from|according to) my (review of|notes on|write-up of) {past}[, (back then|at the time)]: {quote}.',
    '{past} (made me (write|say)|had me (writing|saying)): {quote}.',
    '(after|with) {past} I (wrote|noted|said): {quote}.',
  ],
  'history-quote@terse': ['on {past}: {quote}.', 'wrote about {past}: {quote}.', 'my review of {past}: {quote}.'],
  'own-quote': [
    'I wrote (then|at the time|back then|in my review): {quote}.',
    'in my own words: {quote}.',
    'my review (said|says|reads|read): {quote}.',
    'as I (put it|said|wrote)[ (then|at the time)]: {quote}.',
    'what I (noted|wrote|said) (then|at the time|back then): {quote}.',
    'I remember (writing|saying) {quote}.',
    'this is from my review: {quote}.',
  ],
  'own-quote@terse': ['I wrote: {quote}.', 'my review: {quote}.', 'my words: {quote}.', 'quote: {quote}.'],
};
