/**
 * Aspects on gold labels, beside plain clusterings of the same units with the same seeds; or the clusters as people read
 * them. Fits see the training period only (the first 70 % by date).
 *   npx tsx bench/aspects.ts [seeds]                 SemEval-2014 restaurants (fitted on yelp-10k), then OPOSUM dev
 *   npx tsx bench/aspects.ts semeval|oposum [seeds]  one of them
 *   npx tsx bench/aspects.ts labels yelp|music [seed]
 */
import { assignAspects } from '../core/aspects/describe-sentences.ts';
import { fitAspects, type FittedAspects } from '../core/aspects/fit-aspects.ts';
import { adjustedRandIndex } from '../core/aspects/rand-index.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import { createRandom, deriveSeed } from '../core/random.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { openEncoder } from '../workers/open-encoder.ts';
import { clusterScores, type ClusterScores } from './cluster-scores.ts';
import { latentSemantic, plainKMeans, plainSpherical, type TextRows } from './clusterings.ts';
import { readOposum } from './oposum.ts';
import { readSource, type SourceName } from './review-units.ts';
import { readGold } from './semeval.ts';

const GOLD = '../shared/data/gold';
const LATER_SENTENCES = 3_000;
const { aspects: settings } = RunConfigSchema.parse({ source: { reviews: 'bench' } });
const clusters = Number(settings.clusters);
const encoder = await openEncoder(process.env);
const { dimension } = encoder;
await loadTensorFlow('auto', process.env);

const [what = 'all', ...rest] = process.argv.slice(2);
const seedCount = Number(/^\d+$/u.test(what) ? what : (rest[0] ?? 5));
const seeds = Array.from({ length: seedCount || 5 }, (_, index) => index + 1);
if (what === 'labels') await printLabels(rest[0] === 'music' ? 'music' : 'yelp', Number(rest[1] ?? 1));
else {
  if (what !== 'oposum') await semEval();
  if (what !== 'semeval') await oposum();
}

interface Units extends TextRows {
  readonly reviewIds: readonly string[];
}

/** Names the clusters of each list of sentences that is asked for. */
type Method = (training: Units, seed: number) => Promise<(rows: TextRows) => Promise<number[]>>;

function methods(): Record<string, Method> {
  return {
    'k-means': (training, seed) => plain(plainKMeans(training, dimension, clusters, seed)),
    'spherical k-means': (training, seed) => plain(plainSpherical(training, dimension, clusters, seed)),
    'TF-IDF + LSA': (training, seed) => plain(latentSemantic(training, clusters, seed)),
    'ours, no InfoNCE': (training, seed) => ours(training, seed, 0),
    ours: (training, seed) => ours(training, seed, settings.steps),
  };
}

async function plain(namer: (rows: TextRows) => number[]): Promise<(rows: TextRows) => Promise<number[]>> {
  return (rows) => Promise.resolve(namer(rows));
}

/** The leading aspect, as a user of `assign` gets it. */
async function ours(training: Units, seed: number, steps: number): Promise<(rows: TextRows) => Promise<number[]>> {
  const { model } = await fit(training, seed, steps);
  return async ({ texts }) =>
    (await assignAspects(model, texts, encoder)).map(({ aspects }) => aspects[0]?.aspectId ?? 0);
}

function fit(training: Units, seed: number, steps: number): Promise<FittedAspects> {
  return fitAspects({ ...training, dimension, encoderId: encoder.id, settings: { ...settings, steps }, seed });
}

async function semEval(): Promise<void> {
  const { units, later } = await readSource('yelp');
  const all = await readGold(`${GOLD}/semeval-2014-train/Restaurants_Train_v2.xml`, true);
  const gold = await encoded(all.map(({ text }) => text));
  const unseen = await encoded(createRandom(1).shuffle(later).slice(0, LATER_SENTENCES));
  const labels = all.map(({ category }) => category);
  const four = [...labels.keys()].filter((row) => !(labels[row] ?? '').startsWith('anecdotes'));
  console.log(
    `SemEval-2014 restaurants, ${four.length} sentences of one category (anecdotes/miscellaneous left out); ` +
      `fitted on ${settings.maxFitSentences} units of yelp-10k's training period, drawn by seed; seeds ${seeds.join(' ')}`,
  );
  console.log(
    'weighted F1, macro F1, NMI; adjusted Rand between seeds, on the gold sentences and on later yelp sentences; weighted F1 and NMI with anecdotes',
  );
  for (const [name, method] of Object.entries(methods())) {
    const scores: ClusterScores[] = [];
    const withAnecdotes: ClusterScores[] = [];
    const found: { gold: number[]; unseen: number[] }[] = [];
    for (const seed of seeds) {
      const assign = await method(await sampled(units, seed), seed);
      const own = { gold: await assign(gold), unseen: await assign(unseen) };
      found.push(own);
      withAnecdotes.push(clusterScores(own.gold, labels));
      scores.push(clusterScores(picked(own.gold, four), picked(labels, four)));
    }
    const rand = (pick: (one: (typeof found)[number]) => number[]): string => betweenSeeds(found.map(pick));
    console.log(
      [
        name.padEnd(18),
        ...(['weightedF1', 'macroF1', 'nmi'] as const).map((key) => spread(scores.map((score) => score[key]))),
        `| ${rand((one) => picked(one.gold, four))}`,
        rand((one) => one.unseen),
        '|',
        ...(['weightedF1', 'nmi'] as const).map((key) => spread(withAnecdotes.map((score) => score[key]))),
      ].join('  '),
    );
  }
}

