/**
 * What `fusion` is made of, on a run's validation dialogs (never its test dialogs): NDCG@10 and Hit@10, full ranking, of each
 * source alone, of all at the fixed weights, and without each.
 *   npx tsx bench/fusion-sources.ts RUN [--store URI] [--seeds 1,2,3] [--dialog-encoder turns|tokens]
 */
import { parseArgs } from 'node:util';

import { readSelectedRecords } from '../activities/dialog-records.ts';
import { openRunWorld } from '../activities/run-world.ts';
import { openExistingRun } from '../cli/run-reader.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import { type Evidence, GATE_CONTEXTS, GATE_START, SOURCES, type Source, weigh } from '../core/recommender/evidence.ts';
import { prepareRecommenderData } from '../core/recommender/prepare-recommender-data.ts';
import { rankItems } from '../core/recommender/ranking.ts';
import { fusionEvidence } from '../core/recommender/score-variant.ts';
import { trainVariant } from '../core/recommender/train-variant.ts';
import { ReviewFunnelSchema } from '../core/reviews/funnel.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { memoryCheckpoints } from '../test/core/recommender/planted-world.ts';
import { openEncoder } from '../workers/open-encoder.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    store: { type: 'string' },
    seeds: { type: 'string', default: '1,2,3' },
    'dialog-encoder': { type: 'string', default: 'turns' },
  },
});
const [run] = positionals;
if (run === undefined) throw new RangeError('usage: bench/fusion-sources.ts RUN [--store URI] [--seeds 1,2,3]');

const folder = await openExistingRun(run, values.store);
const { config, base } = await openRunWorld(folder);
const settings = RunConfigSchema.shape.recommender.parse({
  ...config.recommender,
  dialogEncoder: values['dialog-encoder'],
});
const breathe = () => new Promise<void>((resolve) => void setImmediate(resolve));
const { backend } = await loadTensorFlow('auto', process.env);
const data = await prepareRecommenderData({
  dialogs: await readSelectedRecords(folder),
  items: [...base.items.values()],
  reviews: base.reviews,
  trainEndMs: (await folder.readJson(folder.keys.reviewFunnel, ReviewFunnelSchema)).trainEndMs,
  encoder: await openEncoder(process.env),
  settings,
  seed: config.seed,
  breathe,
});
const seeds = values.seeds.split(',').map(Number);
console.log(`${data.validation.length} validation dialogs, backend ${backend}, seeds ${values.seeds}`);

const evidence: Evidence[][] = [];
for (const seed of seeds) {
  const { values: trained } = await trainVariant({
    variant: 'fusion',
    seed,
    settings,
    data,
    backend,
    checkpoint: memoryCheckpoints(),
    breathe,
  });
  evidence.push(
    await fusionEvidence({ variant: 'fusion', values: trained, settings, data, examples: data.validation, breathe }),
  );
}

tell('all', GATE_START);
for (const source of SOURCES) {
  tell(`${source} alone`, { ...NONE(), [source]: 1 });
  if (GATE_START[source] !== 0) tell(`all but ${source}`, { ...GATE_START, [source]: 0 });
}

function NONE(): Record<Source, number> {
  return { attention: 0, history: 0, wanted: 0, words: 0, neighbours: 0, popularity: 0, recent: 0 };
}

function tell(what: string, weights: Readonly<Record<Source, number>>): void {
  const gates = new Float32Array(SOURCES.length * GATE_CONTEXTS);
  SOURCES.forEach((source, at) => (gates[at * GATE_CONTEXTS] = weights[source]));
  const bySeed = evidence.map((rows) => {
    const ranks = data.validation.map((example, row) => {
      const own = rows[row];
      return own === undefined ? Infinity : rankItems(weigh(own, gates), example, config.seed).rank;
    });
    const mean = (value: (rank: number) => number): number =>
      ranks.reduce((sum, rank) => sum + value(rank), 0) / ranks.length;
    return {
      ndcg: mean((rank) => (rank <= 10 ? 1 / Math.log2(rank + 1) : 0)),
      hit: mean((rank) => (rank <= 10 ? 1 : 0)),
    };
  });
  const over = (key: 'ndcg' | 'hit'): string =>
    (bySeed.reduce((sum, own) => sum + own[key], 0) / bySeed.length).toFixed(3);
  console.log(`${what}: NDCG@10 ${over('ndcg')}, Hit@10 ${over('hit')}`);
}
