import { z } from 'zod';

import { PipelineError } from '../core/errors.ts';
import { SpeakerSchema } from '../core/planning/dialog-act.ts';

const TurnSchema = z.object({ speaker: SpeakerSchema, text: z.string().min(1) });
const TurnsSchema = z.array(TurnSchema).min(1);

/** Of a row of the dataset: milliseconds, or what readers of parquet make of a timestamp. */
const TimeSchema = z.union([
  z.number(),
  z
    .string()
    .transform((text) => Date.parse(/[zZ]|[+-]\d\d:?\d\d$/u.test(text) ? text : `${text.replace(' ', 'T')}Z`))
    .pipe(z.number()),
]);

/** A dialog of a run, as its folder keeps it, or as a row of its dataset. */
const ActSchema = z.object({ itemId: z.string().nullish(), item_id: z.string().nullish() });
const DialogSchema = z
  .object({
    dialogId: z.string().optional(),
    dialog_id: z.string().optional(),
    userId: z.string().optional(),
    user_id: z.string().optional(),
    targetItemId: z.string().optional(),
    target_item_id: z.string().optional(),
    timestampMs: z.number().optional(),
    timestamp: TimeSchema.optional(),
    history: z.array(z.string()).optional(),
    turns: z
      .array(
        TurnSchema.extend({
          nodeId: z.string().optional(),
          node_id: z.string().optional(),
          acts: z.array(ActSchema).optional(),
        }),
      )
      .min(1),
  })
  .transform((dialog) => ({
    dialogId: dialog.dialogId ?? dialog.dialog_id ?? null,
    userId: dialog.userId ?? dialog.user_id ?? null,
    targetItemId: dialog.targetItemId ?? dialog.target_item_id ?? null,
    timestampMs: dialog.timestampMs ?? dialog.timestamp ?? null,
    history: dialog.history ?? null,
    turns: dialog.turns.map(({ speaker, text, nodeId, node_id: node, acts }, turnIndex) => ({
      turnIndex,
      speaker,
      text,
      nodeId: nodeId ?? node ?? `turn-${turnIndex}`,
      acts: (acts ?? []).map(({ itemId, item_id: item }) => ({ itemId: itemId ?? item ?? null })),
    })),
  }));
export type DialogInput = z.infer<typeof DialogSchema>;

/**
 * One dialog out of a file: JSON, or JSON lines. Either a list of turns ({"speaker": "user" or "system", "text"}), or a dialog
 * of a run with its turns. Throws `bad_configuration`, naming the file and the line.
 */
export function parseDialogInput(text: string, path: string): DialogInput {
  const refuse = (why: string): PipelineError =>
    new PipelineError('bad_configuration', `${path} ${why}`, { subject: path });
  if (text.trim() === '') throw refuse('is empty: a list of turns, or a dialog of a run, is expected');
  const values = parseValues(text, refuse);
  const [only] = values;
  if (values.length === 1 && isRecord(only) && 'turns' in only) return checked(DialogSchema, only, refuse);
  if (values.some((value) => isRecord(value) && 'turns' in value)) {
    throw refuse(`holds ${values.length} dialogs: give one at a time`);
  }
  const turns = checked(TurnsSchema, values.length === 1 && Array.isArray(only) ? only : values, refuse);
  return checked(DialogSchema, { turns }, refuse);
}

function parseValues(text: string, refuse: (why: string) => PipelineError): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (whole) {
    const lines = text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [{ line, number: at + 1 }]));
    if (lines.length < 2) throw refuse(`is no JSON: ${whole instanceof Error ? whole.message : ''}`);
    return lines.map(({ line, number }) => {
      try {
        return JSON.parse(line) as unknown;
      } catch (error) {
        const why = error instanceof Error ? error.message : '';
        throw refuse(`is neither JSON nor JSON lines: line ${number}: ${why}`);
      }
    });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, refuse: (why: string) => PipelineError): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(
    `holds neither turns ({"speaker": "user" or "system", "text"}) nor a dialog of a run: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
