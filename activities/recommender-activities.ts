import { createHash } from 'node:crypto';

import type { RunConfig, Variant } from '../core/config/run-config.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { evaluateVariant } from '../core/recommender/evaluate-variant.ts';
import { PREDICTIONS_TABLE } from '../core/recommender/predictions.ts';
import { prepareRecommenderData } from '../core/recommender/prepare-recommender-data.ts';
import type { RecommenderData } from '../core/recommender/recommender-data.ts';
import { revisionMark, type TrainedVariant, trainVariant as train } from '../core/recommender/train-variant.ts';
import { type TrainingJob, settingsFor, trainingRoot, withDialogShare } from '../core/recommender/training-job.ts';
import { TrainingRecordSchema } from '../core/recommender/training-record.ts';
import { transplant } from '../core/recommender/transplant-values.ts';
import { SPLITS } from '../core/reviews/review.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import { readSelected } from './dialog-records.ts';
import { keepModel } from './exported-models.ts';
import { evaluateRun, evaluationSeedOf } from './evaluate-run.ts';
import { cancellationSignal, reportProgress } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import { encodeJson, openRunFolder } from './run-folder.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunWorlds } from './run-world.ts';
import { storedCheckpoints } from './training-checkpoints.ts';
import { countingStarts } from './training-starts.ts';
import { watchTraining } from './training-watch.ts';

type Settings = RunConfig['recommender'];
const KEPT = 2;

export type RecommenderActivities = ReturnType<typeof createRecommenderActivities>;

