import type { RunConfig, Variant } from '../core/config/run-config.ts';
import type { RunRef } from '../core/config/run-ref.ts';
import { evaluateVariant } from '../core/recommender/evaluate-variant.ts';
import { PREDICTIONS_TABLE } from '../core/recommender/predictions.ts';
import { prepareRecommenderData } from '../core/recommender/prepare-recommender-data.ts';
import type { RecommenderData } from '../core/recommender/recommender-data.ts';
import { type TrainedVariant, trainVariant as train } from '../core/recommender/train-variant.ts';
import { type TrainingJob, settingsFor, trainingRoot, withDialogShare } from '../core/recommender/training-job.ts';
import { TrainingRecordSchema } from '../core/recommender/training-record.ts';
import { trainingFault } from '../core/recommender/training-faults.ts';
import type { TrainingPlace } from '../core/recommender/training-faults.ts';
import { transplant } from '../core/recommender/transplant-values.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import { readSelectedRecords } from './dialog-records.ts';
import { keepModel, readModel } from './exported-models.ts';
import { evaluateRun, evaluationSeedOf } from './evaluate-run.ts';
import { cancellationSignal, reportProgress } from './failures.ts';
import type { ActivityPorts } from './ports.ts';
import { openRunFolder } from './run-folder.ts';
import type { RunWorld } from './run-world.ts';
import { storedCheckpoints } from './training-checkpoints.ts';
import { contentsOf, trainingFingerprint } from './training-fingerprint.ts';
import { countingStarts } from './training-starts.ts';
import { watchTraining } from './training-watch.ts';

type Settings = RunConfig['recommender'];
const KEPT = 2;

export type RecommenderActivities = ReturnType<typeof createRecommenderActivities>;

/** All that training reads of a run's world. */
export interface TrainingWorlds {
  world(
    ref: RunRef,
  ): Promise<Pick<RunWorld, 'folder' | 'config'> & { readonly base: Pick<RunWorld['base'], 'items' | 'reviews'> }>;
}

export function createRecommenderActivities(ports: ActivityPorts, worlds: TrainingWorlds) {
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
      dialogs: await readSelectedRecords(folder),
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
      const contents = await contentsOf(folder, settings, backend);
      const fingerprint = trainingFingerprint(contents, variant);
      const standing = await folder.findJson(`${root}/training.json`, TrainingRecordSchema);
      // A record without them is of a version that kept none, or somebody deleted what was damaged.
      const files = ['model.json', 'predictions.parquet'];
      const stands = await Promise.all(files.map((file) => folder.store.exists(`${root}/${file}`)));
      if (standing?.fingerprint === fingerprint && stands.every(Boolean)) return resultOf(standing);
      const checkpoint = storedCheckpoints(folder.store, `${root}/checkpoint.bin`);
      const watch = watchTraining({ variant, seed }, (view) =>
        reportProgress(`train ${variant}`, view.step, view.steps, view),
      );
      const step = (await checkpoint.load())?.meta.step ?? 0;
      const { trained, rows, data } = await countingStarts(folder, { root, variant, seed, step }, () =>
        toldPlainly({ variant, seed, step }, async () => {
          const own = withDialogShare(await dataOf(ref, settings, contents), share, config.seed);
          const common = { settings, data: own, breathe: ports.breathe, signal: cancellationSignal() };
          const done = await train({ ...common, variant, seed, backend, checkpoint, ...watch });
          const evaluationSeed = evaluationSeedOf(config.seed);
          return {
            trained: done,
            rows: await evaluateVariant({ ...common, trained: done, evaluationSeed }),
            data: own,
          };
        }),
      );
      await folder.writeTable(`${root}/predictions.parquet`, PREDICTIONS_TABLE, rows);
      const itemNames = data.catalogue.itemIds.map((itemId) => base.items.get(itemId)?.name ?? itemId);
      await keepModel(folder, root, { variant, seed, settings, values: trained.values, itemNames }, data);
      const { epochs, bestEpoch } = trained;
      const record = { variant, seed, fingerprint, backend, bestEpoch, epochs };
      await folder.writeJson(`${root}/training.json`, record);
      return resultOf(record);
    },

    /** Ranks the test dialogs of another run with a variant that this one has trained and keeps, and keeps the predictions here. */
    async testElsewhere({ ref, on, ...job }: { ref: RunRef; on: RunRef } & TrainingJob): Promise<void> {
      const { variant, seed } = job;
      const [here, there] = [await worlds.world(ref), await worlds.world(on)];
      const model = await readModel(here.folder, variant, seed);
      const { backend } = await ports.tensorFlow(model.settings.backend);
      // Its own test dialogs, as its own models are tested.
      const placed = { ...model.settings, split: there.config.recommender.split };
      const rows = await toldPlainly({ variant, seed, step: 0 }, async () => {
        const other = await dataOf(on, placed, await contentsOf(there.folder, placed, backend));
        return evaluateVariant({
          trained: { variant, seed, values: transplant(model, other) },
          settings: placed,
          data: other,
          evaluationSeed: evaluationSeedOf(there.config.seed),
          breathe: ports.breathe,
          signal: cancellationSignal(),
        });
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

/** What runs out of memory says so, wherever it does: in preparing, fitting or ranking as well. */
async function toldPlainly<T>(place: TrainingPlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw trainingFault(error, place);
  }
}
