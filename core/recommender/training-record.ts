import { z } from 'zod';

import { VARIANTS } from '../config/run-config.ts';
import { EpochReportSchema } from './checkpoint.ts';

/** `training.json` of one variant and seed, written last: what it was made from, so that the same is not trained twice. */
export const TrainingRecordSchema = z.object({
  variant: z.enum(VARIANTS),
  seed: z.int(),
  /** Of the dialogs, the settings and the backend. */
  fingerprint: z.string(),
  backend: z.string(),
  bestEpoch: z.int(),
  epochs: z.array(EpochReportSchema),
});
export type TrainingRecord = z.infer<typeof TrainingRecordSchema>;