export function createRecommenderActivities(ports: ActivityPorts, worlds: RunWorlds) {
  /** Data of the runs used last: variants and seeds come one after the other, tested perhaps on another run's dialogs. */
  const prepared = new Map<string, Promise<RecommenderData>>();

  async function dataOf(ref: RunRef, settings: Settings, fingerprint: string): Promise<RecommenderData> {
    const name = `${ref.store}\n${ref.run}\n${fingerprint}`;
    const preparing = prepared.get(name) ?? prepareData(ref, settings);
    prepared.set(name, preparing);
    const [oldest] = prepared.keys();
    if (prepared.size > KEPT && oldest !== undefined) prepared.delete(oldest);
    try {
      return await preparing;
    } catch (error) {
      prepared.delete(name);
      throw error;
    }
  }

  async function prepareData(ref: RunRef, settings: Settings): Promise<RecommenderData> {
    const { folder, config, base } = await worlds.world(ref);
    const funnel = await folder.readJson(folder.keys.reviewFunnel, ReviewFunnelSchema);
    reportProgress('encode dialogs and items', 0, 1);
    return prepareRecommenderData({
      dialogs: (await readSelected(folder)).map(({ record }) => record),
      items: [...base.items.values()],
      reviews: base.reviews,
      trainEndMs: funnel.trainEndMs,
      encoder: await ports.encoder(),
      settings,
      seed: config.seed,
      breathe: ports.breathe,
      signal: cancellationSignal(),
    });
  }

  return {
    async listTrainingJobs(ref: RunRef): Promise<{ variant: Variant; seed: number }[]> {
      const { recommender } = await openRunFolder(ports, ref).config();
      return recommender.seeds.flatMap((seed) => recommender.variants.map((variant) => ({ variant, seed })));
    },

    /** Trains from the last checkpoint on, ranks the test dialogs, and keeps weights, predictions and record. */
    async trainVariant({ ref, ...job }: { ref: RunRef } & TrainingJob): Promise<TrainingResult> {
      const { variant, seed, share = 1 } = job;
      const { folder, config, base } = await worlds.world(ref);
      const root = trainingRoot(folder.keys, job);
      const settings = settingsFor(job, config.recommender);
      const { backend } = await ports.tensorFlow(settings.backend);
      const contents = await fingerprintOf(folder, settings, backend);
      const fingerprint = [contents, ...revisionMark(variant)].join('-');
      const standing = await folder.findJson(`${root}/training.json`, TrainingRecordSchema);
      // A record without them is of a version that kept none, or somebody deleted what was damaged.
      const files = ['model.json', 'predictions.parquet'];
      const stands = await Promise.all(files.map((file) => folder.store.exists(`${root}/${file}`)));
      if (standing?.fingerprint === fingerprint && stands.every(Boolean)) return resultOf(standing);
      const data = withDialogShare(await dataOf(ref, settings, contents), share, config.seed);
      const checkpoint = storedCheckpoints(folder.store, `${root}/checkpoint.bin`);
      const watch = watchTraining({ variant, seed }, (view) =>
        reportProgress(`train ${variant}`, view.step, view.steps, view),
      );
      const step = (await checkpoint.load())?.meta.step ?? 0;
      const { trained, rows } = await countingStarts(folder, { root, variant, seed, step }, async () => {
        const { breathe } = ports;
        const common = { settings, data, breathe, signal: cancellationSignal() };
        const done = await train({ ...common, variant, seed, backend, checkpoint, ...watch });
        const evaluationSeed = evaluationSeedOf(config.seed);
        return { trained: done, rows: await evaluateVariant({ ...common, trained: done, evaluationSeed }) };
      });
      await folder.writeTable(`${root}/predictions.parquet`, PREDICTIONS_TABLE, rows);
      const itemNames = data.catalogue.itemIds.map((itemId) => base.items.get(itemId)?.name ?? itemId);
      await keepModel(folder, root, { variant, seed, settings, values: trained.values, itemNames }, data);
      const { epochs, bestEpoch } = trained;
      const record = { variant, seed, fingerprint, backend, bestEpoch, epochs };
      await folder.writeJson(`${root}/training.json`, record);
      return resultOf(record);
    },

    /** Ranks the test dialogs of another run with a variant that this one has trained, and keeps the predictions here. */
    async testElsewhere({ ref, on, ...job }: { ref: RunRef; on: RunRef } & TrainingJob): Promise<void> {
      const { variant, seed } = job;
      const [here, there] = [await worlds.world(ref), await worlds.world(on)];
      const settings = settingsFor(job, here.config.recommender);
      const { backend } = await ports.tensorFlow(settings.backend);
      const own = await dataOf(ref, settings, await fingerprintOf(here.folder, settings, backend));
      const checkpoint = storedCheckpoints(here.folder.store, `${trainingRoot(here.folder.keys, job)}/checkpoint.bin`);
      // Trained to the end already: nothing but the weights is taken from there.
      const trained = await train({ variant, seed, settings, data: own, backend, checkpoint, breathe: ports.breathe });
      // Its own test dialogs, as its own models are tested.
      const placed = { ...settings, split: there.config.recommender.split };
      const other = await dataOf(on, placed, await fingerprintOf(there.folder, placed, backend));
      const rows = await evaluateVariant({
        trained: transplant(trained, settings, own, other),
        settings: placed,
        data: other,
        evaluationSeed: evaluationSeedOf(there.config.seed),
        breathe: ports.breathe,
      });
      await here.folder.writeTable(here.folder.keys.tested(on.run, variant, seed), PREDICTIONS_TABLE, rows);
    },

    /** `metrics.json` over all variants and seeds of the configuration. */
    async summariseRecommender(ref: RunRef): Promise<void> {
      const { folder } = await worlds.world(ref);
      const metrics = await evaluateRun(folder);
      await folder.writeJson(folder.keys.recommenderMetrics, metrics);
    },
  };
}

/** What the workflow keeps of a training: its curve. */
interface TrainingResult {
  readonly epochs: number;
  readonly bestEpoch: number;
  /** By epoch. */
  readonly losses: readonly number[];
  readonly validation: readonly (number | null)[];
}

const resultOf = ({ epochs, bestEpoch }: Pick<TrainedVariant, 'epochs' | 'bestEpoch'>): TrainingResult => ({
  epochs: epochs.length,
  bestEpoch,
  losses: epochs.map(({ loss }) => loss),
  validation: epochs.map(({ validationNdcgAt10 }) => validationNdcgAt10),
});

/** The dataset's own bytes stand for it, and the reviews' funnel for these: other dialogs, another training. */
async function fingerprintOf(folder: RunFolder, recommender: Settings, backend: string): Promise<string> {
  const { variants: _variants, seeds: _seeds, enabled: _enabled, ...settings } = recommender;
  const { selection, reviewFunnel, datasetSplit } = folder.keys;
  const { seed } = await folder.config();
  const hash = createHash('sha256').update(encodeJson({ ...settings, backend, seed }));
  for (const key of [selection, reviewFunnel, ...SPLITS.map(datasetSplit)]) hash.update(await folder.readBytes(key));
  return hash.digest('hex');
}
