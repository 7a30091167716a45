import { CLAIM } from './claim.ts';
import type { Grammar } from './grammar.ts';

/** How an earlier candidate did on the aspect, told while another item is on the table; nothing is said of the latter. */
export const COMPARE: Grammar = {
  ...CLAIM,
  negative: [
    '(by comparison|by contrast), {item} (fell short|did worse|let people down|had its weak point) there: {areviewer} complained about the {aspect}.',
    '{item}, <against>, (disappointed|annoyed|let down) {areviewer} with the {aspect}.',
    '(compared with that|beside that|set against this|next to that|measured against that), {item} (had|drew|got) (a complaint about|a complaint over|criticism for|criticism over) the {aspect}.',
    '{item}, <against>, (drew|had|got) (criticism for|criticism over|a complaint about|a complaint over) the {aspect}.',
    'the {aspect} {was} the (weak point|weakness|trouble) with {item}, which we (left behind|set aside|dropped).',
    'remember {item}? {Areviewer} was (unhappy|disappointed|dissatisfied) with the {aspect} there.',
    'with {item}, {areviewer} was (unhappy|disappointed|dissatisfied) <topic>.',
    '<topic>, {item} (disappointed|annoyed|let down) {areviewer}.',
    '(when we spoke of|earlier, with|back with) {item}, the (complaint|trouble|weak point) was the {aspect}.',
    '{areviewer} was (let down by|unhappy with|disappointed by|dissatisfied with) {item} <topic>[, (by comparison|for comparison|if you recall)].',
    '(earlier|before), {item} (stumbled|fell down) on just that: {areviewer} (disliked|complained about) the {aspect}.',
  ],
  'negative@tabled': [
    '(true|granted|yes|fair point|right), with {item} {areviewer} was (unhappy|disappointed|dissatisfied) <topic>.',
    '{areviewer} was (unhappy with|disappointed by|let down by|dissatisfied with) {item} <topic>(, too| as well)[, so you are not alone].',
    'you are not alone: {areviewer} was (unhappy with|disappointed by|let down by|dissatisfied with) {item} <topic>.',
    '{item} does have (a complaint|that complaint) about the {aspect} (in its reviews|from {areviewer}|against it).',
    '<topic>, {item} (disappointed|annoyed|let down) {areviewer}[, (I grant you|I admit|it is true)].',
    'the {aspect} {is} where {item} (disappointed|let down|annoyed) {areviewer}[, (I grant you|I admit|it is true)].',
    '{item} (drew|had|got) (criticism for|criticism over|a complaint about|a complaint over) the {aspect}[, (I grant you|I admit|it is true)].',
    '(no argument|agreed|I cannot deny it): {item} (drew|had|got) (criticism for|criticism over|a complaint about|a complaint over) the {aspect}.',
  ],
  'negative@joined': [
    '(where|while|whereas) {item} (disappointed|annoyed|let down) {areviewer} with the {aspect},',
    'since {item} (disappointed|annoyed|let down) {areviewer} with the {aspect},',
    'as {areviewer} was (unhappy|disappointed|dissatisfied) with the {aspect} of {item},',
    '(given|seeing) that {item} drew a complaint about the {aspect},',
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
