import { z } from 'zod';

/** The three parts of the global split by date (70/15/15 of the reviews, in time order). */
export const SPLITS = ['train', 'validation', 'test'] as const;
export const SplitSchema = z.enum(SPLITS);
export type Split = z.infer<typeof SplitSchema>;

/** One normalised review. Personal data is masked before it stands here, so that quotes stay verbatim later. */
export const ReviewSchema = z.object({
  reviewId: z.string().min(1),
  userId: z.string().min(1),
  itemId: z.string().min(1),
  /** Stars, 1 to 5. */
  rating: z.number().min(1).max(5),
  /** UTC, milliseconds since the epoch. */
  timestampMs: z.number().int(),
  title: z.string(),
  text: z.string(),
  split: SplitSchema,
});
export type Review = z.infer<typeof ReviewSchema>;

export const ItemSchema = z.object({
  itemId: z.string().min(1),
  /** The source's name, or a visibly synthetic label ("item 7ATYj") where it has none. */
  name: z.string().min(1),
  categories: z.array(z.string()),
  price: z.number().nullable(),
  description: z.string(),
  /** Free attributes of the source (city, brand, ...), as text. */
  attributes: z.record(z.string(), z.string()),
});
export type Item = z.infer<typeof ItemSchema>;

/** Identifies one sentence of one review: the unit of evidence. Indices count from 0 within the review's text. */
export interface SentenceRef {
  readonly reviewId: string;
  readonly sentenceIndex: number;
}
