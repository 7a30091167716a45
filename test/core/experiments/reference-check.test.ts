import { describe, expect, it } from 'vitest';

import { checkByReference } from '../../../core/experiments/reference-check.ts';
import type { DialogPlan } from '../../../core/planning/dialog-plan.ts';
import type { SentenceEncoder } from '../../../core/text/sentence-encoder.ts';
import type { Attempt } from '../../../core/simulation/dialog.ts';
import { HONEST } from '../fidelity/dialogs/honest.ts';
import { WORLDS } from '../fidelity/plans.ts';
import { transcriptOf } from '../fidelity/script.ts';

const { base, plan } = WORLDS.pedal;

/** Every sentence alike: what rules find is all there is. */
const encoder: SentenceEncoder = {
  id: 'alike',
  dimension: 1,
  encode: (texts) => Promise.resolve(new Float32Array(texts.length)),
};
const listener = { encoder, sentiment: null, entailment: null };

const attemptOf = (plan: DialogPlan): Attempt => ({ ...transcriptOf(HONEST.pedal[0] ?? [], plan), accepted: true });

describe('checkByReference', () => {
  it('finds nothing in an honest dialog, whatever sentiments its arm wrote beside the quotes', async () => {
    expect(await checkByReference(plan, attemptOf(plan), base, listener)).toEqual([]);
    const turned = { ...plan, evidence: plan.evidence.map((one) => ({ ...one, sentiment: -one.sentiment })) };
    expect(await checkByReference(turned, attemptOf(turned), base, listener)).toEqual([]);
  });

  it('finds what the arm holds for true: a sentence on another aspect, and a wrong polarity', async () => {
    const misread = {
      ...plan,
      evidence: plan.evidence.map((one) => (one.evidenceId === 'e6' ? { ...one, aspectId: 2 } : one)),
      nodes: plan.nodes.map((node) => ({
        ...node,
        acts: node.acts.map((act) => (act.evidenceIds.includes('e6') ? { ...act, aspectId: 2 } : act)),
      })),
    };
    expect(await checkByReference(misread, attemptOf(misread), base, listener)).toContain('behaviour/evidence-aspect');
    const reversed: DialogPlan = {
      ...plan,
      nodes: plan.nodes.map((node) => ({
        ...node,
        acts: node.acts.map((act) => (act.evidenceIds.includes('e5') ? { ...act, polarity: 'negative' } : act)),
      })),
    };
    expect(await checkByReference(reversed, attemptOf(reversed), base, listener)).toContain(
      'behaviour/claim-trajectory',
    );
  });

  it('does not count what the arm itself found', async () => {
    const [found] = [{ check: 'x', nodeId: null, turnIndex: null, speaker: null, expected: '', found: '' }];
    expect(await checkByReference(plan, { ...attemptOf(plan), violations: [found] }, base, listener)).toEqual([]);
  });
});
