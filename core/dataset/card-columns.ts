import { DIALOG_ACTS } from '../planning/dialog-act.ts';
import { DATASET_TABLE } from './dataset-table.ts';

/** What each column holds; a column added to the table without a word here does not compile. */
const MEANINGS: Readonly<Record<keyof typeof DATASET_TABLE, string>> = {
  dialog_id: 'of the run, in the order of its targets',
  user_id: "the source's id of the user whose reviews the user agent speaks from",
  split: '`train`, `validation` or `test`, by date',
  timestamp: 'of the target interaction, UTC: nothing of this time or later is known in the dialog, but for the goal',
  target_item_id: 'the item that is accepted in the end',
  history: 'items that the user reviewed before, oldest first',
  rejected_item_ids: 'items recommended and turned down before',
  attempts: 'attempts that it took, the accepted one included',
  provider: 'who spoke: `template` (a grammar) or a language model provider',
  plan: 'the whole plan as JSON: super-nodes, edges, goals, candidates, evidence',
  turns: 'list of the turns, below',
};

const TURN: readonly (readonly [string, string])[] = [
  ['speaker', '`user` or `system`'],
  ['text', 'the utterance'],
  ['node_id', 'the super-node of the plan that it belongs to'],
  ['acts', 'list of what the utterance does:'],
  ['acts.act', DIALOG_ACTS.map((act) => `\`${act}\``).join(', ')],
  ['acts.aspect', 'label of the aspect, or null'],
  ['acts.polarity', '`positive`, `negative`, `neutral`, or null'],
  ['acts.item_id', 'the item that it is about, or null'],
  ['acts.evidence', 'list of the sentences that bear it out:'],
  ['acts.evidence.review_id', 'review that the sentence stands in'],
  ['acts.evidence.sentence_index', "its place in the review's text, from 0"],
  ['acts.evidence.quote', 'the sentence, verbatim'],
  ['acts.evidence.timestamp', 'of the review, UTC'],
  ['acts.evidence.role', "`history` (the user's own), `community` (another user's), `goal` (the target's own review)"],
];

export function cardColumns(): string {
  const rows = [
    ...Object.entries(MEANINGS),
    ...TURN.map(([name, meaning]): [string, string] => [`turns.${name}`, meaning]),
  ];
  return ['| Column | Holds |', '| --- | --- |', ...rows.map(([name, meaning]) => `| \`${name}\` | ${meaning} |`)].join(
    '\n',
  );
}
