import { z } from 'zod';

import { RunConfigSchema, VARIANTS } from '../config/run-config.ts';
import { PipelineError } from '../errors.ts';
import { modelShape } from './model-shape.ts';
import type { ParameterSpec } from './models/layers.ts';
import { MODELS, isFitted, revisionOf } from './models/models.ts';
import type { RecommenderData } from './recommender-data.ts';

/**
 * A trained variant as files, with all that scoring needs and nothing of the examples: `model.json` and `weights.bin` in
 * TensorFlow.js's weights format (`tf.io.decodeWeights` reads them; the network itself is code, so there is no topology),
 * `items.json`, the item index, `vocabulary.json`, the words by id, and `counts.json`, what counted sources count.
 */
export const EXPORT_FILES = ['weights.bin', 'items.json', 'vocabulary.json', 'counts.json', 'model.json'] as const;
export type ExportFile = (typeof EXPORT_FILES)[number];

const FORMAT = 'convrecstudio-recommender';

/** What scoring needs of the data that a model was trained on. */
export type ScoringData = Pick<RecommenderData, 'encoderId' | 'textDimension' | 'catalogue' | 'sequences'> & {
  /** Mean of the training run's turn embeddings, (D): texts are centred by it. */
  readonly textMean: Float32Array;
  /** Words by id. */
  readonly vocabulary: readonly string[];
};

export interface ExportedModel {
  readonly variant: (typeof VARIANTS)[number];
  readonly seed: number;
  readonly settings: z.infer<typeof RunConfigSchema>['recommender'];
  /** All parameters, in the order of the model's specs; empty for what is counted. */
  readonly values: Float32Array;
  readonly itemNames: readonly string[];
  readonly data: ScoringData;
}

const WeightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.literal('float32'),
});
const ModelJsonSchema = z.object({
  format: z.literal(FORMAT),
  modelTopology: z.null(),
  weightsManifest: z.tuple([z.object({ paths: z.tuple([z.literal('weights.bin')]), weights: z.array(WeightSchema) })]),
  userDefinedMetadata: z.object({
    variant: z.enum(VARIANTS),
    /** Of the variant; models of the first did not tell. */
    revision: z.int().default(1),
    seed: z.int(),
    encoderId: z.string(),
    settings: RunConfigSchema.shape.recommender,
  }),
});
const ItemsSchema = z.array(z.object({ id: z.string(), name: z.string() }));
const VocabularySchema = z.array(z.string());
const CountsSchema = z.object({
  sequences: z.array(z.object({ userId: z.string(), items: z.array(z.int().nonnegative()) })),
  itemWords: z.array(z.array(z.int().nonnegative())),
});

/** Frozen tensors beside the parameters. */
const FROZEN = 'data/';
const frozenOf = ({ catalogue, textMean, textDimension }: ScoringData) => {
  const items = catalogue.itemIds.length;
  return [
    { name: `${FROZEN}item-text`, shape: [items, textDimension], values: catalogue.text },
    { name: `${FROZEN}item-counts`, shape: [items], values: catalogue.counts },
    { name: `${FROZEN}item-recent-counts`, shape: [items], values: catalogue.recentCounts },
    { name: `${FROZEN}turn-text-mean`, shape: [textDimension], values: textMean },
  ];
};

/** The files, `model.json` last: where it stands, all stand. */
export function encodeModel(
  model: ExportedModel,
  specs: readonly Pick<ParameterSpec, 'name' | 'shape'>[],
): [ExportFile, Uint8Array][] {
  const { variant, seed, settings, data, itemNames } = model;
  const frozen = frozenOf(data);
  const weights = [
    ...specs.map(({ name, shape }) => ({ name, shape: [...shape], dtype: 'float32' as const })),
    ...frozen.map(({ name, shape }) => ({ name, shape, dtype: 'float32' as const })),
  ];
  const json: z.infer<typeof ModelJsonSchema> = {
    format: FORMAT,
    modelTopology: null,
    weightsManifest: [{ paths: ['weights.bin'], weights }],
    userDefinedMetadata: { variant, revision: revisionOf(variant), seed, encoderId: data.encoderId, settings },
  };
  const { catalogue, sequences, vocabulary } = data;
  const items = catalogue.itemIds.map((id, row) => ({ id, name: itemNames[row] ?? id }));
  return [
    ['weights.bin', joined([model.values, ...frozen.map(({ values }) => values)])],
    ['items.json', text(items)],
    ['vocabulary.json', text(vocabulary)],
    ['counts.json', text({ sequences, itemWords: catalogue.words })],
    ['model.json', text(json)],
  ];
}

