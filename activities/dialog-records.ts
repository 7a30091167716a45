import pLimit from 'p-limit';

import { SelectionSchema } from '../core/dataset/selection.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';
import type { DialogPlan } from '../core/planning/dialog-plan.ts';
import { AttemptSchema, DialogRecordSchema } from '../core/simulation/dialog.ts';
import type { DialogOutcome, Spend } from '../core/config/run-ref.ts';
import type { Attempt, DialogRecord, TokenUsage } from '../core/simulation/dialog.ts';
import type { RunFolder } from './run-folder.ts';

/** Artefacts read at once: an S3 store answers slowly one by one. */
const AT_ONCE = 16;

export interface SelectedDialog {
  readonly record: DialogRecord;
  readonly plan: DialogPlan;
}

/** The dataset's dialogs with their plans, in the targets' order. */
export async function readSelected(folder: RunFolder): Promise<SelectedDialog[]> {
  const { selected } = await folder.readJson(folder.keys.selection, SelectionSchema);
  return atOnce(selected, async (dialogId) => ({
    record: await folder.readJson(folder.keys.dialog(dialogId), DialogRecordSchema),
    plan: await folder.readJson(folder.keys.plan(dialogId), DialogPlanSchema),
  }));
}

/** The dataset's dialogs alone, in the targets' order. */
export async function readSelectedRecords(folder: RunFolder): Promise<DialogRecord[]> {
  const { selected } = await folder.readJson(folder.keys.selection, SelectionSchema);
  return readRecords(folder, selected);
}

/** Every dialog that stands, accepted or not, in the order of their ids. */
export async function readEveryRecord(folder: RunFolder): Promise<DialogRecord[]> {
  const ids: string[] = [];
  for await (const key of folder.store.list(folder.keys.dialogs)) {
    const dialogId = /\/(d\d+(?:-r\d+)?)\.json$/.exec(key)?.[1];
    if (dialogId !== undefined) ids.push(dialogId);
  }
  return readRecords(folder, ids);
}

/** What counts towards a budget: calls whose outcome is unknown count in full. */
export const spendOf = (usage: TokenUsage): Spend => ({
  tokens: usage.promptTokens + usage.completionTokens + usage.unknownTokens,
  costMicroUsd: usage.costMicroUsd + usage.unknownCostMicroUsd,
});

export const outcomesOf = (folder: RunFolder, records: readonly DialogRecord[]): Promise<DialogOutcome[]> =>
  atOnce(records, (record) => outcomeOfRecord(folder, record));

/** What was given up tells why, as its workflow did. */
export async function outcomeOfRecord(folder: RunFolder, record: DialogRecord): Promise<DialogOutcome> {
  const { dialogId, ordinal, attempts, usage } = record;
  const outcome = { dialogId, ordinal, attempts, accepted: record.status === 'accepted', spent: spendOf(usage) };
  if (outcome.accepted) return outcome;
  const last = await folder.findJson(folder.keys.attempt(dialogId, attempts), AttemptSchema);
  return { ...outcome, refusedFor: [...new Set((last?.violations ?? []).map(({ check }) => check))] };
}

/** Accepted dialogs by the attempt that was accepted, 1 to 4. */
export function countByAttempt(records: readonly DialogRecord[]): [number, number, number, number] {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (const { status, attempts } of records) {
    const place = attempts - 1;
    if (status === 'accepted' && (place === 0 || place === 1 || place === 2 || place === 3)) counts[place] += 1;
  }
  return counts;
}

export const readRecords = (folder: RunFolder, dialogIds: readonly string[]): Promise<DialogRecord[]> =>
  atOnce(dialogIds, (dialogId) => folder.readJson(folder.keys.dialog(dialogId), DialogRecordSchema));

/** Every attempt of these dialogs, in order. */
export async function readAttempts(folder: RunFolder, records: readonly DialogRecord[]): Promise<Attempt[]> {
  const keys = records.flatMap(({ dialogId, attempts }) =>
    Array.from({ length: attempts }, (_, index) => folder.keys.attempt(dialogId, index + 1)),
  );
  return atOnce(keys, (key) => folder.readJson(key, AttemptSchema));
}

function atOnce<From, To>(values: readonly From[], read: (value: From) => Promise<To>): Promise<To[]> {
  const limit = pLimit(AT_ONCE);
  return Promise.all(values.map((value) => limit(() => read(value))));
}
