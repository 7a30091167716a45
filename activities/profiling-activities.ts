import { z } from 'zod';

import { AspectClusterSchema } from '../core/aspects/aspect.ts';
import type { AspectSentence } from '../core/aspects/aspect.ts';
import { describeSentences as describe } from '../core/aspects/describe-sentences.ts';
import type { PlainSentence } from '../core/aspects/describe-sentences.ts';
import { fitAspects as fit } from '../core/aspects/fit-aspects.ts';
import { SENTENCE_TABLE, sentenceToRow } from '../core/aspects/sentence-table.ts';
import { fitSentiment } from '../core/aspects/sentiment.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { itemTrajectory } from '../core/profiles/item-trajectory.ts';
import {
  TRAJECTORY_TABLE,
  trajectoryRow,
  USER_PROFILE_TABLE,
  userProfileRow,
} from '../core/profiles/profile-tables.ts';
import { timeGrid } from '../core/profiles/time-grid.ts';
import { createRandom, deriveSeed } from '../core/random.ts';
import { reviewFromRow } from '../core/reviews/review-tables.ts';
import type { Review } from '../core/reviews/review.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { splitSentences } from '../core/text/sentences.ts';
import { readAspectModel, writeAspectModel } from './aspect-artefacts.ts';
import { reportProgress } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import { openRunFolder } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunWorlds } from './run-world.ts';

export type ProfilingActivities = ReturnType<typeof createProfilingActivities>;

/** Sentences encoded and described between two heartbeats. */
const BLOCK = 1_000;
/** Profiles and trajectories computed between two heartbeats. */
const PROFILE_BLOCK = 200;

export function createProfilingActivities(ports: ActivityPorts, worlds: RunWorlds) {
  return {
    /** Fits aspects and sentiment on sentences of the training period only. `clusters.json` is written last. */
    async fitAspects(ref: RunRef): Promise<{ aspects: number; coherent: number; sentences: number }> {
      const folder = openRunFolder(ports, ref);
      const standing = await folder.findJson(folder.keys.clusters, z.array(AspectClusterSchema));
      if (standing !== null) return { ...countClusters(standing), sentences: 0 };
      const config = await folder.config();
      const training = (await readReviews(folder)).filter(({ split }) => split === 'train');
      const all = await sentencesOf(ports, training);
      const sample = sampleOf(all, config.aspects.maxFitSentences, deriveSeed(config.seed, 'fit sample'));
      const texts = sample.map(({ text }) => text);
      const encoder = await ports.encoder();
      const embeddings = await encodeInBlocks(ports, encoder, texts, 'encode training sentences');
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
      const ratings = new Map(training.map(({ reviewId, rating }) => [reviewId, rating]));
      const sentiment = fitSentiment({
        embeddings,
        dimension: encoder.dimension,
        ratings: sample.map(({ reviewId }) => ratings.get(reviewId) ?? 3),
      });
      await writeAspectModel(folder, { ...model, sentiment });
      await folder.writeJson(folder.keys.clusters, clusters);
      return { ...countClusters(clusters), sentences: sample.length };
    },

    /** Aspects and sentiment of every sentence of every review, by the fitted model. */
    async describeSentences(ref: RunRef): Promise<{ sentences: number }> {
      const folder = openRunFolder(ports, ref);
      if (await folder.store.exists(folder.keys.sentences)) return { sentences: 0 };
      const config = await folder.config();
      const model = await readAspectModel(folder);
      const sentences = await sentencesOf(ports, await readReviews(folder));
      const encoder = await ports.encoder();
      await ports.tensorFlow(config.recommender.backend);
      const described: AspectSentence[] = [];
      for (let from = 0; from < sentences.length; from += BLOCK) {
        const block = sentences.slice(from, from + BLOCK);
        described.push(...(await describe(model, block, encoder)));
        reportProgress('describe sentences', from + block.length, sentences.length);
        await ports.breathe();
      }
      await folder.writeTable(folder.keys.sentences, SENTENCE_TABLE, described.map(sentenceToRow));
      return { sentences: described.length };
    },

    /** Each user's profile at the end of the run's data, and each item's trajectory on a time grid. */
    async buildProfiles(ref: RunRef): Promise<{ users: number; items: number }> {
      const { folder, base } = await worlds.world(ref);
      const users = [...new Set(base.reviews.map(({ userId }) => userId))].sort();
      const items = [...base.items.keys()].sort();
      if (await folder.store.exists(folder.keys.userProfiles)) return { users: users.length, items: items.length };
      const grid = timeGrid(base.reviews);
      const endMs = grid.at(-1) ?? 0;
      const trajectories: ReturnType<typeof trajectoryRow>[] = [];
      for (const [index, itemId] of items.entries()) {
        trajectories.push(...itemTrajectory(base, itemId, grid).map(trajectoryRow));
        if (index % PROFILE_BLOCK === 0) await breatheAt('item trajectories', index, items.length);
      }
      await folder.writeTable(folder.keys.itemTrajectories, TRAJECTORY_TABLE, trajectories);
      const profiles: ReturnType<typeof userProfileRow>[] = [];
      for (const [index, userId] of users.entries()) {
        profiles.push(...[base.userProfileAt(userId, endMs)].map(userProfileRow));
        if (index % PROFILE_BLOCK === 0) await breatheAt('user profiles', index, users.length);
      }
      await folder.writeTable(folder.keys.userProfiles, USER_PROFILE_TABLE, profiles);
      return { users: users.length, items: items.length };
    },
  };

  async function breatheAt(what: string, done: number, total: number): Promise<void> {
    reportProgress(what, done, total);
    await ports.breathe();
  }
}

const readReviews = async (folder: RunFolder): Promise<Review[]> =>
  (await folder.readTable(folder.keys.reviews)).map(reviewFromRow);

async function sentencesOf(ports: ActivityPorts, reviews: readonly Review[]): Promise<PlainSentence[]> {
  const sentences: PlainSentence[] = [];
  for (const [index, { reviewId, text }] of reviews.entries()) {
    splitSentences(text).forEach((sentence, sentenceIndex) =>
      sentences.push({ reviewId, sentenceIndex, text: sentence }),
    );
    if (index % BLOCK === 0) {
      reportProgress('split sentences', index, reviews.length);
      await ports.breathe();
    }
  }
  return sentences;
}

/** At most so many, drawn by seed, in their first order. */
function sampleOf(sentences: readonly PlainSentence[], most: number, seed: number): PlainSentence[] {
  if (sentences.length <= most) return [...sentences];
  const places = createRandom(seed)
    .shuffle([...sentences.keys()])
    .slice(0, most);
  return places.sort((a, b) => a - b).flatMap((place) => sentences[place] ?? []);
}

async function encodeInBlocks(
  ports: ActivityPorts,
  encoder: SentenceEncoder,
  texts: readonly string[],
  what: string,
): Promise<Float32Array> {
  const embeddings = new Float32Array(texts.length * encoder.dimension);
  for (let from = 0; from < texts.length; from += BLOCK) {
    embeddings.set(await encoder.encode(texts.slice(from, from + BLOCK)), from * encoder.dimension);
    reportProgress(what, Math.min(from + BLOCK, texts.length), texts.length);
    await ports.breathe();
  }
  return embeddings;
}

const countClusters = (clusters: readonly { readonly coherent: boolean }[]) => ({
  aspects: clusters.length,
  coherent: clusters.filter(({ coherent }) => coherent).length,
});
