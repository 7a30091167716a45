/**
 * Speed and quality of the recommenders in planted worlds of real size (900 items, 384-dimensional texts, 100 dialogs
 * and 800 review pairs), where it is known what tells the target.
 *   npx tsx bench/recommender.ts [dialog|history|both|neither ...]
 */
import { RunConfigSchema, VARIANTS } from '../core/config/run-config.ts';
import { evaluateVariant } from '../core/recommender/evaluate-variant.ts';
import { summariseMetrics } from '../core/recommender/summarise-metrics.ts';
import { trainVariant } from '../core/recommender/train-variant.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { type Tells, memoryCheckpoints, plantWorld } from '../test/core/recommender/planted-world.ts';

const SEEDS = [1, 2];
const WORLDS: readonly Tells[] = ['dialog', 'history', 'both', 'neither'];
const wanted = WORLDS.filter((tells) => process.argv.length < 3 || process.argv.includes(tells));
const { recommender: settings } = RunConfigSchema.parse({ source: { reviews: 'none.json' } });
const breathe = () => new Promise<void>((resolve) => void setImmediate(resolve));
const { backend } = await loadTensorFlow('auto', process.env);
console.log(`backend ${backend}`);

for (const tells of wanted) {
  const data = plantWorld({
    tells,
    kinds: 15,
    brands: 15,
    copies: 4,
    textDimension: 384,
    dimension: settings.dimension,
    trainExamples: 900,
    heldOutExamples: 150,
    seed: 1,
  });
  const evaluated = [];
  for (const variant of VARIANTS) {
    for (const seed of SEEDS) {
      const start = performance.now();
      const trained = await trainVariant({ variant, seed, settings, data, checkpoint: memoryCheckpoints(), breathe });
      const predictions = await evaluateVariant({ trained, settings, data, evaluationSeed: 1, breathe });
      const seconds = (performance.now() - start) / 1000;
      console.log(`${tells} ${variant} seed ${seed}: ${trained.epochs.length} epochs, ${seconds.toFixed(1)} s`);
      evaluated.push({ variant, seed, bestEpoch: trained.bestEpoch, predictions });
    }
  }
  const metrics = summariseMetrics(evaluated, 1);
  console.log(`  random NDCG@10 ${metrics.randomLevel?.full.ndcgAt10.toFixed(3)}`);
  for (const { variant, full } of metrics.variants) {
    const { mean = 0, low = 0, high = 0 } = full.ndcgAt10 ?? {};
    console.log(`  ${variant.padEnd(16)} NDCG@10 ${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`);
  }
}
