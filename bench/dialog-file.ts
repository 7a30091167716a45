/** What bench/dialogs.ts writes and bench/variety.ts reads: a JSON line a dialog. */
import { readFileSync } from 'node:fs';

import { z } from 'zod';

const BenchDialogSchema = z.object({
  dialogId: z.string(),
  persona: z.enum(['terse', 'chatty', 'expert', 'unsure']),
  attempts: z.number().int(),
  accepted: z.boolean(),
  /** Full titles of the items that may be named in it. */
  titles: z.array(z.string()),
  /** Labels of the aspects that its plan speaks of. */
  labels: z.array(z.string()),
  turns: z.array(z.object({ speaker: z.enum(['user', 'system']), text: z.string() })),
});
export type BenchDialog = z.infer<typeof BenchDialogSchema>;

export function readDialogs(path: string): BenchDialog[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => BenchDialogSchema.parse(JSON.parse(line)));
}
