import type { ArmDialog } from '../../../core/experiments/measures.ts';
import { NO_USAGE } from '../../../core/simulation/dialog.ts';

const NOTHING = { statements: 0, held: 0 };

/** A dialog accepted at once that states nothing, but for what is asked. */
export function armDialog(asked: Partial<ArmDialog> = {}): ArmDialog {
  return {
    dialogId: 'd000000',
    userId: 'u1',
    targetItemId: 'i1',
    accepted: true,
    attempts: 1,
    firstViolations: [],
    referenceViolations: [],
    turns: 10,
    shape: '>open',
    turnedDown: 0,
    reference: {
      claimsCited: NOTHING,
      claimsAgree: NOTHING,
      preferencesCited: NOTHING,
      preferencesAgree: NOTHING,
      preferencesLater: NOTHING,
    },
    usage: NO_USAGE,
    ...asked,
  };
}
