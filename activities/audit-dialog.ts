import { z } from 'zod';

import { AspectClusterSchema } from '../core/aspects/aspect.ts';
import { PipelineError } from '../core/errors.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';
import type { DialogPlan } from '../core/planning/dialog-plan.ts';
import { planSummary } from '../core/planning/plan-summary.ts';
import { AttemptSchema, DialogRecordSchema } from '../core/simulation/dialog.ts';
import type { Attempt, DialogRecord } from '../core/simulation/dialog.ts';
import { itemFromRow } from '../core/reviews/review-tables.ts';
import type { RunFolder } from './run-folder.ts';

/** Everything that the run's folder holds of one dialog. */
export interface DialogStory {
  readonly dialogId: string;
  readonly outline: string;
  readonly targetName: string;
  readonly plan: DialogPlan;
  readonly attempts: readonly Attempt[];
  /** Null: not settled yet. */
  readonly record: DialogRecord | null;
}

/** Gathers a dialog's story and archives it under `audit/`, so that it outlives the server's retention. */
export async function auditDialog(folder: RunFolder, dialogId: string): Promise<DialogStory> {
  if (!/^d\d{6,}$/.test(dialogId)) {
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
  const attempts: Attempt[] = [];
  for (let number = 1; ; number++) {
    const attempt = await folder.findJson(folder.keys.attempt(dialogId, number), AttemptSchema);
    if (attempt === null) break;
    attempts.push(attempt);
  }
  const record = await folder.findJson(folder.keys.dialog(dialogId), DialogRecordSchema);
  const clusters = await folder.readJson(folder.keys.clusters, z.array(AspectClusterSchema));
  const items = (await folder.readTable(folder.keys.items)).map(itemFromRow);
  const targetName = items.find(({ itemId }) => itemId === plan.targetItemId)?.name ?? plan.targetItemId;
  const story = { dialogId, outline: planSummary(plan, clusters), targetName, plan, attempts, record };
  await folder.writeJson(folder.keys.dialogAudit(dialogId), story);
  return story;
}

/** The story as a person reads it. */
export function renderStory({ dialogId, outline, targetName, plan, attempts, record }: DialogStory): string {
  const lines = [
    `${dialogId}: ${record?.status ?? 'under way'}${record?.failure ? ` (${record.failure})` : ''}`,
    `target: ${targetName} (${plan.targetItemId}), ${new Date(plan.timestampMs).toISOString()}, ${plan.split}`,
    `plan: ${outline}`,
    ...plan.evidence.map(
      (cited) => `  ${cited.evidenceId} ${cited.role} ${cited.reviewId}#${cited.sentenceIndex}: "${cited.quote}"`,
    ),
  ];
  for (const attempt of attempts) {
    const { calls, promptTokens, completionTokens } = attempt.usage;
    lines.push('', `attempt ${attempt.attempt}: ${attempt.accepted ? 'accepted' : 'rejected'}`);
    lines.push(`  ${calls} calls, ${promptTokens} + ${completionTokens} tokens`);
    for (const turn of attempt.turns) {
      const acts = turn.acts.map(({ act, evidenceIds }) => [act, ...evidenceIds].join(' ')).join(', ');
      lines.push(`  ${turn.nodeId.padEnd(4)} ${turn.speaker.padEnd(6)} ${turn.text}`, `       [${acts}]`);
    }
    for (const { check, nodeId, turnIndex, expected, found } of attempt.violations) {
      lines.push(
        `  ✘ ${check} at ${nodeId ?? 'the dialog'}, turn ${turnIndex ?? '-'}: expected ${expected}; found ${found}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
