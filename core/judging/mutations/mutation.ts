import type { DialogPlan } from '../../planning/dialog-plan.ts';
import type { EvidenceBase } from '../../profiles/evidence-base.ts';
import type { Random } from '../../random.ts';
import type { Transcript } from '../../simulation/dialog.ts';

/**
 * Mutation testing of the checks: from a dialog that was accepted a broken one is made, and a check that is worth
 * having refuses it. Ours; the paper says that dialogs are checked, not how well. Mutators read plans, reviews and the
 * declared acts; they share no lexicon and no grammar with the checks or with any agent, or else they would prove that
 * a grammar understands itself. Where a mutated dialog might still be honest, a mutator makes none.
 */
export interface AcceptedDialog {
  readonly plan: DialogPlan;
  readonly transcript: Transcript;
}

export interface MutationSources {
  readonly base: EvidenceBase;
  /** Accepted dialogs of the same run; the mutated one may be among them. */
  readonly others: readonly AcceptedDialog[];
}

/** The dialog that is mutated, with what it is mutated from and the chance that decides. */
export interface Mutating extends AcceptedDialog, MutationSources {
  readonly random: Random;
}

export interface Mutant {
  /** How the kind was brought about, e.g. "verbatim exchange again". */
  readonly variant: string;
  readonly transcript: Transcript;
  /** Places of the mutated turns in the new transcript; of the turn before, where turns are gone. */
  readonly at: readonly number[];
}

/** Null where the kind does not apply to the dialog. */
export type Variation = (mutating: Mutating) => Omit<Mutant, 'variant'> | null;

export type Mutator = (dialog: AcceptedDialog, sources: MutationSources, random: Random) => Mutant | null;

/** The first variation, in random order, that applies and changes something. */
export function mutatorOf(variations: Readonly<Record<string, Variation>>): Mutator {
  return (dialog, sources, random) => {
    for (const [variant, vary] of random.shuffle(Object.entries(variations))) {
      const made = vary({ ...dialog, ...sources, random });
      if (made !== null && said(made.transcript) !== said(dialog.transcript)) return { variant, ...made };
    }
    return null;
  };
}

/** What a transcript says, whoever's attempt it is: equal for equal dialogs. */
export const said = ({ dialogId, visited, turns }: Transcript): string => JSON.stringify([dialogId, visited, turns]);

/** The first of the values, in random order, of which something can be made. */
export function firstMade<T, Made>(random: Random, values: readonly T[], make: (value: T) => Made | null): Made | null {
  for (const value of random.shuffle(values)) {
    const made = make(value);
    if (made !== null) return made;
  }
  return null;
}