const text = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

function joined(parts: readonly Float32Array[]): Uint8Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return new Uint8Array(all.buffer);
}

/** Throws `artefact_invalid`, naming the file in `root`, also where the model is another version's. */
export function decodeModel(files: Readonly<Record<ExportFile, Uint8Array>>, root: string): ExportedModel {
  const read = <T>(file: ExportFile, schema: z.ZodType<T>): T => {
    try {
      return schema.parse(JSON.parse(new TextDecoder().decode(files[file])));
    } catch (error) {
      throw damaged(root, file, error);
    }
  };
  const { weightsManifest, userDefinedMetadata } = read('model.json', ModelJsonSchema);
  const { weights } = weightsManifest[0];
  const sizes = weights.map(({ shape }) => sizeOf(shape));
  const all = files['weights.bin'];
  if (all.length !== 4 * sizes.reduce((sum, size) => sum + size, 0)) throw damaged(root, 'weights.bin');
  const floats = new Float32Array(all.slice().buffer);
  const parts = new Map<string, Float32Array>();
  let offset = 0;
  weights.forEach(({ name }, at) => {
    parts.set(name, floats.slice(offset, offset + (sizes[at] ?? 0)));
    offset += sizes[at] ?? 0;
  });
  const own = weights.filter(({ name }) => !name.startsWith(FROZEN));
  const learned = own.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const frozen = (name: string): Float32Array => {
    const found = parts.get(`${FROZEN}${name}`);
    if (found === undefined) throw damaged(root, 'model.json');
    return found;
  };
  const items = read('items.json', ItemsSchema);
  const counts = read('counts.json', CountsSchema);
  const textMean = frozen('turn-text-mean');
  const catalogue = {
    itemIds: items.map(({ id }) => id),
    indexOf: new Map(items.map(({ id }, row) => [id, row])),
    text: frozen('item-text'),
    counts: frozen('item-counts'),
    recentCounts: frozen('item-recent-counts'),
    words: counts.itemWords,
  };
  if (catalogue.text.length !== items.length * textMean.length) throw damaged(root, 'items.json');
  const { variant, revision, seed, settings, encoderId } = userDefinedMetadata;
  // Equal parameters may be of a model that weighs other things by them.
  if (revision !== revisionOf(variant)) throw outdated(root, variant);
  const vocabulary = read('vocabulary.json', VocabularySchema);
  const shape = modelShape({ textDimension: textMean.length, catalogue, vocabulary }, settings);
  const noProjection = new Float32Array(textMean.length * settings.dimension);
  const expected = isFitted(variant) ? [] : MODELS[variant].parameters(shape, noProjection, 0);
  if (namesOf(own) !== namesOf(expected)) throw outdated(root, variant);
  return {
    variant,
    seed,
    settings,
    values: floats.slice(0, learned),
    itemNames: items.map(({ name }) => name),
    data: {
      encoderId,
      textDimension: textMean.length,
      textMean,
      vocabulary,
      catalogue,
      sequences: counts.sequences,
    },
  };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

const namesOf = (specs: readonly Pick<ParameterSpec, 'name' | 'shape'>[]): string =>
  specs.map(({ name, shape }) => `${name} ${shape.join('x')}`).join('\n');

const outdated = (root: string, variant: string): PipelineError =>
  new PipelineError(
    'artefact_invalid',
    `${root} holds a ${variant} of another version: train it again with "convrecstudio train"`,
    { subject: root },
  );

const damaged = (root: string, file: string, cause?: unknown): PipelineError =>
  new PipelineError(
    'artefact_invalid',
    `${root}/${file} is damaged or does not fit the files beside it: delete ${root}/training.json and train again`,
    { subject: `${root}/${file}` },
    cause,
  );
