import { describe, expect, it } from 'vitest';

import { auditDialogs, readForAudit } from '../../../core/judging/audit-dialogs.ts';
import { NO_USAGE, type DialogRecord, type Turn } from '../../../core/simulation/dialog.ts';
import { HONEST } from '../fidelity/dialogs/honest.ts';
import { WORLDS } from '../fidelity/plans.ts';
import { transcriptOf } from '../fidelity/script.ts';

const { base, plan } = WORLDS.pedal;

function record(edit: (turns: readonly Turn[]) => readonly Turn[] = (turns) => turns, attempts = 1): DialogRecord {
  const { turns } = transcriptOf(HONEST.pedal[0] ?? [], plan);
  return {
    dialogId: plan.dialogId,
    ordinal: 0,
    status: 'accepted',
    failure: null,
    userId: plan.userId,
    split: plan.split,
    timestampMs: plan.timestampMs,
    targetItemId: plan.targetItemId,
    history: plan.history,
    rejectedItemIds: ['C'],
    attempts,
    provider: 'template',
    turns: [...edit(turns)],
    usage: NO_USAGE,
  };
}

describe('auditDialogs', () => {
  it('measures an honest dialog', () => {
    const audit = auditDialogs({ base, dialogs: [{ record: record(), plan }] });
    expect(audit.leaks).toEqual({ title: 0, evidence: 0, dialogs: [] });
    // Six claims (decent tone, weak build, warm tone, batteries, the comparison and its contrast), three preferences.
    expect(audit.measures.groundedness.claims).toEqual({ statements: 6, grounded: 6, share: 1 });
    expect(audit.measures.groundedness.preferences).toEqual({ statements: 3, grounded: 3, share: 1 });
    expect(audit.measures.turnsPerDialog).toEqual({ mean: 16, min: 16, max: 16 });
    expect(audit.measures.selfBleu).toBeNull();
    expect(audit).toMatchObject({
      dialogs: 1,
      acceptedAtAttempt: { 1: 1 },
      byProvider: { template: 1 },
      bySplit: { train: 1 },
    });
  });

  it('says the same of dialogs that were read one by one', () => {
    const dialogs = [{ record: record(), plan }];
    const read = dialogs.map((dialog) => readForAudit(dialog, base, base.clusters));
    expect(auditDialogs({ base, dialogs, read })).toEqual(auditDialogs({ base, dialogs }));
  });

  it('counts what has lost its evidence', () => {
    const bare = record((turns) =>
      turns.map((turn) => ({ ...turn, acts: turn.acts.map((act) => ({ ...act, evidenceIds: [] })) })),
    );
    const audit = auditDialogs({ base, dialogs: [{ record: bare, plan }] });
    expect(audit.measures.groundedness.claims).toEqual({ statements: 6, grounded: 0, share: 0 });
  });

  it('does not count evidence that says the opposite', () => {
    const swapped = record((turns) =>
      turns.map((turn) => ({
        ...turn,
        acts: turn.acts.map((act) =>
          act.evidenceIds.includes('e7') ? { ...act, polarity: 'negative' as const } : act,
        ),
      })),
    );
    const audit = auditDialogs({ base, dialogs: [{ record: swapped, plan }] });
    expect(audit.measures.groundedness.claims).toMatchObject({ statements: 6, grounded: 5 });
  });

  it('finds a title that the user could not know, and counts attempts', () => {
    const leaking = record(
      (turns) =>
        turns.map((turn, index) =>
          index === 1 ? { ...turn, text: 'Hello! A Boss DS-1 please, for its sound quality.' } : turn,
        ),
      3,
    );
    const audit = auditDialogs({
      base,
      dialogs: [
        { record: record(), plan },
        { record: leaking, plan },
      ],
    });
    expect(audit.leaks).toEqual({ title: 1, evidence: 0, dialogs: [{ dialogId: 'd-pedal', title: 1, evidence: 0 }] });
    expect(audit.acceptedAtAttempt).toEqual({ 1: 1, 3: 1 });
    expect(audit.measures.selfBleu).toBeGreaterThan(0.9);
  });

  it('has an answer for no dialogs at all', () => {
    const audit = auditDialogs({ base, dialogs: [] });
    expect(audit.measures).toMatchObject({
      distinct1: null,
      selfBleu: null,
      turnsPerDialog: { mean: null, min: null, max: null },
    });
  });
});