async function oposum(): Promise<void> {
  const domains = await readOposum(`${GOLD}/oposum-dev`);
  console.log(
    `OPOSUM dev, K ${clusters}: fitted on all segments of the domain, scored on those with an aspect; mean of ${domains.length} domains`,
  );
  console.log('accuracy, weighted F1, NMI');
  const embedded = [];
  for (const domain of domains) {
    const rows = await encoded(domain.segments.map(({ text }) => text));
    embedded.push({ domain, training: { ...rows, reviewIds: domain.segments.map(({ reviewId }) => reviewId) } });
  }
  for (const [name, method] of Object.entries(methods())) {
    const bySeed: ClusterScores[] = [];
    for (const seed of seeds) {
      const scores: ClusterScores[] = [];
      for (const { domain, training } of embedded) {
        const found = await (await method(training, seed))(training);
        const labelled = [...found.keys()].filter((row) => (domain.segments[row]?.labels.length ?? 0) > 0);
        const labels = labelled.map((row) => domain.segments[row]?.labels[0] ?? '');
        scores.push(clusterScores(picked(found, labelled), labels));
      }
      const mean = (key: keyof ClusterScores): number => average(scores.map((score) => score[key]));
      bySeed.push({
        accuracy: mean('accuracy'),
        weightedF1: mean('weightedF1'),
        macroF1: mean('macroF1'),
        nmi: mean('nmi'),
      });
    }
    const figures = (['accuracy', 'weightedF1', 'nmi'] as const).map((key) =>
      spread(bySeed.map((score) => score[key])),
    );
    console.log([name.padEnd(18), ...figures].join('  '));
  }
}

async function printLabels(name: SourceName, seed: number): Promise<void> {
  const { units } = await readSource(name);
  const start = performance.now();
  const { clusters: found, diagnostics } = await fit(await sampled(units, seed), seed, settings.steps);
  console.log(`${name}, ${((performance.now() - start) / 1000).toFixed(1)} s with encoding`, diagnostics);
  for (const cluster of found) {
    const figures = `${cluster.size} npmi ${cluster.coherence.toFixed(2)} distinct ${cluster.distinctness.toFixed(2)}`;
    const phrases = cluster.phrases.map(({ phrase }) => phrase).join(', ');
    console.log(`${cluster.coherent ? ' ' : 'x'} ${cluster.label.padEnd(22)} ${figures.padEnd(32)} ${phrases}`);
  }
}

async function sampled(units: readonly { reviewId: string; text: string }[], seed: number): Promise<Units> {
  const order = createRandom(deriveSeed(seed, 'sample')).shuffle([...units.keys()]);
  const own = order.slice(0, settings.maxFitSentences).map((index) => units[index] ?? { reviewId: '', text: '' });
  return { ...(await encoded(own.map(({ text }) => text))), reviewIds: own.map(({ reviewId }) => reviewId) };
}

async function encoded(texts: readonly string[]): Promise<TextRows> {
  return { texts, embeddings: await encoder.encode(texts) };
}

function picked<Value>(values: readonly Value[], rows: readonly number[]): Value[] {
  const wanted = new Set(rows);
  return values.filter((_, row) => wanted.has(row));
}

function betweenSeeds(found: readonly (readonly number[])[]): string {
  const pairs = found.flatMap((left, place) => found.slice(0, place).map((right) => adjustedRandIndex(left, right)));
  return pairs.length === 0 ? '-' : spread(pairs);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean and standard deviation. */
function spread(values: readonly number[]): string {
  const mean = average(values);
  const deviation = Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
  return `${mean.toFixed(3)} +-${deviation.toFixed(3)}`;
}
