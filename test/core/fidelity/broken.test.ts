import { describe, expect, it } from 'vitest';

import { checkFidelity } from '../../../core/fidelity/check-dialog.ts';
import { BROKEN } from './dialogs/broken.ts';
import { HONEST } from './dialogs/honest.ts';
import { WORLDS } from './plans.ts';
import { transcriptOf, transcriptOfTurns } from './script.ts';

describe('broken dialogs', () => {
  it.each(BROKEN.map((dialog, index) => [dialog.kind, index, dialog] as const))('%s (%i)', (_kind, _index, dialog) => {
    const { base } = WORLDS[dialog.world];
    const plan = structuredClone(WORLDS[dialog.world].plan);
    const honest = transcriptOf(HONEST[dialog.world][dialog.from] ?? [], plan);
    const transcript = transcriptOfTurns(dialog.edit(honest.turns, plan), plan);
    const checks = checkFidelity({ plan, base, transcript }).map(({ check }) => check);
    expect(checks.filter((check) => dialog.check.test(check))).not.toEqual([]);
  });
});
