import type { RankedItem } from '../core/experiments/fusion/fusion-input.ts';
import { fusionMarkdown } from '../core/experiments/fusion/fusion-markdown.ts';
import { fusionPage } from '../core/experiments/fusion/fusion-page.ts';
import { type FusionTable, fusionTable } from '../core/experiments/fusion/fusion-table.ts';
import { relevance } from '../core/experiments/fusion/relevance.ts';
import { sentenceFromRow } from '../core/aspects/sentence-table.ts';
import { type Division, divide } from '../core/recommender/interactions.ts';
import { settingsFor } from '../core/recommender/training-job.ts';
import type { TrainingJob } from '../core/recommender/training-job.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import { itemFromRow, reviewFromRow } from '../core/reviews/review-tables.ts';
import type { Item, Review } from '../core/reviews/review.ts';
import { isSyntheticName } from '../core/reviews/synthetic-name.ts';
import { readSelectedRecords } from './dialog-records.ts';
import { evaluationSeedOf } from './evaluate-run.ts';
import { readRanked } from './read-ranked.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * Reads what the trainings ranked (`ownEncoder`: those to compare with, where `jobs` read dialogs otherwise), and writes `table.json`, `table.md` and `report.html` to the experiment's place in the
 * run's folder: the same predictions, the same bytes.
 */
export async function summariseFusion(
  folder: RunFolder,
  jobs: readonly TrainingJob[],
  name: string,
  ownEncoder: readonly TrainingJob[] = [],
): Promise<FusionTable> {
  const config = await folder.config();
  const { split, dialogEncoder } = settingsFor(
    jobs.find((job) => job.dialogEncoder !== undefined) ?? jobs[0] ?? {},
    config.recommender,
  );
  const { trainEndMs } = await folder.readJson(folder.keys.reviewFunnel, ReviewFunnelSchema);
  const reviews = (await folder.readTable(folder.keys.reviews)).map(reviewFromRow);
  const items = (await folder.readTable(folder.keys.items)).map(itemFromRow);
  const division = divide({ reviews, kind: split, trainEndMs, seed: config.seed });
  const records = (await readSelectedRecords(folder)).map((record) => division.splitOf(record));
  const table = fusionTable({
    about: {
      run: config.name,
      domain: config.domain,
      provider: config.llm.provider,
      goal: config.goal.source,
      split,
      dialogEncoder,
    },
    dialogs: {
      train: records.filter((part) => part === 'train').length,
      validation: records.filter((part) => part === 'validation').length,
    },
    seed: evaluationSeedOf(config.seed),
    evaluated: await readRanked(folder, jobs),
    ownEncoder: await readRanked(folder, ownEncoder),
    items: withCounts(items, division),
    isRelevant: relevance(items, await aspectsByItem(folder, items, reviews)),
  });
  const root = folder.keys.experiment(name);
  const put = (file: string, text: string): Promise<void> =>
    folder.store.put(`${root}/${file}`, new TextEncoder().encode(text));
  await put('report.html', fusionPage(table));
  await put('table.md', fusionMarkdown(table));
  await folder.writeJson(`${root}/table.json`, table);
  return table;
}

function withCounts(items: readonly Item[], { training }: Division): RankedItem[] {
  const counts = new Map<string, number>();
  for (const { itemId } of training) counts.set(itemId, (counts.get(itemId) ?? 0) + 1);
  return items.map(({ itemId, name }) => ({
    itemId,
    // Labels made from ids are like one another without being alike.
    name: isSyntheticName(itemId, name) ? '' : name,
    trainingReviews: counts.get(itemId) ?? 0,
  }));
}

/** How often each aspect is spoken of in an item's reviews; asked for only where no item has a category. */
async function aspectsByItem(
  folder: RunFolder,
  items: readonly Item[],
  reviews: readonly Review[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>> {
  const found = new Map<string, Map<number, number>>();
  if (items.some(({ categories }) => categories.length > 0)) return found;
  const itemOf = new Map(reviews.map(({ reviewId, itemId }) => [reviewId, itemId]));
  for await (const rows of folder.tableBatches(folder.keys.sentences)) {
    for (const { reviewId, aspects } of rows.map(sentenceFromRow)) {
      const itemId = itemOf.get(reviewId);
      if (itemId === undefined) continue;
      const own = found.get(itemId) ?? new Map<number, number>();
      found.set(itemId, own);
      for (const { aspectId, score } of aspects) own.set(aspectId, (own.get(aspectId) ?? 0) + score);
    }
  }
  return found;
}
