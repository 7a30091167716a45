import type { AspectModel } from '../core/aspects/aspect-model.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { distilStaticEncoder } from '../core/text/static-encoder/distil.ts';
import { createStaticEncoder } from '../core/text/static-encoder/static-encoder.ts';
import {
  decodeStaticWeights,
  encodeStaticWeights,
  StaticEncoderJsonSchema,
} from '../core/text/static-encoder/static-weights.ts';
import { reportProgress } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import { bytesOf, floatsOf } from './float-bytes.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * `aspects.encoder: auto` means `static` above this many reviews: 300,000 to 900,000 sentences, by their length, or half
 * an hour to an hour of MiniLM on two cores.
 */
export const STATIC_ABOVE_REVIEWS = 100_000;

export type EncoderKind = Exclude<RunConfig['aspects']['encoder'], 'auto'>;

export function encoderKind(asked: RunConfig['aspects']['encoder'], reviews: number): EncoderKind {
  if (asked !== 'auto') return asked;
  return reviews > STATIC_ABOVE_REVIEWS ? 'static' : 'minilm';
}

/** Every other encoder's id is the worker's own. */
export const isStatic = (encoderId: string): boolean => encoderId.startsWith('static-');

/** The static encoder of the run's own sentences, kept in its folder: `static-encoder.json` and `.f32`. */
export async function distilRunEncoder(
  ports: Pick<ActivityPorts, 'breathe'>,
  folder: RunFolder,
  sample: {
    readonly texts: readonly string[];
    readonly embeddings: Float32Array;
    readonly teacher: SentenceEncoder;
  },
): Promise<SentenceEncoder> {
  const weights = await distilStaticEncoder({
    sentences: sample.texts,
    embeddings: sample.embeddings,
    teacher: sample.teacher,
    onProgress: async (done, total) => {
      reportProgress('distil the static encoder', done, total);
      await ports.breathe();
    },
  });
  const { json, vectors } = encodeStaticWeights(weights);
  await folder.store.put(folder.keys.staticVectors, bytesOf(vectors));
  await folder.writeJson(folder.keys.staticEncoder, json);
  return createStaticEncoder(weights);
}

/** The encoder that a run's model names: the static one of its folder, or the worker's. */
export async function openRunEncoder(
  ports: Pick<ActivityPorts, 'encoder'>,
  folder: RunFolder,
  model: AspectModel,
): Promise<SentenceEncoder> {
  if (!isStatic(model.encoderId)) return ports.encoder();
  return createStaticEncoder(
    decodeStaticWeights({
      json: await folder.readJson(folder.keys.staticEncoder, StaticEncoderJsonSchema),
      vectors: floatsOf(await folder.readBytes(folder.keys.staticVectors)),
    }),
  );
}
