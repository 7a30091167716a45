import { z } from 'zod';

import { DialogActSchema, PolaritySchema, SpeakerSchema } from '../../../core/planning/dialog-act.ts';
import { type DialogPlan, NodeKindSchema } from '../../../core/planning/dialog-plan.ts';
import type { EvidenceBase } from '../../../core/profiles/evidence-base.ts';
import type { Transcript } from '../../../core/simulation/dialog.ts';
import { transcriptOf } from './script.ts';
import { act, node, planOf, worldOf } from './world.ts';

/** Dialogs by hand, of writers who had read neither the checks nor the template model: held-out/WRITER-WORLD.json. */
const ActFileSchema = z.strictObject({
  speaker: SpeakerSchema,
  act: DialogActSchema,
  aspectId: z.number().int().nullable().default(null),
  polarity: PolaritySchema.nullable().default(null),
  itemId: z.string().nullable().default(null),
  evidenceIds: z.array(z.string()).default([]),
});

const EditSchema = z.union([
  z.strictObject({ at: z.number().int(), text: z.string() }),
  z.strictObject({ at: z.number().int(), line: z.string() }),
  z.strictObject({ after: z.number().int(), line: z.string() }),
  z.strictObject({ drop: z.array(z.number().int()) }),
  z.strictObject({ order: z.array(z.number().int()) }),
]);
type Edit = z.infer<typeof EditSchema>;

export const KINDS = [
  'flip-preference',
  'swap-item',
  'early-title',
  'drop-node',
  'reorder',
  'later-review',
  'no-evidence',
  'contradict',
  'loop',
  'stop-early',
  'speak-twice',
  'other-history',
  'empty-turn',
  'not-said',
  'invented-quote',
] as const;

const FileSchema = z.strictObject({
  world: z.strictObject({
    aspects: z.array(z.tuple([z.string()], z.string())),
    items: z.record(z.string(), z.string()),
    reviews: z.record(
      z.string(),
      z.tuple([z.string(), z.string(), z.number()], z.tuple([z.number(), z.number(), z.string()])),
    ),
  }),
  plan: z.strictObject({
    dialogId: z.string(),
    userId: z.string(),
    day: z.number(),
    target: z.string(),
    history: z.array(z.string()),
    rejected: z.array(z.strictObject({ itemId: z.string(), aspectId: z.number(), evidenceIds: z.array(z.string()) })),
    goals: z.array(z.tuple([z.number(), z.string()])),
    nodes: z.array(
      z.strictObject({
        nodeId: z.string(),
        kind: NodeKindSchema,
        optional: z.boolean().default(false),
        acts: z.array(ActFileSchema),
      }),
    ),
    edges: z.array(z.tuple([z.string(), z.string()])),
    evidence: z.record(z.string(), z.tuple([z.string(), z.number(), z.enum(['history', 'community', 'goal'])])),
  }),
  honest: z.array(z.strictObject({ id: z.string(), voice: z.string(), lines: z.array(z.string()) })),
  broken: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(KINDS),
      from: z.string(),
      why: z.string(),
      edits: z.array(EditSchema).min(1),
    }),
  ),
});

export interface HeldOut {
  readonly plan: DialogPlan;
  readonly base: EvidenceBase;
  readonly honest: readonly { readonly id: string; readonly transcript: Transcript }[];
  readonly broken: readonly {
    readonly id: string;
    readonly kind: (typeof KINDS)[number];
    readonly transcript: Transcript;
  }[];
}

export function readHeldOut(json: unknown): HeldOut {
  const { world, plan: spec, honest, broken } = FileSchema.parse(json);
  const base = worldOf(world);
  const nodes = spec.nodes.map(({ nodeId, kind, acts, optional }) =>
    node(
      nodeId,
      kind,
      acts.map(({ speaker, act: name, ...content }) => act(speaker, name, content)),
      optional,
    ),
  );
  const plan = planOf({ ...spec, nodes }, base);
  const linesOf = new Map(honest.map(({ id, lines }) => [id, lines]));
  return {
    plan,
    base,
    honest: honest.map(({ id, lines }) => ({ id, transcript: transcriptOf(lines, plan) })),
    broken: broken.map(({ id, kind, from, edits }) => {
      const lines = linesOf.get(from);
      if (lines === undefined) throw new Error(`${id}: no honest dialog ${from}`);
      return { id, kind, transcript: transcriptOf(edited(lines, edits), plan) };
    }),
  };
}

/** Indices of all edits are those of the honest dialog's lines. */
function edited(lines: readonly string[], edits: readonly Edit[]): string[] {
  const replaced = lines.map((line) => [line]);
  const before: string[] = [];
  let order = lines.map((_, index) => index);
  const lineAt = (index: number): string[] => {
    const line = replaced[index];
    if (line === undefined) throw new Error(`no line ${index} among ${lines.length}`);
    return line;
  };
  for (const edit of edits) {
    if ('text' in edit) lineAt(edit.at)[0] = lineAt(edit.at)[0]?.replace(/: .*$/s, `: ${edit.text}`) ?? '';
    else if ('at' in edit) lineAt(edit.at)[0] = edit.line;
    else if ('after' in edit) (edit.after < 0 ? before : lineAt(edit.after)).push(edit.line);
    else if ('order' in edit) order = edit.order;
    else order = order.filter((index) => !edit.drop.includes(index));
  }
  return [...before, ...order.flatMap(lineAt)];
}
