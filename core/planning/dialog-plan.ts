import { z } from 'zod';

import { SplitSchema } from '../reviews/review.ts';
import { DialogActSchema, EvidenceSchema, PolaritySchema, SpeakerSchema } from './dialog-act.ts';

/** One act that a super-node calls for. What is null is left to the agent. */
export const PlannedActSchema = z.object({
  speaker: SpeakerSchema,
  act: DialogActSchema,
  /** The aspect that the act is about. */
  aspectId: z.number().int().nonnegative().nullable(),
  /** The polarity that it must take towards the aspect (a preference stated, a claim made, a complaint). */
  polarity: PolaritySchema.nullable(),
  itemId: z.string().nullable(),
  /** Handles of the evidence that the act may cite; empty: the act claims nothing about a review. */
  evidenceIds: z.array(z.string()),
  /** A mandatory act must be realised before the node ends; an optional one may be. */
  mandatory: z.boolean(),
});
export type PlannedAct = z.infer<typeof PlannedActSchema>;

export const NODE_KINDS = [
  'open',
  'elicit',
  'refer_history',
  'recommend',
  'justify',
  'critique',
  'compare',
  'accept',
  'close',
] as const;
export const NodeKindSchema = z.enum(NODE_KINDS);
export type NodeKind = z.infer<typeof NodeKindSchema>;

/**
 * A flexible super-node (paper, section on semantic dialog planning): agents are free inside its turn bounds, the DAG
 * rules between nodes. Speakers alternate through the whole dialog, so a node says who opens and who ends it.
 */
export const SuperNodeSchema = z.object({
  /** "n1", "n2", ... unique in the plan. */
  nodeId: z.string(),
  kind: NodeKindSchema,
  acts: z.array(PlannedActSchema).min(1),
  firstSpeaker: SpeakerSchema,
  lastSpeaker: SpeakerSchema,
  /** Turn = one utterance of one speaker. */
  minTurns: z.number().int().positive(),
  maxTurns: z.number().int().positive(),
  optional: z.boolean(),
  /** Nodes with the same group are alternatives: exactly one of them is visited. */
  alternativeGroup: z.string().nullable(),
});
export type SuperNode = z.infer<typeof SuperNodeSchema>;

export const RejectedCandidateSchema = z.object({
  itemId: z.string(),
  /** The aspect on which the candidate falls short for this user. */
  aspectId: z.number().int().nonnegative(),
  /** Community evidence for it (handles); never empty. */
  evidenceIds: z.array(z.string()),
});

export const DialogPlanSchema = z.object({
  dialogId: z.string(),
  /** Place of the target in the run's seeded order, from 0. */
  ordinal: z.number().int().nonnegative(),
  kind: z.enum(['dag', 'flat']),
  userId: z.string(),
  /** The target interaction's time: nothing of this time or later is known, but for the goal. UTC ms. */
  timestampMs: z.number().int(),
  split: SplitSchema,
  targetItemId: z.string(),
  /** Items that the user reviewed before, oldest first. */
  history: z.array(z.string()),
  rejected: z.array(RejectedCandidateSchema),
  /** Every item that the system agent may consider, in seeded order: the target and the rejected are among them. */
  candidates: z.array(z.string()),
  /** What the user came to want: aspects with the wished polarity (always positive here) and evidence handles. */
  goals: z.array(
    z.object({
      aspectId: z.number().int().nonnegative(),
      sentiment: z.number(),
      evidenceIds: z.array(z.string()),
    }),
  ),
  sparseUser: z.boolean(),
  sparseItem: z.boolean(),
  nodes: z.array(SuperNodeSchema).min(1),
  /** [before, after] pairs of node ids. */
  edges: z.array(z.tuple([z.string(), z.string()])),
  /** Everything that the plan cites. */
  evidence: z.array(EvidenceSchema),
});
export type DialogPlan = z.infer<typeof DialogPlanSchema>;
