import { z } from 'zod';

import { PipelineError } from '../errors.ts';
import type { TableRow, TableSchema } from '../storage/table-codec.ts';
import { AspectScoreSchema, type AspectSentence } from './aspect.ts';

/** `aspects/sentences.parquet`: a row a sentence, by review, then place. */
export const SENTENCE_TABLE = {
  review_id: 'string',
  sentence_index: 'integer',
  text: 'string',
  aspects: { list: { struct: { aspectId: 'integer', score: 'double', sentiment: 'double' } } },
  sentiment: 'double',
} as const satisfies TableSchema;

const RowSchema = z.object({
  review_id: z.string(),
  sentence_index: z.number().int().nonnegative(),
  text: z.string(),
  aspects: z.array(AspectScoreSchema).min(1),
  sentiment: z.number(),
});

export function sentenceToRow(sentence: AspectSentence): TableRow {
  return {
    review_id: sentence.reviewId,
    sentence_index: sentence.sentenceIndex,
    text: sentence.text,
    aspects: sentence.aspects.map((aspect) => ({ ...aspect })),
    sentiment: sentence.sentiment,
  };
}

/** Throws `artefact_invalid` for a row that is no sentence. */
export function sentenceFromRow(row: TableRow): AspectSentence {
  const parsed = RowSchema.safeParse(row);
  if (!parsed.success) {
    throw new PipelineError(
      'artefact_invalid',
      `aspects/sentences.parquet: ${z.prettifyError(parsed.error)}; delete the run's aspects folder and start it again`,
      { subject: 'aspects/sentences.parquet' },
    );
  }
  const { review_id: reviewId, sentence_index: sentenceIndex, text, aspects, sentiment } = parsed.data;
  return { reviewId, sentenceIndex, text, aspects, sentiment };
}
