import { readFile } from 'node:fs/promises';
import { setImmediate as immediately } from 'node:timers/promises';

import { Command } from 'commander';

import { evaluationSeedOf } from '../../activities/evaluate-run.ts';
import { readModel } from '../../activities/exported-models.ts';
import type { RunFolder } from '../../activities/run-folder.ts';
import type { RunConfig, Variant } from '../../core/config/run-config.ts';
import { VARIANTS } from '../../core/config/run-config.ts';
import { PipelineError } from '../../core/errors.ts';
import type { PastItem } from '../../core/recommender/interactions.ts';
import { datedHistory } from '../../core/recommender/interactions.ts';
import { type Recommendation, recommend } from '../../core/recommender/recommend.ts';
import { truncateDialog } from '../../core/recommender/truncate-dialog.ts';
import { reviewFromRow } from '../../core/reviews/review-tables.ts';
import type { Review } from '../../core/reviews/review.ts';
import { loadTensorFlow } from '../../infra/tensorflow/load-tensorflow.ts';
import { readEnvironment } from '../../workers/environment.ts';
import { openEncoder } from '../../workers/open-encoder.ts';
import { type DialogInput, parseDialogInput } from '../dialog-input.ts';
import { openExistingRun } from '../run-reader.ts';
import { printJson, table } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';

interface RecommendOptions {
  readonly dialog: string;
  readonly history?: string;
  readonly variant?: string;
  readonly seed?: number;
  readonly store?: string;
  readonly json?: boolean;
}

/** What a trained model of the run would recommend now, and what of the history it looked at. */
export const recommendCommand = (): Command =>
  new Command('recommend')
    .description('recommend items for a dialog and a history, by a trained model of the run')
    .argument('<run>', 'the run')
    .requiredOption('--dialog <file>', 'JSON or JSON lines: turns ({"speaker", "text"}), or a dialog of a run')
    .option('--history <ids>', "item ids, oldest first, with commas; else the dialog's own")
    .option('--variant <name>', 'which model; else cross-attention, or the first that was trained')
    .option('--seed <n>', "which of its seeds; else the run's first", wholeNumber)
    .option('--store <uri>', 'where runs are kept')
    .option('--json', 'print JSON')
    .action(async (run: string, options: RecommendOptions) => {
      const environment = readEnvironment(process.env, process.cwd());
      const folder = await openExistingRun(run, options.store);
      const config = await folder.config();
      const dialog = parseDialogInput(await readText(options.dialog), options.dialog);
      const [variant, seed] = [variantOf(options.variant, config), options.seed ?? config.recommender.seeds[0] ?? 1];
      const model = await readModel(folder, variant, seed);
      await loadTensorFlow(environment.tensorFlow, environment.variables, 'TFJS_BACKEND');
      const targetName = model.itemNames[model.data.catalogue.indexOf.get(dialog.targetItemId ?? '') ?? -1] ?? '';
      const turns =
        dialog.targetItemId === null
          ? dialog.turns
          : truncateDialog({ turns: dialog.turns, targetItemId: dialog.targetItemId }, targetName);
      const asked = options.history?.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()]));
      const recommended = await recommend(
        model,
        {
          exampleId: dialog.dialogId ?? options.dialog,
          userId: dialog.userId,
          timestampMs: dialog.timestampMs,
          turns,
          history: await historyOf(dialog, asked, folder, config),
        },
        {
          encoder: await openEncoder(environment.variables),
          evaluationSeed: evaluationSeedOf(config.seed),
          breathe: () => immediately(),
        },
      );
      if (options.json) printJson({ run, variant, seed, turnsRead: turns.length, ...recommended });
      else process.stdout.write(shown(recommended, `${variant}, seed ${seed}: ${turns.length} turns read`));
    });

async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new PipelineError('bad_configuration', `--dialog: ${path} cannot be read`, { subject: path }, error);
  }
}

function variantOf(asked: string | undefined, { recommender }: RunConfig): Variant {
  const name =
    asked ?? (recommender.variants.includes('cross-attention') ? 'cross-attention' : recommender.variants[0]);
  const variant = VARIANTS.find((known) => known === name);
  if (variant !== undefined) return variant;
  throw new PipelineError('bad_configuration', `--variant: "${name}" is none of ${VARIANTS.join(', ')}`, {
    subject: '--variant',
  });
}

/** As given; else the dialog's own, with the times that the run's reviews know of it. */
async function historyOf(
  dialog: DialogInput,
  asked: readonly string[] | undefined,
  folder: RunFolder,
  { seed }: RunConfig,
): Promise<readonly PastItem[]> {
  const { userId, timestampMs } = dialog;
  const itemIds = asked ?? dialog.history ?? [];
  if (asked !== undefined || userId === null || timestampMs === null) {
    return itemIds.map((itemId) => ({ itemId, timestampMs: null }));
  }
  const own: Review[] = [];
  for await (const rows of folder.tableBatches(folder.keys.reviews)) {
    for (const row of rows) if (row['user_id'] === userId) own.push(reviewFromRow(row));
  }
  return datedHistory(itemIds, own, timestampMs, seed);
}

function shown({ top, history }: Recommendation, head: string): string {
  const items = top.map(({ itemId, name, score }, place) => [place + 1, itemId, name, score.toFixed(3)]);
  const past = history.map(({ itemId, name, attention }) => [
    attention === null ? '-' : attention.toFixed(3),
    itemId,
    name,
  ]);
  const attended = past.length === 0 ? 'no history\n' : table(['attention', 'of the history', 'title'], past);
  return `${head}\n\n${table(['', 'item', 'title', 'score'], items)}\n${attended}`;
}
