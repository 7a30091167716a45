import { z } from 'zod';

import { AspectClusterSchema } from '../core/aspects/aspect.ts';
import { PipelineError } from '../core/errors.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';
import type { DialogPlan } from '../core/planning/dialog-plan.ts';
import { planSummary } from '../core/planning/plan-summary.ts';
import { AttemptSchema, DialogRecordSchema, TranscriptSchema } from '../core/simulation/dialog.ts';
import type { Attempt, DialogRecord } from '../core/simulation/dialog.ts';
import { startTranscript } from '../core/simulation/transcript.ts';
import { isDialogId } from '../core/planning/target.ts';
import { printable } from '../core/text/printable.ts';
import { itemFromRow } from '../core/reviews/review-tables.ts';
import { readCalls } from './call-log.ts';
import type { ModelCall } from './call-log.ts';
import { readEveryRecord } from './dialog-records.ts';
import type { RunFolder } from './run-folder.ts';

/** An attempt; `underWay`: what stands of one that is not judged yet. */
type AttemptStory = Attempt & { readonly calls: readonly ModelCall[]; readonly underWay?: true };

/** Everything that the run's folder holds of one dialog. */
export interface DialogStory {
  readonly dialogId: string;
  readonly outline: string;
  readonly targetName: string;
  readonly plan: DialogPlan;
  readonly attempts: readonly AttemptStory[];
  /** Null: not settled yet. */
  readonly record: DialogRecord | null;
}

/** Gathers a dialog's story and archives it under `audit/`, so that it outlives the server's retention. */
export async function auditDialog(folder: RunFolder, dialogId: string): Promise<DialogStory> {
  if (!isDialogId(dialogId)) {
    throw new PipelineError('bad_configuration', `"${dialogId}" is no dialog id: they read like d000012`, {
      subject: dialogId,
    });
  }
  const plan = await folder.findJson(folder.keys.plan(dialogId), DialogPlanSchema);
  if (plan === null) {
    throw new PipelineError('artefact_missing', `run ${folder.ref.run} has no dialog ${dialogId} (or not yet)`, {
      subject: dialogId,
    });
  }
  const attempts: AttemptStory[] = [];
  for (let number = 1; ; number++) {
    const attempt = await folder.findJson(folder.keys.attempt(dialogId, number), AttemptSchema);
    if (attempt === null) break;
    attempts.push({ ...attempt, calls: await readCalls(folder, dialogId, number) });
  }
  const open = await openAttempt(folder, plan, attempts.length + 1);
  if (open !== null) attempts.push(open);
  const record = await folder.findJson(folder.keys.dialog(dialogId), DialogRecordSchema);
  const clusters = await folder.readJson(folder.keys.clusters, z.array(AspectClusterSchema));
  const items = (await folder.readTable(folder.keys.items)).map(itemFromRow);
  const targetName = items.find(({ itemId }) => itemId === plan.targetItemId)?.name ?? plan.targetItemId;
  const story = { dialogId, outline: planSummary(plan, clusters), targetName, plan, attempts, record };
  await folder.writeJson(folder.keys.dialogAudit(dialogId), story);
  return story;
}

/** What was spoken and asked of the attempt after those that are judged; null: nothing yet. */
async function openAttempt(folder: RunFolder, plan: DialogPlan, number: number): Promise<AttemptStory | null> {
  let spoken = startTranscript(plan, number);
  for (let stint = 0; ; stint++) {
    const next = await folder.findJson(folder.keys.transcript(plan.dialogId, number, stint), TranscriptSchema);
    if (next === null) break;
    spoken = next;
  }
  const calls = await readCalls(folder, plan.dialogId, number);
  return calls.length === 0 ? null : { ...spoken, accepted: false, calls, underWay: true };
}

/** A dialog that was given up, in a line. */
export interface FailedDialog {
  readonly dialogId: string;
  readonly attempts: number;
  readonly targetItemId: string;
  /** Of the last attempt; an attempt may have many. */
  readonly violations: readonly string[];
  readonly found: string;
}

