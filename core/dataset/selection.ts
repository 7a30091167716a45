import { z } from 'zod';

/** `selection.json`: the dialogs that the dataset is made of, in the targets' order. */
export const SelectionSchema = z.object({
  selected: z.array(z.string()),
  /** Accepted, but too like an earlier one. */
  duplicates: z.array(z.object({ dialogId: z.string(), of: z.string() })),
  /** Targets settled without a gap from the start of the order. */
  settled: z.int(),
});
