/**
 * Sentiment against gold labels that no fit has seen: restaurants by the stars of yelp-10k, laptops and Hu and Liu's
 * electronics by the stars of Musical Instruments (another trade). Training period only, about 20,000 units.
 *   npx tsx bench/sentiment.ts
 */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

import type { AspectModel } from '../core/aspects/aspect-model.ts';
import { assignAspects } from '../core/aspects/describe-sentences.ts';
import { fitSentiment } from '../core/aspects/fit-sentiment.ts';
import { overallSentiment, scoreUnits } from '../core/aspects/sentiment.ts';
import { polarityLogits, softmax } from '../core/aspects/sentiment/polarity-network.ts';
import { SEED_TEXTS } from '../core/aspects/sentiment/seed-sentences.ts';
import { starScore } from '../core/aspects/sentiment/star-score.ts';
import type { SentimentModel } from '../core/aspects/sentiment-model.ts';
import { sphericalKMeans } from '../core/aspects/spherical-k-means.ts';
import { unitsOf } from '../core/aspects/units.ts';
import { createRandom } from '../core/random.ts';
import { splitClauses } from '../core/text/clauses.ts';
import { splitSentences } from '../core/text/sentences.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { openEncoder } from '../workers/open-encoder.ts';
import { readCategories, readHuLiu, readTerms, type GoldPolarity } from './sentiment-gold.ts';
import { printTable } from './sentiment-table.ts';

const DATA = '../shared/data';
const GOLD = `${DATA}/gold/semeval-2014-train`;
const SENTENCES = 16_000;
const CLUSTERS = 20;
const TEMPERATURE = 0.1;

const encoder = await openEncoder(process.env);
await loadTensorFlow('auto', process.env);

const seedEmbeddings = await encoder.encode(SEED_TEXTS);
const yelp = await trainingUnits('yelp-10k/reviews.jsonl.gz', 'text', 'stars', 'date');
const music = await trainingUnits(
  'amazon-2014-musical-instruments/reviews.jsonl.gz',
  'reviewText',
  'overall',
  'unixReviewTime',
);
const byYelp = await fitted('yelp-10k', yelp);
const byMusic = await fitted('Musical Instruments', music);
await restaurants(await readCategories(`${GOLD}/Restaurants_Train_v2.xml`));
await products('SemEval-2014 laptops, (sentence, term)', await readTerms(`${GOLD}/Laptop_Train_v2.xml`));
await products('Hu and Liu, sentences', await readHuLiu(`${DATA}/gold/hu-liu/product_reviews_1.zip`));

interface TrainingUnits {
  readonly texts: string[];
  readonly ratings: number[];
  readonly embeddings: Float32Array;
}

/** Whole reviews of the first 70 % by date, drawn by seed. */
async function trainingUnits(path: string, text: string, stars: string, date: string): Promise<TrainingUnits> {
  const lines = gunzipSync(await readFile(`${DATA}/${path}`))
    .toString()
    .trim()
    .split('\n');
  const reviews = lines
    .map((line) => {
      const row: Record<string, unknown> = JSON.parse(line);
      const [when, words] = [row[date], row[text]];
      const timestampMs = typeof when === 'number' ? when * 1000 : Date.parse(String(when));
      return {
        timestampMs,
        sentences: typeof words === 'string' ? splitSentences(words) : [],
        rating: Number(row[stars]),
      };
    })
    .sort((a, b) => a.timestampMs - b.timestampMs);
  const training = reviews.slice(0, Math.floor(reviews.length * 0.7)).filter(({ sentences }) => sentences.length > 0);
  const texts: string[] = [];
  const ratings: number[] = [];
  let taken = 0;
  for (const { sentences, rating } of createRandom(7).shuffle(training)) {
    if (taken >= SENTENCES) break;
    taken += sentences.length;
    for (const unit of sentences.flatMap(splitClauses)) {
      texts.push(unit);
      ratings.push(rating);
    }
  }
  return { texts, ratings, embeddings: await encoder.encode(texts) };
}

async function fitted(name: string, units: TrainingUnits): Promise<SentimentModel> {
  const start = performance.now();
  const model = fitSentiment({ ...units, seedEmbeddings, dimension: encoder.dimension, seed: 1 });
  const fit = performance.now();
  scoreUnits(model, units.texts, units.embeddings);
  const scored = performance.now();
  if (model === null) throw new Error(`${name} has one star only`);
  console.log(
    `${name}: ${units.texts.length} units, fit ${((fit - start) / 1000).toFixed(1)} s, ` +
      `scored at ${((1000 * units.texts.length) / (scored - fit)).toFixed(0)} units/s`,
  );
  return model;
}

