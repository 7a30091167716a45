import { AspectModelJsonSchema, decodeAspectModel, encodeAspectModel } from '../core/aspects/aspect-model.ts';
import type { AspectModel } from '../core/aspects/aspect-model.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { bytesOf, floatsOf } from './float-bytes.ts';
import type { ActivityPorts } from './ports.ts';
import { openRunEncoder } from './run-encoder.ts';
import type { RunFolder } from './run-folder.ts';

/** `aspects/model.json`, `projection.f32` and `centroids.f32` in the store (little-endian floats). */

export async function writeAspectModel(folder: RunFolder, model: AspectModel): Promise<void> {
  const { json, projection, centroids } = encodeAspectModel(model);
  await folder.store.put(folder.keys.projection, bytesOf(projection));
  await folder.store.put(folder.keys.centroids, bytesOf(centroids));
  await folder.writeJson(folder.keys.aspectModel, json);
}

export async function readAspectModel(folder: RunFolder): Promise<AspectModel> {
  return decodeAspectModel({
    json: await folder.readJson(folder.keys.aspectModel, AspectModelJsonSchema),
    projection: floatsOf(await folder.readBytes(folder.keys.projection)),
    centroids: floatsOf(await folder.readBytes(folder.keys.centroids)),
  });
}

/** The fitted model with the encoder that it was fitted on. */
export async function openAspectModel(
  ports: Pick<ActivityPorts, 'encoder'>,
  folder: RunFolder,
): Promise<{ readonly model: AspectModel; readonly encoder: SentenceEncoder }> {
  const model = await readAspectModel(folder);
  return { model, encoder: await openRunEncoder(ports, folder, model) };
}
