import { z } from 'zod';

import { DialogActSchema, PolaritySchema, SpeakerSchema } from '../planning/dialog-act.ts';
import { NodeKindSchema } from '../planning/dialog-plan.ts';
import { SplitSchema } from '../reviews/review.ts';

/** An act as an agent declared it. Checks never take it on trust: they parse the words. */
export const DeclaredActSchema = z.object({
  act: DialogActSchema,
  aspectId: z.number().int().nonnegative().nullable(),
  polarity: PolaritySchema.nullable(),
  itemId: z.string().nullable(),
  evidenceIds: z.array(z.string()),
});
export type DeclaredAct = z.infer<typeof DeclaredActSchema>;

export const TurnSchema = z.object({
  /** From 0 through the whole dialog. */
  turnIndex: z.number().int().nonnegative(),
  speaker: SpeakerSchema,
  text: z.string(),
  nodeId: z.string(),
  acts: z.array(DeclaredActSchema),
});
export type Turn = z.infer<typeof TurnSchema>;

/** What a check found wrong. A violation is data: it is shown to the next attempt and counted in the ledger. */
export const ViolationSchema = z.object({
  /** e.g. "execution/node-missing", "behaviour/preference-polarity". */
  check: z.string(),
  nodeId: z.string().nullable(),
  turnIndex: z.number().int().nonnegative().nullable(),
  /** Whose fault: only that agent is told. */
  speaker: SpeakerSchema.nullable(),
  expected: z.string(),
  found: z.string(),
});
export type Violation = z.infer<typeof ViolationSchema>;

export const TokenUsageSchema = z.object({
  calls: z.number().int(),
  /** Of the calls, those answered by the journal. */
  replayed: z.number().int(),
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  costMicroUsd: z.number().int(),
  /** Calls whose outcome is not known, by their upper bounds: only runs with a budget note them. */
  unknownTokens: z.number().int().default(0),
  unknownCostMicroUsd: z.number().int().default(0),
});
export type TokenUsage = z.infer<typeof TokenUsageSchema>;
export const NO_USAGE: TokenUsage = {
  calls: 0,
  replayed: 0,
  promptTokens: 0,
  completionTokens: 0,
  costMicroUsd: 0,
  unknownTokens: 0,
  unknownCostMicroUsd: 0,
};

/** The state of one attempt between two super-nodes. */
export const TranscriptSchema = z.object({
  dialogId: z.string(),
  /** 1 to 4. */
  attempt: z.number().int().min(1),
  /** Nodes in the order visited; skipped ones are not among them. */
  visited: z.array(z.object({ nodeId: z.string(), kind: NodeKindSchema })),
  turns: z.array(TurnSchema),
  /** Violations that ended the simulation itself (an invalid reply after its repair, a refusal). */
  violations: z.array(ViolationSchema),
  usage: TokenUsageSchema,
});
export type Transcript = z.infer<typeof TranscriptSchema>;

export const AttemptSchema = TranscriptSchema.extend({
  accepted: z.boolean(),
});
export type Attempt = z.infer<typeof AttemptSchema>;

/** What became of one target: an accepted dialog, or one given up after the last attempt. */
export const DialogRecordSchema = z.object({
  dialogId: z.string(),
  ordinal: z.number().int().nonnegative(),
  status: z.enum(['accepted', 'rejected']),
  failure: z.literal('simulation_drift').nullable(),
  userId: z.string(),
  split: SplitSchema,
  timestampMs: z.number().int(),
  targetItemId: z.string(),
  history: z.array(z.string()),
  rejectedItemIds: z.array(z.string()),
  attempts: z.number().int().min(1),
  provider: z.string(),
  turns: z.array(TurnSchema),
  usage: TokenUsageSchema,
  /** The dialog that was given up, where this one was asked for in its place. */
  retryOf: z.string().optional(),
});
export type DialogRecord = z.infer<typeof DialogRecordSchema>;
