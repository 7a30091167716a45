import { createRandom, deriveSeed } from '../../random.ts';
import { said, type AcceptedDialog, type Mutant, type MutationSources } from './mutation.ts';
import { MUTATORS, type MutationKind } from './registry.ts';

/** A mutant with the dialog that it was made from. */
export interface MadeMutant {
  readonly dialog: AcceptedDialog;
  readonly mutant: Mutant;
}

/** Rounds over the dialogs after which a kind that still has too few is one that does not apply. */
const MAX_ROUNDS = 40;

/**
 * At most `count` different mutants of one kind, a round over the dialogs after another. Depends on the seed, the kind
 * and the dialogs' ids alone; `others` of the sources are what dialogs are mutated with.
 */
export function makeMutants(
  kind: MutationKind,
  dialogs: readonly AcceptedDialog[],
  base: MutationSources['base'],
  { count, seed }: { readonly count: number; readonly seed: number },
): MadeMutant[] {
  const made: MadeMutant[] = [];
  const seen = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS && made.length < count; round++) {
    for (const dialog of dialogs) {
      if (made.length === count) break;
      const random = createRandom(deriveSeed(seed, 'mutation', kind, dialog.plan.dialogId, round));
      const mutant = MUTATORS[kind](dialog, { base, others: dialogs }, random);
      if (mutant === null) continue;
      const words = said(mutant.transcript);
      if (seen.has(words)) continue;
      seen.add(words);
      made.push({ dialog, mutant });
    }
  }
  return made;
}
