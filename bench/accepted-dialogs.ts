import { readAttempts, readEveryRecord } from '../activities/dialog-records.ts';
import type { RunFolder } from '../activities/run-folder.ts';
import type { AcceptedDialog } from '../core/judging/mutations/mutation.ts';
import { DialogPlanSchema } from '../core/planning/dialog-plan.ts';

/** The accepted dialogs of a run, each as its accepted attempt and its plan. */
export async function readAcceptedDialogs(folder: RunFolder): Promise<AcceptedDialog[]> {
  const records = (await readEveryRecord(folder)).filter(({ status }) => status === 'accepted');
  const attempts = (await readAttempts(folder, records)).filter(({ accepted }) => accepted);
  const plans = await Promise.all(
    attempts.map(({ dialogId }) => folder.readJson(folder.keys.plan(dialogId), DialogPlanSchema)),
  );
  return attempts.flatMap((transcript, place) => {
    const plan = plans[place];
    return plan ? [{ plan, transcript }] : [];
  });
}
