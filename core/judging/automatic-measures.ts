/** Measures of a set of accepted dialogs that need no judge. Definitions stand with each; nothing here rates quality. */
import { checkTitleLeak } from '../fidelity/behaviour/title-leak.ts';
import { checkEvidence } from '../fidelity/behaviour/evidence.ts';
import type { DialogReading } from '../fidelity/dialog-reading.ts';
import { distribution, type Distribution } from './distribution.ts';
import { distinctN, selfBleu, wordsOf } from './diversity.ts';
import { groundednessOf, type Groundedness } from './groundedness.ts';

export interface AutomaticMeasures {
  readonly groundedness: { readonly claims: Groundedness; readonly preferences: Groundedness };
  /** Over all utterances. */
  readonly distinct1: number | null;
  readonly distinct2: number | null;
  /** Mean BLEU-4 of sampled dialogs against sampled others. */
  readonly selfBleu: number | null;
  readonly turnsPerDialog: Distribution;
  readonly wordsPerDialog: Distribution;
  readonly wordsPerTurn: Distribution;
}

/** Enough for two digits; more costs minutes at 12,000 dialogs. */
const SELF_BLEU_DIALOGS = 200;
const SELF_BLEU_REFERENCES = 20;

export function automaticMeasures(readings: readonly DialogReading[], seed: number): AutomaticMeasures {
  const dialogs = readings.map((reading) => reading.transcript.turns.map(({ text }) => text));
  const utterances = dialogs.flat();
  const words = dialogs.map((turns) => turns.flatMap((text) => wordsOf(text)));
  return {
    groundedness: {
      claims: groundednessOf(readings, 'claims'),
      preferences: groundednessOf(readings, 'preferences'),
    },
    distinct1: distinctN(utterances, 1),
    distinct2: distinctN(utterances, 2),
    selfBleu: selfBleu(words, { dialogs: SELF_BLEU_DIALOGS, references: SELF_BLEU_REFERENCES, seed }),
    turnsPerDialog: distribution(dialogs.map((turns) => turns.length)),
    wordsPerDialog: distribution(words.map((all) => all.length)),
    wordsPerTurn: distribution(utterances.map((text) => wordsOf(text).length)),
  };
}

export interface Leaks {
  /** User turns that name the target before the system has. */
  readonly title: number;
  /** Citations of the dialog's time or later (the goal aside), or of the wrong user or item. */
  readonly evidence: number;
}

export function leaksOf(reading: DialogReading): Leaks {
  return { title: checkTitleLeak(reading).length, evidence: checkEvidence(reading).length };
}
