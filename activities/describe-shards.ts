import { describeSentences as describe } from '../core/aspects/describe-sentences.ts';
import type { PlainSentence } from '../core/aspects/describe-sentences.ts';
import { SENTENCE_TABLE, sentenceToRow } from '../core/aspects/sentence-table.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import { planReviewShards, reviewShard, ReviewShardsSchema } from '../core/reviews/review-shards.ts';
import type { ReviewShards } from '../core/reviews/review-shards.ts';
import type { TableRow } from '../core/storage/table-codec.ts';
import { splitSentences } from '../core/text/sentences.ts';
import { openAspectModel } from './aspect-artefacts.ts';
import { reportProgress } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import { openRunFolder } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';
import { takeSentences } from './take-from-base.ts';

/** Sentences encoded and described between two heartbeats; the encoder batches by length within them. */
const BLOCK = 2_000;

/**
 * Aspects and sentiment of every sentence of every review, by the fitted model: cut into shards that any number of
 * workers share, each whole or absent in the store, then merged into one table. A shard that stands is not made again;
 * within a shard that a worker lost, what was encoded comes back from the encoder's cache.
 */
export function createDescribingActivities(ports: ActivityPorts, reviewsPerShard?: number) {
  return {
    /** How the reviews are cut; null where `sentences.parquet` stands, or is another run's. */
    async planShards(ref: RunRef): Promise<ReviewShards | null> {
      const folder = openRunFolder(ports, ref);
      if (await folder.store.exists(folder.keys.sentences)) return null;
      const { experiment } = await folder.config();
      if (experiment !== null) {
        const lender = openRunFolder(ports, { run: experiment.of, store: ref.store });
        await takeSentences(folder, lender, experiment.noise);
        return null;
      }
      const standing = await folder.findJson(folder.keys.reviewShards, ReviewShardsSchema);
      if (standing !== null) return standing;
      const { kept } = await folder.readJson(folder.keys.reviewFunnel, ReviewFunnelSchema);
      const plan = planReviewShards(kept, reviewsPerShard);
      await folder.writeJson(folder.keys.reviewShards, plan);
      return plan;
    },

    async describeShard({ ref, shard }: { ref: RunRef; shard: number }): Promise<{ sentences: number }> {
      const folder = openRunFolder(ports, ref);
      const key = folder.keys.sentenceShard(shard);
      if (await folder.store.exists(key)) return { sentences: await countRows(folder, key) };
      const config = await folder.config();
      const { model, encoder } = await openAspectModel(ports, folder);
      await ports.tensorFlow(config.recommender.backend);
      const sentences = await sentencesOf(folder, shard, ports.breathe);
      async function* rows(): AsyncGenerator<TableRow> {
        for (let from = 0; from < sentences.length; from += BLOCK) {
          const block = sentences.slice(from, from + BLOCK);
          yield* (await describe(model, block, encoder)).map(sentenceToRow);
          reportProgress('describe sentences', from + block.length, sentences.length);
          await ports.breathe();
        }
      }
      return { sentences: await folder.writeTable(key, SENTENCE_TABLE, rows()) };
    },

    /** `sentences.parquet`, in the reviews' order, out of core; the shards go. */
    async mergeSentences(ref: RunRef): Promise<void> {
      const folder = openRunFolder(ports, ref);
      const { keys, store } = folder;
      if (!(await store.exists(keys.sentences))) {
        const { shards } = await folder.readJson(keys.reviewShards, ReviewShardsSchema);
        const parts = Array.from({ length: shards }, (_, shard) => keys.sentenceShard(shard));
        await folder.concatenateTables(parts, keys.sentences).catch(async (error: unknown) => {
          // An activity given up for lost may have merged them meanwhile, and taken the shards away.
          if (!(await store.exists(keys.sentences))) throw error;
        });
      }
      const left: string[] = [];
      for await (const key of store.list(keys.sentenceShards)) left.push(key);
      for (const key of left) await store.delete(key);
    },
  };
}

/** The shard's sentences, by review in the order of `reviews.parquet`, then place. */
async function sentencesOf(folder: RunFolder, shard: number, breathe: () => Promise<void>): Promise<PlainSentence[]> {
  const { from, count } = reviewShard(await folder.readJson(folder.keys.reviewShards, ReviewShardsSchema), shard);
  const sentences: PlainSentence[] = [];
  let done = 0;
  for await (const batch of folder.tableBatches(folder.keys.reviews, { columns: ['review_id', 'text'], from, count })) {
    for (const { review_id: reviewId, text } of batch) {
      splitSentences(String(text)).forEach((sentence, sentenceIndex) =>
        sentences.push({ reviewId: String(reviewId), sentenceIndex, text: sentence }),
      );
      if (++done % BLOCK !== 0) continue;
      reportProgress('split sentences', done, count);
      await breathe();
    }
  }
  return sentences;
}

async function countRows(folder: RunFolder, key: string): Promise<number> {
  let rows = 0;
  for await (const batch of folder.tableBatches(key, { columns: ['sentence_index'] })) rows += batch.length;
  return rows;
}
