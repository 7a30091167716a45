import * as tf from '@tensorflow/tfjs-core';

import { ageBucket } from './history-age.ts';
import { dialogPlaces } from './word-texts.ts';
import type { BatchTensors, CatalogueTensors, SequenceTensors } from './models/ranking-model.ts';
import type { Catalogue, RankingExample, RecommenderData, UserSequence } from './recommender-data.ts';

/**
 * Pads examples to the longest of the batch, latest first; a place is a turn, or a word of one where the dialog encoder reads
 * words (ids from 1; 0 says nothing). A dialog without visible turns becomes one silent turn (a
 * zero embedding of the system), so that every row has a place that attends to the history. The caller disposes.
 */
export function batchTensors(
  examples: readonly RankingExample[],
  data: Pick<RecommenderData, 'texts' | 'textWords' | 'wordTexts' | 'textDimension'>,
): BatchTensors {
  const rows = examples.length;
  const width = data.textDimension;
  const dialogs = examples.map((example) => dialogPlaces(example, data));
  const maxTurns = Math.max(1, ...dialogs.map(({ places }) => places.length));
  const maxHistory = Math.max(1, ...examples.map(({ history }) => history.length));
  const turns = new Float32Array(rows * maxTurns * width);
  const userSpeaks = new Int32Array(rows * maxTurns);
  const turnMask = new Float32Array(rows * maxTurns);
  const tokens = new Int32Array(rows * maxTurns);
  const history = new Int32Array(rows * maxHistory);
  const historyMask = new Float32Array(rows * maxHistory);
  const historyAge = new Int32Array(rows * maxHistory);
  dialogs.forEach(({ places, rows: texts }, row) => {
    if (places.length === 0) turnMask[row * maxTurns] = 1;
    [...places].reverse().forEach(({ textIndex, speaker }, place) => {
      const at = row * maxTurns + place;
      turns.set(texts.subarray(textIndex * width, (textIndex + 1) * width), at * width);
      userSpeaks[at] = speaker === 'user' ? 1 : 0;
      turnMask[at] = 1;
      tokens[at] = textIndex + 1;
    });
  });
  examples.forEach((example, row) => {
    [...example.history].reverse().forEach((item, place) => {
      history[row * maxHistory + place] = item;
      historyMask[row * maxHistory + place] = 1;
      historyAge[row * maxHistory + place] = ageBucket(example.historyAges.at(-1 - place) ?? null);
    });
  });
  return {
    turns: tf.tensor3d(turns, [rows, maxTurns, width]),
    userSpeaks: tf.tensor2d(userSpeaks, [rows, maxTurns], 'int32'),
    turnMask: tf.tensor2d(turnMask, [rows, maxTurns]),
    tokens: data.wordTexts === null ? null : tf.tensor2d(tokens, [rows, maxTurns], 'int32'),
    history: tf.tensor2d(history, [rows, maxHistory], 'int32'),
    historyMask: tf.tensor2d(historyMask, [rows, maxHistory]),
    historyAge: tf.tensor2d(historyAge, [rows, maxHistory], 'int32'),
  };
}

export function disposeBatch(batch: BatchTensors): void {
  tf.dispose(Object.values(batch).filter((tensor) => tensor !== null));
}

/**
 * Pads sequences to the longest of the batch, latest first; the last item of each is only predicted. Of long ones the
 * latest `maxHistory` + 1 items stand. Runs inside a tidy, or the caller disposes.
 */
export function sequenceTensors(sequences: readonly UserSequence[], maxHistory: number): SequenceTensors {
  const kept = sequences.map(({ items }) => items.slice(-maxHistory - 1));
  const width = Math.max(1, ...kept.map((items) => items.length - 1));
  const history = new Int32Array(kept.length * width);
  const historyMask = new Float32Array(kept.length * width);
  const places: number[] = [];
  const next: number[] = [];
  kept.forEach((items, row) => {
    const latestFirst = [...items].reverse();
    latestFirst.slice(1).forEach((item, place) => {
      history[row * width + place] = item;
      historyMask[row * width + place] = 1;
      places.push(row * width + place);
      next.push(latestFirst[place] ?? 0);
    });
  });
  return {
    history: tf.tensor2d(history, [kept.length, width], 'int32'),
    historyMask: tf.tensor2d(historyMask, [kept.length, width]),
    places: tf.tensor1d(places, 'int32'),
    next: tf.tensor1d(next, 'int32'),
  };
}

/** The caller disposes. */
export function catalogueTensors(catalogue: Catalogue, textDimension: number): CatalogueTensors {
  return {
    text: tf.tensor2d(catalogue.text, [catalogue.itemIds.length, textDimension]),
    logPopularity: tf.tensor1d(catalogue.counts.map((count) => Math.log1p(count))),
  };
}
