import type { AspectCluster } from '../aspects/aspect.ts';
import { readDialog } from '../fidelity/dialog-reading.ts';
import type { DialogReading } from '../fidelity/dialog-reading.ts';
import type { DialogPlan } from '../planning/dialog-plan.ts';
import type { EvidenceBase } from '../profiles/evidence-base.ts';
import { NO_USAGE, type DialogRecord, type Transcript } from '../simulation/dialog.ts';
import { planVariety, type PlanVariety } from './plan-variety.ts';
import { automaticMeasures, leaksOf, type AutomaticMeasures, type Leaks } from './automatic-measures.ts';

export interface AuditInput {
  readonly dialogs: readonly { readonly record: DialogRecord; readonly plan: DialogPlan }[];
  readonly base: EvidenceBase;
  /** Given where they are not the base's own. */
  readonly clusters?: readonly AspectCluster[];
  /** Of the sampled measures. */
  readonly seed?: number;
  /** The dialogs as they were read one by one, in their order: reading thousands at once would hold up everything else. */
  readonly read?: readonly AuditedDialog[];
}

/** A dialog read anew, and what of it should not be there. */
export interface AuditedDialog {
  readonly reading: DialogReading;
  readonly leaks: Leaks;
}

export function readForAudit(
  { record, plan }: AuditInput['dialogs'][number],
  base: EvidenceBase,
  clusters: readonly AspectCluster[],
): AuditedDialog {
  const reading = readDialog(plan, transcriptOf(record, plan), base, clusters);
  return { reading, leaks: leaksOf(reading) };
}

/** The content of `audit.json`. */
export interface DialogAudit {
  readonly dialogs: number;
  /** Each must be 0; the dialogs that have any are listed. */
  readonly leaks: Leaks & { readonly dialogs: readonly ({ readonly dialogId: string } & Leaks)[] };
  readonly measures: AutomaticMeasures;
  /** Of the plans that the dialogs followed. */
  readonly plans: PlanVariety;
  /** Dialogs accepted at the first, second, ... attempt. */
  readonly acceptedAtAttempt: Readonly<Record<string, number>>;
  /** Accepted dialogs by provider: the template's are not a language model's. */
  readonly byProvider: Readonly<Record<string, number>>;
  readonly bySplit: Readonly<Record<string, number>>;
}

/** Reads each dialog anew, from its words and the reviews: nothing of the simulation's own verdicts is used. */
export function auditDialogs(input: AuditInput): DialogAudit {
  const { dialogs, base, clusters = base.clusters, seed = 0 } = input;
  const read = input.read ?? dialogs.map((dialog) => readForAudit(dialog, base, clusters));
  const readings = read.map(({ reading }) => reading);
  const leaks = read
    .map((one) => ({ dialogId: one.reading.plan.dialogId, ...one.leaks }))
    .filter(({ title, evidence }) => title + evidence > 0);
  const records = dialogs.map(({ record }) => record);
  return {
    dialogs: dialogs.length,
    leaks: {
      title: leaks.reduce((sum, { title }) => sum + title, 0),
      evidence: leaks.reduce((sum, { evidence }) => sum + evidence, 0),
      dialogs: leaks,
    },
    measures: automaticMeasures(readings, seed),
    plans: planVariety(
      dialogs.map(({ plan }) => plan),
      base,
    ),
    acceptedAtAttempt: tally(
      records.filter(({ status }) => status === 'accepted').map(({ attempts }) => `${attempts}`),
    ),
    byProvider: tally(records.map(({ provider }) => provider)),
    bySplit: tally(records.map(({ split }) => split)),
  };
}

/** The visits as the turns show them. */
function transcriptOf(record: DialogRecord, plan: DialogPlan): Transcript {
  const visits = record.turns.map(({ nodeId }) => nodeId).filter((id, index, ids) => id !== ids[index - 1]);
  const kinds = new Map(plan.nodes.map((node) => [node.nodeId, node.kind]));
  return {
    dialogId: record.dialogId,
    attempt: record.attempts,
    visited: visits.flatMap((nodeId) => {
      const kind = kinds.get(nodeId);
      return kind === undefined ? [] : [{ nodeId, kind }];
    }),
    turns: record.turns,
    violations: [],
    usage: NO_USAGE,
  };
}

/** Counts in the order of the keys. */
function tally(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of [...keys].sort()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
