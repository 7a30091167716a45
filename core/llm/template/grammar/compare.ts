import type { Grammar } from './grammar.ts';

/** How an earlier candidate did on the aspect, told while another item is on the table; nothing is said of the latter. */
export const COMPARE: Grammar = {
  negative: [
    '<against>, that is where {item} fell short: {areviewer} complained about the {aspect}.',
    '{item}, for comparison, disappointed {areviewer} with the {aspect}.',
    'compared with that, {item} had complaints about the {aspect}.',
    'the {aspect} {was} the weak point of {item}, which we (left behind|set aside).',
    'remember {item}? {Areviewer} was unhappy with the {aspect} there.',
    'set against this, {item} drew criticism for the {aspect}.',
  ],
  positive: [
    '{item}, for comparison, pleased {areviewer} with the {aspect}.',
    'to be fair to {item}, {areviewer} liked the {aspect} there.',
    'compared with that, {item} earned praise for the {aspect}.',
    '<against>, {item} had its strength there: {areviewer} praised the {aspect}.',
    'the {aspect} {was} a strong point of {item}, which we (left behind|set aside).',
  ],
  neutral: [
    '{item}, for comparison, has mixed reviews on the {aspect}.',
    'on the {aspect}, opinions of {item} are divided.',
  ],
  against: ['by comparison', 'in comparison', 'to compare', 'side by side'],
};
