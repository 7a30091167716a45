import { describe, expect, it } from 'vitest';

import { checkFidelity } from '../../../core/fidelity/check-dialog.ts';
import { HONEST } from './dialogs/honest.ts';
import { WORLDS } from './plans.ts';
import { transcriptOf } from './script.ts';

describe.each(['pedal', 'diner', 'app'] as const)('honest dialogs of the %s plan', (world) => {
  it.each(HONEST[world].map((lines, index) => [index, lines] as const))('dialog %i passes', (_index, lines) => {
    const { plan, base } = WORLDS[world];
    expect(checkFidelity({ plan, base, transcript: transcriptOf(lines, plan) })).toEqual([]);
  });
});
