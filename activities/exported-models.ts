import type { Variant } from '../core/config/run-config.ts';
import { PipelineError } from '../core/errors.ts';
import {
  EXPORT_FILES,
  type ExportFile,
  type ExportedModel,
  decodeModel,
  encodeModel,
} from '../core/recommender/exported-model.ts';
import { modelShape } from '../core/recommender/model-shape.ts';
import { MODELS, isFitted } from '../core/recommender/models/models.ts';
import type { RecommenderData } from '../core/recommender/recommender-data.ts';
import type { RunFolder } from './run-folder.ts';

/** Keeps a trained variant beside its predictions, readable by any process. */
export async function keepModel(
  folder: RunFolder,
  root: string,
  model: Omit<ExportedModel, 'data'>,
  data: RecommenderData,
): Promise<void> {
  const { variant, settings } = model;
  const specs = isFitted(variant)
    ? []
    : MODELS[variant]
        .parameters(modelShape(data, settings), data.textProjection, 0)
        .map(({ name, shape }) => ({ name, shape }));
  for (const [file, bytes] of encodeModel({ ...model, data }, specs)) await folder.store.put(`${root}/${file}`, bytes);
}

/** Throws `artefact_missing`, naming the variants that are there, and `artefact_invalid`. */
export async function readModel(folder: RunFolder, variant: Variant, seed: number): Promise<ExportedModel> {
  const root = folder.keys.recommender(variant, seed);
  const files: Partial<Record<ExportFile, Uint8Array>> = {};
  for (const file of EXPORT_FILES) {
    const bytes = await folder.store.get(`${root}/${file}`);
    if (bytes === null) throw await missing(folder, variant, seed);
    files[file] = bytes;
  }
  // Every name of EXPORT_FILES has just been set.
  return decodeModel(files as Record<ExportFile, Uint8Array>, root);
}

async function missing(folder: RunFolder, variant: Variant, seed: number): Promise<PipelineError> {
  const found: string[] = [];
  for await (const key of folder.store.list(`${folder.keys.root}/recommender/`)) {
    const [, name] = /\/recommender\/([^/]+)\/model\.json$/.exec(key) ?? [];
    if (name !== undefined) found.push(name);
  }
  const there = found.length === 0 ? 'there is none' : `there are ${found.sort().join(', ')}`;
  return new PipelineError(
    'artefact_missing',
    `run ${folder.ref.run} has no model of ${variant}, seed ${seed}: ${there}. Train it: convrecstudio train ${folder.ref.run} --variants ${variant} --seeds ${seed}`,
    { subject: folder.keys.recommender(variant, seed) },
  );
}
