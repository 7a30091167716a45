import { z } from 'zod';

export const DIALOG_ACTS = [
  'greet',
  'elicit',
  'disclose',
  'refer_history',
  'inquire',
  'answer',
  'recommend',
  'justify',
  'compare',
  'critique',
  'reject',
  'accept',
  'close',
] as const;
export const DialogActSchema = z.enum(DIALOG_ACTS);
export type DialogAct = z.infer<typeof DialogActSchema>;

export const SPEAKERS = ['user', 'system'] as const;
export const SpeakerSchema = z.enum(SPEAKERS);
export type Speaker = z.infer<typeof SpeakerSchema>;

export const PolaritySchema = z.enum(['positive', 'negative', 'neutral']);
export type Polarity = z.infer<typeof PolaritySchema>;

/** A quoted sentence and what it stands for. */
export const EvidenceSchema = z.object({
  /** Short handle by which agents cite it ("e3"), unique in its plan. */
  evidenceId: z.string(),
  reviewId: z.string(),
  sentenceIndex: z.number().int().nonnegative(),
  /** The item that the review is about. */
  itemId: z.string(),
  aspectId: z.number().int().nonnegative(),
  sentiment: z.number(),
  /** Verbatim sentence. */
  quote: z.string(),
  timestampMs: z.number().int(),
  /** history: the user's own earlier review; community: another user's; goal: the target interaction's own review. */
  role: z.enum(['history', 'community', 'goal']),
});
export type Evidence = z.infer<typeof EvidenceSchema>;
