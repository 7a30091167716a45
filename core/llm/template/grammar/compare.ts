import { CLAIM } from './claim.ts';
import type { Grammar } from './grammar.ts';

/** How an earlier candidate did on the aspect, told while another item is on the table; nothing is said of the latter. */
export const COMPARE: Grammar = {
  ...CLAIM,
  negative: [
    '(by comparison|by contrast), {item} (fell short|did worse|let people down|had its weak point) there: {areviewer} complained about the {aspect}.',
    '{item}, <against>, (disappointed|annoyed|let down) {areviewer} with the {aspect}.',
    '(compared with that|beside that|set against this), {item} had complaints about the {aspect}.',
    '{item}, <against>, (drew|had|got) (criticism|complaints) (for|over) the {aspect}.',
    'the {aspect} {was} the (weak point|weakness|trouble) with {item}, which we (left behind|set aside|dropped).',
    'remember {item}? {Areviewer} was (unhappy|disappointed|dissatisfied) with the {aspect} there.',
    'with {item}, {areviewer} was (unhappy|disappointed|dissatisfied) <topic>.',
    '<topic>, {item} (disappointed|annoyed|let down) {areviewer}.',
  ],
  'negative@plain': ['{areviewer} complained about the {aspect} with {item}.'],
  positive: [
    '{item}, <against>, (pleased|won over) {areviewer} with the {aspect}.',
    'to be fair to {item}, {areviewer} (liked|praised|enjoyed) the {aspect} there.',
    '(compared with that|beside that), {item} earned praise for the {aspect}.',
    '<against>, {item} had its strength there: {areviewer} praised the {aspect}.',
    'the {aspect} {was} a strong point with {item}, which we (left behind|set aside).',
  ],
  neutral: [
    '{item}, <against>, has mixed reviews on the {aspect}.',
    'on the {aspect}, opinions of {item} are divided.',
  ],
  against: ['by comparison', 'in comparison', 'for comparison', 'side by side', 'by contrast'],
};
