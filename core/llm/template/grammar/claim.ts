import type { Grammar } from './grammar.ts';

/**
 * What the community says of an item on an aspect (justify, answer). "one-...": one review says so; "all-...": the
 * community as a whole leans that way. `quoted` follows a claim, `with-quote` makes it by the quote.
 */
export const CLAIM: Grammar = {
  'one-positive': [
    'one {reviewer} (praised|liked|was happy with|was pleased with) the {aspect}{ofitem}.',
    '{areviewer} was (glad about|impressed by|satisfied with) the {aspect}{ofitem}.',
    'the {aspect}{ofitem} {has} earned praise from {areviewer}.',
    "there's praise for the {aspect}{ofitem}.",
    'the {aspect}{ofitem} {was} a plus for one {reviewer}.',
    'someone who tried it liked the {aspect}{ofitem}.',
  ],
  'all-positive': [
    '{reviewers} (on the whole|by and large|generally) (like|praise|are happy with) the {aspect}{ofitem}.',
    'the {aspect}{ofitem} {is} well received by {reviewers}.',
    'overall, {reviewers} speak well of the {aspect}{ofitem}.',
    'the {aspect}{ofitem} {s:tend} to please {reviewers}.',
    'what {reviewers} say about the {aspect}{ofitem} is good, taken together.',
    'the {aspect}{ofitem} {is} a strong point, going by the reviews.',
    'the balance of reviews on the {aspect}{ofitem} is positive.',
  ],
  'one-negative': [
    'one {reviewer} (complained about|was unhappy with|was disappointed by) the {aspect}{ofitem}.',
    '{areviewer} found the {aspect}{ofitem} disappointing.',
    '{areviewer} was dissatisfied with the {aspect}{ofitem}.',
    "there's a complaint about the {aspect}{ofitem}.",
    'the {aspect}{ofitem} {was} a weak point for one {reviewer}.',
    'someone who tried it disliked the {aspect}{ofitem}.',
  ],
  'all-negative': [
    '{reviewers} (on the whole|by and large|generally) (complain about|are unhappy with|criticise) the {aspect}{ofitem}.',
    'the {aspect}{ofitem} {is} a weak point, going by the reviews.',
    'overall, {reviewers} are disappointed by the {aspect}{ofitem}.',
    'the balance of reviews on the {aspect}{ofitem} is negative.',
    'what {reviewers} say about the {aspect}{ofitem} is bad, taken together.',
  ],
  'one-neutral': [
    '{areviewer} found the {aspect}{ofitem} neither good nor bad.',
    'one {reviewer} was neutral about the {aspect}{ofitem}.',
  ],
  'all-neutral': [
    'opinions on the {aspect}{ofitem} are mixed.',
    '{reviewers} are divided about the {aspect}{ofitem}.',
    'the reviews go both ways on the {aspect}{ofitem}.',
  ],
  honest: [
    'to be honest,',
    'I should say that',
    'in fairness,',
    'one caveat:',
    'you should know that',
    'to be upfront,',
    'on the downside,',
    'I have to admit that',
  ],
  quoted: [
    'in their words: {quote}.',
    'the review says: {quote}.',
    'quote: {quote}.',
    'I quote: {quote}.',
    'to quote: {quote}.',
    'their review reads: {quote}.',
    'as they put it: {quote}.',
    'here is what they wrote: {quote}.',
  ],
  example: [
    'for instance, one {reviewer} wrote: {quote}.',
    'one {reviewer} put it this way: {quote}.',
    'one {reviewer} said: {quote}.',
    'a typical line: {quote}.',
    'to give you one voice: {quote}.',
    'from one review: {quote}.',
  ],
  another: [
    'another: {quote}.',
    'and a second {reviewer}: {quote}.',
    'someone else wrote: {quote}.',
    'a further review: {quote}.',
  ],
  more: ['also,', 'besides,', "what's more,", 'on top of that,', 'and', 'in addition,', ''],
  but: ['that said,', 'however,', 'on the other hand,', 'but', 'then again,', 'still,'],
};