/** Every dialog of the run that was given up, in the order of their ids. */
export async function auditFailures(folder: RunFolder): Promise<FailedDialog[]> {
  const records = (await readEveryRecord(folder)).filter(({ status }) => status === 'rejected');
  const failed: FailedDialog[] = [];
  for (const { dialogId, attempts, targetItemId } of records) {
    const last = await folder.readJson(folder.keys.attempt(dialogId, attempts), AttemptSchema);
    const violations = [...new Set(last.violations.map(({ check }) => check))];
    failed.push({ dialogId, attempts, targetItemId, violations, found: last.violations[0]?.found ?? '' });
  }
  return failed;
}

/** The story as a person reads it: a time line from the plan to the verdict. */
export function renderStory({ dialogId, outline, targetName, plan, attempts, record }: DialogStory): string {
  const lines = [
    `${dialogId}: ${record?.status ?? 'under way'}${record?.failure ? ` (${record.failure})` : ''}` +
      (record?.retryOf === undefined ? '' : `, made anew in place of ${record.retryOf}`),
    `target: ${targetName} (${plan.targetItemId}), ${new Date(plan.timestampMs).toISOString()}, ${plan.split}`,
    `plan: ${outline}`,
    ...plan.evidence.map(
      (cited) => `  ${cited.evidenceId} ${cited.role} ${cited.reviewId}#${cited.sentenceIndex}: "${cited.quote}"`,
    ),
  ];
  for (const attempt of attempts) lines.push(...attemptLines(attempt));
  return `${lines.map(printable).join('\n')}\n`;
}

function attemptLines(attempt: DialogStory['attempts'][number]): string[] {
  const { calls, promptTokens, completionTokens, costMicroUsd } = attempt.usage;
  const lines = [
    '',
    `attempt ${attempt.attempt}: ${attempt.underWay ? 'under way' : attempt.accepted ? 'accepted' : 'rejected'}`,
  ];
  lines.push(`  ${calls} calls, ${promptTokens} + ${completionTokens} tokens, $${(costMicroUsd / 1e6).toFixed(4)}`);
  lines.push(`  walked ${attempt.visited.map(({ nodeId, kind }) => `${nodeId} (${kind})`).join(' -> ')}`);
  for (const turn of attempt.turns) {
    const acts = turn.acts.map(({ act, evidenceIds }) => [act, ...evidenceIds].join(' ')).join(', ');
    lines.push(`  ${turn.nodeId.padEnd(4)} ${turn.speaker.padEnd(6)} ${turn.text}`, `       [${acts}]`);
    lines.push(...attempt.calls.filter(({ turnIndex }) => turnIndex === turn.turnIndex).map(callLine));
  }
  // Calls whose reply was no turn: it broke the attempt off.
  lines.push(...attempt.calls.filter(({ turnIndex }) => turnIndex >= attempt.turns.length).map(callLine));
  for (const { check, nodeId, turnIndex, expected, found } of attempt.violations) {
    lines.push(
      `  ✘ ${check} at ${nodeId ?? 'the dialog'}, turn ${turnIndex ?? '-'}: expected ${expected}; found ${found}`,
    );
  }
  return lines;
}

function callLine(call: ModelCall): string {
  const cost = call.costMicroUsd === null ? 'cost unknown' : `$${(call.costMicroUsd / 1e6).toFixed(6)}`;
  const told = [
    `${new Date(call.startedAtMs).toISOString()} ${call.role}${call.call === 1 ? ' (repair)' : ''} asks ${call.model}`,
    `${call.promptTokens} + ${call.completionTokens} tokens`,
    cost,
    `${call.latencyMs} ms`,
    call.fault === undefined ? (call.replayed ? 'from the journal' : call.finish) : `failed: ${call.fault}`,
    `worker ${call.worker}`,
    ...(call.activityAttempt > 1 ? [`try ${call.activityAttempt} of its activity`] : []),
  ];
  return `       · ${told.join(', ')}`;
}
