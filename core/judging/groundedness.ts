import type { DialogAct } from '../planning/dialog-act.ts';
import type { DeclaredAct } from '../simulation/dialog.ts';
import { faultOf } from '../fidelity/behaviour/evidence.ts';
import type { DialogReading } from '../fidelity/dialog-reading.ts';
import { agreement } from '../fidelity/behaviour/sign-agreement.ts';

/** Statements that need evidence, and those whose evidence exists, precedes the dialog (but for the goal) and bears them out. */
export interface Groundedness {
  readonly statements: number;
  readonly grounded: number;
  /** grounded / statements; null where nothing is stated. */
  readonly share: number | null;
}

const CLAIMS: ReadonlySet<DialogAct> = new Set(['justify', 'answer', 'compare', 'recommend']);
const PREFERENCES: ReadonlySet<DialogAct> = new Set(['disclose', 'refer_history']);

export function groundednessOf(readings: readonly DialogReading[], of: 'claims' | 'preferences'): Groundedness {
  let statements = 0;
  let grounded = 0;
  for (const reading of readings) {
    for (const { turn } of reading.turns) {
      for (const act of turn.acts) {
        if (!isStatement(act, turn.speaker, of)) continue;
        statements++;
        if (isGrounded(act, reading)) grounded++;
      }
    }
  }
  return { statements, grounded, share: statements === 0 ? null : grounded / statements };
}

function isStatement(act: DeclaredAct, speaker: 'user' | 'system', of: 'claims' | 'preferences'): boolean {
  if (act.aspectId === null || act.polarity === null) return false;
  if (of === 'claims') return speaker === 'system' && CLAIMS.has(act.act);
  // To have no strong view is borne out by no sentence.
  return speaker === 'user' && PREFERENCES.has(act.act) && act.polarity !== 'neutral';
}

/** Some cited sentence is real, early enough, of the right owner, and does not say the opposite. */
function isGrounded(act: DeclaredAct, reading: DialogReading): boolean {
  return act.evidenceIds
    .flatMap((id) => reading.evidence.get(id) ?? [])
    .some(
      (evidence) =>
        faultOf(evidence, reading) === null &&
        agreement(act.polarity ?? 'neutral', evidence.sentiment) !== 'contradicts',
    );
}
