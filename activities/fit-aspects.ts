import { z } from 'zod';

import { AspectClusterSchema } from '../core/aspects/aspect.ts';
import type { AspectCluster } from '../core/aspects/aspect.ts';
import { fitAspects as fit } from '../core/aspects/fit-aspects.ts';
import { SEED_TEXTS } from '../core/aspects/sentiment/seed-sentences.ts';
import { fitSentiment } from '../core/aspects/fit-sentiment.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { deriveSeed } from '../core/random.ts';
import { DISTIL_SENTENCES } from '../core/text/static-encoder/distil.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { writeAspectModel } from './aspect-artefacts.ts';
import { borrowAspects, lenderOf } from './borrow-aspects.ts';
import { reportProgress } from './failures.ts';
import { sampleFitUnits } from './fit-sample.ts';
import { labelAspects } from './label-aspects.ts';
import type { ActivityPorts } from './ports.ts';
import { distilRunEncoder, encoderKind } from './run-encoder.ts';
import { openRunFolder } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';

/** Units encoded between two heartbeats; the encoder batches by length within them. */
const BLOCK = 2_000;

export interface AspectCounts {
  readonly aspects: number;
  readonly coherent: number;
  /** Units that took part in the fit; 0 where nothing was fitted. */
  readonly units: number;
}

export function createFittingActivities(ports: ActivityPorts) {
  return {
    /** Fits aspects and sentiment on units of the training period only, or takes them from `aspects.from`. */
    async fitAspects(ref: RunRef): Promise<AspectCounts> {
      const folder = openRunFolder(ports, ref);
      const standing = await folder.findJson(folder.keys.clusters, z.array(AspectClusterSchema));
      if (standing !== null) return { ...countClusters(standing), units: 0 };
      const lender = lenderOf(await folder.config());
      if (lender !== null) return { ...countClusters(await borrowAspects(ports, folder, lender)), units: 0 };
      return fitOwn(ports, folder);
    },
  };
}

/** `clusters.json` is written last: where it stands, all of it stands. */
async function fitOwn(ports: ActivityPorts, folder: RunFolder): Promise<AspectCounts> {
  const config = await folder.config();
  const { kept } = await folder.readJson(folder.keys.reviewFunnel, ReviewFunnelSchema);
  const kind = encoderKind(config.aspects.encoder, kept);
  const sample = await sampleFitUnits(folder, {
    // A static encoder learns its words from more than the fit itself looks at.
    most: Math.max(config.aspects.maxFitSentences, kind === 'static' ? DISTIL_SENTENCES : 0),
    seed: config.seed,
    breathe: ports.breathe,
  });
  const texts = sample.map(({ text }) => text);
  const teacher = await ports.encoder();
  const embeddings = await encodeInBlocks(ports, teacher, texts);
  // Static vectors live in the teacher's space: what is fitted on the teacher's describes them as they are.
  const encoder = kind === 'static' ? await distilRunEncoder(ports, folder, { texts, embeddings, teacher }) : teacher;
  await ports.tensorFlow(config.recommender.backend);
  const { model, clusters } = await fit({
    texts,
    reviewIds: sample.map(({ reviewId }) => reviewId),
    embeddings,
    dimension: encoder.dimension,
    encoderId: encoder.id,
    settings: config.aspects,
    seed: deriveSeed(config.seed, 'aspects'),
    onProgress: (done, total) => reportProgress('fit aspects', done, total),
  });
  const ratings = sample.map(({ rating }) => rating);
  const sentiment = fitSentiment({
    texts,
    embeddings,
    dimension: encoder.dimension,
    ratings,
    seedEmbeddings: await teacher.encode(SEED_TEXTS),
    seed: deriveSeed(config.seed, 'sentiment'),
  });
  await writeAspectModel(folder, { ...model, sentiment });
  const labelled = await labelAspects(ports, folder, clusters);
  await folder.writeJson(folder.keys.clusters, labelled);
  return { ...countClusters(labelled), units: sample.length };
}

async function encodeInBlocks(
  ports: ActivityPorts,
  encoder: SentenceEncoder,
  texts: readonly string[],
): Promise<Float32Array> {
  const embeddings = new Float32Array(texts.length * encoder.dimension);
  for (let from = 0; from < texts.length; from += BLOCK) {
    embeddings.set(await encoder.encode(texts.slice(from, from + BLOCK)), from * encoder.dimension);
    reportProgress('encode training sentences', Math.min(from + BLOCK, texts.length), texts.length);
    await ports.breathe();
  }
  return embeddings;
}

const countClusters = (clusters: readonly AspectCluster[]): Omit<AspectCounts, 'units'> => ({
  aspects: clusters.length,
  coherent: clusters.filter(({ coherent }) => coherent).length,
});
