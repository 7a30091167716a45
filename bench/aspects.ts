/**
 * What the aspects of real reviews look like, how long the fit takes, and whether it beats plain spherical k-means on
 * labelled restaurant sentences. Training period only (the first 70 % by date).
 *   npx tsx bench/aspects.ts music|yelp [sentences] [seed ...]
 */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

import type { AspectModel } from '../core/aspects/aspect-model.ts';
import { assignAspects } from '../core/aspects/describe-sentences.ts';
import { fitAspects } from '../core/aspects/fit-aspects.ts';
import { fitSentiment } from '../core/aspects/sentiment.ts';
import { refineCentroids, sphericalKMeans } from '../core/aspects/spherical-k-means.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import { createRandom } from '../core/random.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { splitSentences } from '../core/text/sentences.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { openEncoder } from '../workers/open-encoder.ts';
import { manyToOneF1, readGold } from './semeval.ts';

const DATA = '../shared/data';
const SOURCES = {
  music: {
    path: 'amazon-2014-musical-instruments/reviews.jsonl.gz',
    text: 'reviewText',
    stars: 'overall',
    date: 'unixReviewTime',
  },
  yelp: { path: 'yelp-10k/reviews.jsonl.gz', text: 'text', stars: 'stars', date: 'date' },
} as const;

interface Sentence {
  readonly reviewId: string;
  readonly sentenceIndex: number;
  readonly text: string;
  readonly rating: number;
}

const [name = 'music', most = '20000', ...seeds] = process.argv.slice(2);
const source = name === 'yelp' ? SOURCES.yelp : SOURCES.music;
const { aspects: settings } = RunConfigSchema.parse({ source: { reviews: source.path } });
const encoder = await openEncoder(process.env);
const { backend } = await loadTensorFlow('auto', process.env);
const sentences = await trainingSentences(Number(most));
const embeddings = await timed('encode', () => encoder.encode(sentences.map((sentence) => sentence.text)));
console.log(`${name}: ${sentences.length} sentences, backend ${backend}`);
for (const seed of seeds.length === 0 ? [1] : seeds.map(Number)) await measure(seed);

async function measure(seed: number): Promise<void> {
  const { model, clusters, diagnostics } = await timed(`fit, seed ${seed}`, () =>
    fitAspects({
      texts: sentences.map((sentence) => sentence.text),
      reviewIds: sentences.map((sentence) => sentence.reviewId),
      embeddings,
      dimension: encoder.dimension,
      encoderId: encoder.id,
      settings,
      seed,
    }),
  );
  console.log(diagnostics);
  for (const cluster of clusters) {
    const phrases = cluster.phrases.map((phrase) => phrase.phrase).join(', ');
    const figures = `${cluster.size} npmi ${cluster.coherence.toFixed(2)} distinct ${cluster.distinctness.toFixed(2)}`;
    console.log(`${cluster.coherent ? ' ' : 'x'} ${cluster.label.padEnd(20)} ${figures.padEnd(32)} ${phrases}`);
  }
  const ratings = sentences.map((sentence) => sentence.rating);
  const sentiment = fitSentiment({ embeddings, dimension: encoder.dimension, ratings });
  if (name === 'yelp') await againstGold({ ...model, sentiment }, encoder, seed);
}

async function againstGold(model: AspectModel, encoder: SentenceEncoder, seed: number): Promise<void> {
  const gold = await readGold(`${DATA}/gold/semeval-2014-train/Restaurants_Train_v2.xml`);
  const texts = gold.map((sentence) => sentence.text);
  const categories = gold.map((sentence) => sentence.category);
  const goldRows = await encoder.encode(texts);
  const found = await assignAspects(model, texts, encoder);
  const k = sphericalKMeans(embeddings, encoder.dimension, {
    clusters: Number(settings.clusters),
    seed,
    starts: 4,
    maxIterations: 40,
  });
  const { assignment } = refineCentroids(goldRows, encoder.dimension, k.centroids, 0);
  const ours = manyToOneF1(
    found.map((sentence) => sentence.aspects[0]?.aspectId ?? 0),
    categories,
  );
  console.log(
    `SemEval weighted F1: ours ${ours.toFixed(3)}, spherical k-means ${manyToOneF1([...assignment], categories).toFixed(3)}`,
  );
  const polar = found.flatMap(({ sentiment }, index) => {
    const polarity = gold[index]?.polarity;
    return polarity === 'positive' || polarity === 'negative'
      ? [{ sentiment, sign: polarity === 'positive' ? 1 : -1 }]
      : [];
  });
  const right = polar.filter(({ sentiment, sign }) => Math.sign(sentiment) === sign).length;
  console.log(`SemEval sentiment sign: ${(right / polar.length).toFixed(3)} right of ${polar.length}`);
}

async function trainingSentences(most: number): Promise<Sentence[]> {
  const lines = gunzipSync(await readFile(`${DATA}/${source.path}`))
    .toString()
    .trim()
    .split('\n');
  const reviews = lines.map((line, index) => {
    const row: Record<string, unknown> = JSON.parse(line);
    const date = row[source.date];
    const text = row[source.text];
    const timestampMs = typeof date === 'number' ? date * 1000 : Date.parse(String(date));
    return {
      reviewId: `r${index}`,
      timestampMs,
      text: typeof text === 'string' ? text : '',
      rating: Number(row[source.stars]),
    };
  });
  reviews.sort((a, b) => a.timestampMs - b.timestampMs);
  const training = createRandom(1).shuffle(reviews.slice(0, Math.floor(reviews.length * 0.7)));
  const found: Sentence[] = [];
  for (const { reviewId, text, rating } of training) {
    if (found.length >= most) break;
    splitSentences(text).forEach((sentence, sentenceIndex) =>
      found.push({ reviewId, sentenceIndex, text: sentence, rating }),
    );
  }
  return found;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  console.log(
    `${what}: ${((performance.now() - start) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} CPU-s`,
  );
  return result;
}