/** As a user of `assign` sees it: the sentiment of the aspect that stands for the category, else the sentence's own. */
async function restaurants(gold: readonly GoldPolarity[]): Promise<void> {
  const texts = gold.map(({ sentence }) => sentence);
  const { centroids } = sphericalKMeans(yelp.embeddings, encoder.dimension, {
    clusters: CLUSTERS,
    seed: 1,
    starts: 4,
    maxIterations: 40,
  });
  const { dimension } = encoder;
  const weights = Float32Array.from({ length: dimension ** 2 }, (_, at) => (at % (dimension + 1) === 0 ? 1 : 0));
  const head = { dimension, projected: dimension, weights, bias: new Float32Array(dimension) };
  const model: AspectModel = {
    encoderId: encoder.id,
    head,
    centroids,
    temperature: TEMPERATURE,
    consensus: null,
    floor: null,
    stability: null,
    sentiment: byYelp,
  };
  const ours = await assignAspects(model, texts, encoder);
  const plain = await assignAspects({ ...model, sentiment: null }, texts, encoder);
  const categories = commonestCategories(
    gold,
    ours.map(({ aspects }) => aspects[0]?.aspectId ?? 0),
  );
  const onCategory = (described: typeof ours): number[] =>
    described.map(({ aspects, sentiment }, row) => {
      const own = aspects.filter(({ aspectId }) => categories.get(aspectId) === gold[row]?.category);
      const share = own.reduce((sum, { score }) => sum + score, 0);
      return share === 0 ? sentiment : own.reduce((sum, one) => sum + one.score * one.sentiment, 0) / share;
    });
  printTable('SemEval-2014 restaurants, (sentence, category)', gold, {
    ours: onCategory(ours),
    'network alone': await networkScores(byYelp, texts),
    'star head alone': await starScores(byYelp, texts),
    'lexicon alone': onCategory(plain),
  });
}

/** Many to one: each cluster stands for the category that it holds most often, by sentences of one category. */
function commonestCategories(gold: readonly GoldPolarity[], clusters: readonly number[]): Map<number, string> {
  const sizes = new Map<string, number>();
  for (const { sentence } of gold) sizes.set(sentence, (sizes.get(sentence) ?? 0) + 1);
  const counts = new Map<number, Map<string, number>>();
  for (const [row, { sentence, category = '' }] of gold.entries()) {
    if (sizes.get(sentence) !== 1) continue;
    const own = counts.get(clusters[row] ?? 0) ?? new Map<string, number>();
    own.set(category, (own.get(category) ?? 0) + 1);
    counts.set(clusters[row] ?? 0, own);
  }
  return new Map(
    [...counts].map(([cluster, own]) => [
      cluster,
      [...own].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '',
    ]),
  );
}

/** The clause that holds the term, or the whole sentence. */
async function products(title: string, gold: readonly GoldPolarity[]): Promise<void> {
  const texts = gold.map(({ sentence }) => sentence);
  const units = unitsOf(texts);
  const embeddings = await encoder.encode(units.texts);
  const onTerm = (scores: readonly number[]): number[] =>
    gold.map(({ sentence, from }, row) => {
      const [start, end] = [units.starts[row] ?? 0, units.starts[row + 1] ?? 0];
      if (from === undefined) return overallSentiment(scores.slice(start, end));
      let position = 0;
      for (let place = start; place < end; place++) {
        const unit = units.texts[place] ?? '';
        position = sentence.indexOf(unit, position) + unit.length;
        if (from < position) return scores[place] ?? 0;
      }
      return scores[end - 1] ?? 0;
    });
  printTable(title, gold, {
    ours: onTerm(scoreUnits(byMusic, units.texts, embeddings)),
    'network alone': await networkScores(byMusic, texts),
    'star head alone': await starScores(byMusic, texts),
    'lexicon alone': onTerm(scoreUnits(null, units.texts, embeddings)),
  });
}

/** p(praise) - p(blame) of the sentence. */
async function networkScores({ network }: SentimentModel, texts: readonly string[]): Promise<number[]> {
  const embeddings = await encoder.encode(texts);
  return texts.map((_, row) => {
    if (network === undefined) return 0;
    const [blame = 0, , praise = 0] = softmax(polarityLogits(network, embeddings, row));
    return praise - blame;
  });
}

async function starScores(model: SentimentModel, texts: readonly string[]): Promise<number[]> {
  const embeddings = await encoder.encode(texts);
  return texts.map((_, row) => Math.max(-1, Math.min(1, starScore(model, embeddings, row))));
}
