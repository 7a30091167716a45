import type { DialogAct, Polarity, Speaker } from '../../planning/dialog-act.ts';
import { createRandom, deriveSeed, type Random } from '../../random.ts';
import type { Transcript, Turn } from '../../simulation/dialog.ts';
import type { AcceptedDialog, MutationSources } from './mutation.ts';
import { sayTurn, type Saying } from './say-acts.ts';
import { withTurn, withTurns } from './turn-edits.ts';

/**
 * Honest paraphrases: turns of accepted dialogs said again in words by hand, true to their declared acts. The other half
 * of the mutation suite: checks that refuse every mutant are worth nothing if they refuse these as well.
 */
export interface Paraphrase {
  readonly transcript: Transcript;
  /** Places of the turns that were said again. */
  readonly at: readonly number[];
}

/** Who does what, how: "user disclose positive", "system elicit aspect". */
export function actName(speaker: Speaker, act: DialogAct, polarity: Polarity | null, aspectId: number | null): string {
  const asks = act === 'elicit' || act === 'inquire';
  const detail = asks ? (aspectId === null ? 'openly' : 'aspect') : polarity;
  return [speaker, act, ...(detail === null ? [] : [detail])].join(' ');
}

/** One paraphrase for each turn that can be said again, under the names of all the acts it says. */
export function paraphraseTurns(
  dialog: AcceptedDialog,
  base: MutationSources['base'],
  seed: number,
): { readonly acts: readonly string[]; readonly paraphrase: Paraphrase }[] {
  const { transcript } = dialog;
  return transcript.turns.flatMap((turn) => {
    const random = createRandom(deriveSeed(seed, 'paraphrase', transcript.dialogId, turn.turnIndex));
    const text = sayTurn(turn, { dialog, base, random, used: new Set() });
    if (text === null) return [];
    const paraphrase = { transcript: withTurn(transcript, turn.turnIndex, { text }), at: [turn.turnIndex] };
    return [{ acts: actsOf(turn), paraphrase }];
  });
}

/** The whole dialog said again, no form twice where there are enough. */
export function paraphraseDialog(dialog: AcceptedDialog, base: MutationSources['base'], random: Random): Paraphrase {
  const saying: Saying = { dialog, base, random, used: new Set() };
  const at: number[] = [];
  const turns = dialog.transcript.turns.map((turn) => {
    const text = sayTurn(turn, saying);
    if (text === null) return turn;
    at.push(turn.turnIndex);
    return { ...turn, text };
  });
  return { transcript: withTurns(dialog.transcript, turns), at };
}

const actsOf = ({ acts, speaker }: Turn): string[] => [
  ...new Set(acts.map(({ act, polarity, aspectId }) => actName(speaker, act, polarity, aspectId))),
];
