import { z } from 'zod';

import type { UserUnit } from '../core/config/run-ref.ts';
import { PipelineError } from '../core/errors.ts';
import { isDialogId } from '../core/planning/target.ts';
import type { Target } from '../core/planning/target.ts';
import { DialogRecordSchema } from '../core/simulation/dialog.ts';
import { readEveryRecord } from './dialog-records.ts';
import type { RunFolder } from './run-folder.ts';

/** Dialogs made anew on request, in the order of asking: same target, new id, behind all other targets. */
const RetriesSchema = z.object({
  retries: z.array(z.object({ dialogId: z.string(), of: z.string() })),
});
type Retry = z.infer<typeof RetriesSchema>['retries'][number];

export interface RetryWish {
  readonly dialogs?: readonly string[] | undefined;
  readonly failed?: boolean | undefined;
}

export const readRetries = async (folder: RunFolder): Promise<readonly Retry[]> =>
  (await folder.findJson(folder.keys.retries, RetriesSchema))?.retries ?? [];

/** The retried dialogs as targets: they stand behind the others in the seeded order. */
export function retryTargets(byId: ReadonlyMap<string, Target>, retries: readonly Retry[]): Target[] {
  return retries.flatMap(({ dialogId, of }, index) => {
    const original = byId.get(originalOf(of));
    return original === undefined ? [] : [{ ...original, dialogId, ordinal: byId.size + index, retryOf: of }];
  });
}

/**
 * Notes new dialogs in place of old ones; the old ones stay as they are. A dialog whose retry is open is not retried twice:
 * asking again changes nothing. Throws `bad_configuration` for dialogs that cannot be retried. `beforeNoting` may throw what
 * would hinder their being made: then nothing is noted.
 */
export async function addRetries(
  folder: RunFolder,
  wish: RetryWish,
  beforeNoting: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly Retry[]> {
  const standing = await readRetries(folder);
  const asked = wish.failed === true ? await failedDialogs(folder, standing) : [...new Set(wish.dialogs ?? [])];
  const added: Retry[] = [];
  // Noted by a command or an activity that was killed before anybody made them.
  const repeated: Retry[] = wish.failed === true ? await openRetries(folder, standing) : [];
  for (const of of asked) {
    const known = standing.find((retry) => retry.of === of);
    if (known !== undefined) {
      await assertOpen(folder, known);
      repeated.push(known);
      continue;
    }
    await assertRetryable(folder, of);
    const original = originalOf(of);
    const earlier = [...standing, ...added].filter((retry) => originalOf(retry.of) === original).length;
    added.push({ dialogId: `${original}-r${earlier + 1}`, of });
  }
  if (added.length + repeated.length > 0) await beforeNoting();
  if (added.length > 0) await folder.writeJson(folder.keys.retries, { retries: [...standing, ...added] });
  return [...repeated, ...added];
}

/** Users of the retried dialogs, behind the run's own: one a dialog. */
export const retryUnits = (
  targets: readonly Target[],
  users: number,
  pseudonym: (userId: string) => string,
): UserUnit[] =>
  targets
    .filter(({ retryOf }) => retryOf !== undefined)
    .map(({ userId, dialogId, ordinal }, index) => ({
      unit: users + index,
      userKey: pseudonym(userId),
      dialogs: [{ dialogId, ordinal }],
    }));

const originalOf = (dialogId: string): string => dialogId.replace(/-r\d+$/, '');

async function failedDialogs(folder: RunFolder, standing: readonly Retry[]): Promise<string[]> {
  const retried = new Set(standing.map(({ of }) => of));
  const records = await readEveryRecord(folder);
  return records.filter((r) => r.status === 'rejected' && !retried.has(r.dialogId)).map(({ dialogId }) => dialogId);
}

async function openRetries(folder: RunFolder, standing: readonly Retry[]): Promise<Retry[]> {
  const records = await Promise.all(standing.map(({ dialogId }) => folder.store.exists(folder.keys.dialog(dialogId))));
  return standing.filter((_, at) => records[at] === false);
}

async function assertOpen(folder: RunFolder, { dialogId, of }: Retry): Promise<void> {
  const record = await folder.findJson(folder.keys.dialog(dialogId), DialogRecordSchema);
  if (record === null) return;
  const way = record.status === 'accepted' ? 'and was accepted' : `and was given up: retry ${dialogId}`;
  throw new PipelineError('bad_configuration', `${of} was made anew as ${dialogId} ${way}`, { subject: of });
}

async function assertRetryable(folder: RunFolder, dialogId: string): Promise<void> {
  const refuse = (why: string): never => {
    throw new PipelineError('bad_configuration', `${dialogId} cannot be retried: ${why}`, { subject: dialogId });
  };
  if (!isDialogId(dialogId)) refuse('dialog ids read like d000012');
  const record = await folder.findJson(folder.keys.dialog(dialogId), DialogRecordSchema);
  if (record === null) return refuse('it is not in the run, or not settled yet');
  if (record.status === 'accepted') refuse('it was accepted');
}
