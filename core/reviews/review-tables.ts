import { z } from 'zod';

import { PipelineError } from '../errors.ts';
import type { TableRow, TableSchema } from '../storage/table-codec.ts';
import { SplitSchema, type Item, type Review } from './review.ts';

/** `reviews/items.parquet`, by id. Attributes are (name, value) pairs, by name. */
export const ITEM_TABLE = {
  item_id: 'string',
  name: 'string',
  categories: { list: 'string' },
  price: 'double',
  description: 'string',
  attributes: { list: { struct: { name: 'string', value: 'string' } } },
} as const satisfies TableSchema;

const ReviewRowSchema = z.object({
  review_id: z.string().min(1),
  user_id: z.string().min(1),
  item_id: z.string().min(1),
  rating: z.number().min(1).max(5),
  timestamp: z.number().int(),
  title: z.string().nullable(),
  text: z.string(),
  split: SplitSchema,
});

const ItemRowSchema = z.object({
  item_id: z.string().min(1),
  name: z.string().min(1),
  categories: z.array(z.string()).nullable(),
  price: z.number().nullable(),
  description: z.string().nullable(),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })).nullable(),
});

function parseRow<T>(schema: z.ZodType<T>, table: string, row: TableRow): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new PipelineError('artefact_invalid', `A row of ${table} is not as it was written (${problems.join('; ')}).`, {
    subject: table,
    problems,
  });
}

export function reviewFromRow(row: TableRow): Review {
  const parsed = parseRow(ReviewRowSchema, 'reviews.parquet', row);
  return {
    reviewId: parsed.review_id,
    userId: parsed.user_id,
    itemId: parsed.item_id,
    rating: parsed.rating,
    timestampMs: parsed.timestamp,
    title: parsed.title ?? '',
    text: parsed.text,
    split: parsed.split,
  };
}

export function reviewToRow(review: Review): TableRow {
  return {
    review_id: review.reviewId,
    user_id: review.userId,
    item_id: review.itemId,
    rating: review.rating,
    timestamp: review.timestampMs,
    title: review.title,
    text: review.text,
    split: review.split,
  };
}

export function itemFromRow(row: TableRow): Item {
  const parsed = parseRow(ItemRowSchema, 'items.parquet', row);
  return {
    itemId: parsed.item_id,
    name: parsed.name,
    categories: parsed.categories ?? [],
    price: parsed.price,
    description: parsed.description ?? '',
    attributes: Object.fromEntries((parsed.attributes ?? []).map(({ name, value }) => [name, value])),
  };
}

export function itemToRow(item: Item): TableRow {
  return {
    item_id: item.itemId,
    name: item.name,
    categories: item.categories,
    price: item.price,
    description: item.description,
    attributes: Object.entries(item.attributes)
      .map(([name, value]) => ({ name, value }))
      .sort((left, right) => (left.name < right.name ? -1 : 1)),
  };
}
