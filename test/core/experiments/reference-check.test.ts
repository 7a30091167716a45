import { describe, expect, it } from 'vitest';

import { checkByReference } from '../../../core/experiments/reference-check.ts';
import type { DialogPlan } from '../../../core/planning/dialog-plan.ts';
import type { Attempt } from '../../../core/simulation/dialog.ts';
import { HONEST } from '../fidelity/dialogs/honest.ts';
import { WORLDS } from '../fidelity/plans.ts';
import { transcriptOf } from '../fidelity/script.ts';

const { base, plan } = WORLDS.pedal;

const attemptOf = (plan: DialogPlan): Attempt => ({ ...transcriptOf(HONEST.pedal[0] ?? [], plan), accepted: true });

describe('checkByReference', () => {
  it('finds nothing in an honest dialog, whatever sentiments its arm wrote beside the quotes', () => {
    expect(checkByReference(plan, attemptOf(plan), base)).toEqual([]);
    const turned = { ...plan, evidence: plan.evidence.map((one) => ({ ...one, sentiment: -one.sentiment })) };
    expect(checkByReference(turned, attemptOf(turned), base)).toEqual([]);
  });

  it('finds what the arm holds for true: a sentence on another aspect, and a wrong polarity', () => {
    const misread = {
      ...plan,
      evidence: plan.evidence.map((one) => (one.evidenceId === 'e6' ? { ...one, aspectId: 2 } : one)),
      nodes: plan.nodes.map((node) => ({
        ...node,
        acts: node.acts.map((act) => (act.evidenceIds.includes('e6') ? { ...act, aspectId: 2 } : act)),
      })),
    };
    expect(checkByReference(misread, attemptOf(misread), base)).toContain('behaviour/evidence-aspect');
    const reversed: DialogPlan = {
      ...plan,
      nodes: plan.nodes.map((node) => ({
        ...node,
        acts: node.acts.map((act) => (act.evidenceIds.includes('e5') ? { ...act, polarity: 'negative' } : act)),
      })),
    };
    expect(checkByReference(reversed, attemptOf(reversed), base)).toContain('behaviour/claim-trajectory');
  });

  it('does not count what the arm itself found', () => {
    const [found] = [{ check: 'x', nodeId: null, turnIndex: null, speaker: null, expected: '', found: '' }];
    expect(checkByReference(plan, { ...attemptOf(plan), violations: [found] }, base)).toEqual([]);
  });
});
