import * as tf from '@tensorflow/tfjs-core';

import type { BatchTensors, CatalogueTensors } from './models/ranking-model.ts';
import type { Catalogue, RankingExample, RecommenderData } from './recommender-data.ts';

/**
 * Pads examples to the longest of the batch, latest first. A dialog without visible turns becomes one silent turn (a
 * zero embedding of the system), so that every row has a place that attends to the history. The caller disposes.
 */
export function batchTensors(
  examples: readonly RankingExample[],
  data: Pick<RecommenderData, 'texts' | 'textDimension'>,
): BatchTensors {
  const rows = examples.length;
  const width = data.textDimension;
  const maxTurns = Math.max(1, ...examples.map(({ turns }) => turns.length));
  const maxHistory = Math.max(1, ...examples.map(({ history }) => history.length));
  const turns = new Float32Array(rows * maxTurns * width);
  const userSpeaks = new Int32Array(rows * maxTurns);
  const turnMask = new Float32Array(rows * maxTurns);
  const history = new Int32Array(rows * maxHistory);
  const historyMask = new Float32Array(rows * maxHistory);
  examples.forEach((example, row) => {
    if (example.turns.length === 0) turnMask[row * maxTurns] = 1;
    [...example.turns].reverse().forEach((turn, place) => {
      const at = row * maxTurns + place;
      turns.set(data.texts.subarray(turn.textIndex * width, (turn.textIndex + 1) * width), at * width);
      userSpeaks[at] = turn.speaker === 'user' ? 1 : 0;
      turnMask[at] = 1;
    });
    [...example.history].reverse().forEach((item, place) => {
      history[row * maxHistory + place] = item;
      historyMask[row * maxHistory + place] = 1;
    });
  });
  return {
    turns: tf.tensor3d(turns, [rows, maxTurns, width]),
    userSpeaks: tf.tensor2d(userSpeaks, [rows, maxTurns], 'int32'),
    turnMask: tf.tensor2d(turnMask, [rows, maxTurns]),
    history: tf.tensor2d(history, [rows, maxHistory], 'int32'),
    historyMask: tf.tensor2d(historyMask, [rows, maxHistory]),
  };
}

export function disposeBatch(batch: BatchTensors): void {
  tf.dispose([batch.turns, batch.userSpeaks, batch.turnMask, batch.history, batch.historyMask]);
}

/** The caller disposes. */
export function catalogueTensors(catalogue: Catalogue, textDimension: number): CatalogueTensors {
  return {
    text: tf.tensor2d(catalogue.text, [catalogue.itemIds.length, textDimension]),
    logPopularity: tf.tensor1d(catalogue.counts.map((count) => Math.log1p(count))),
  };
}
