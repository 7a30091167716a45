/**
 * A child process of the kill test: trains a cross-attention on the native backend, with checkpoints in a store, and writes
 * each step's number and loss to standard output. What is random comes from seeds alone.
 */
import { writeSync } from 'node:fs';

import { storedCheckpoints } from '../../../activities/training-checkpoints.ts';
import { trainVariant } from '../../../core/recommender/train-variant.ts';
import { createFileStore } from '../../../infra/storage/file-store.ts';
import { loadTensorFlow } from '../../../infra/tensorflow/load-tensorflow.ts';
import { SMALL_WORLD, plantWorld, recommenderSettings } from '../../core/recommender/planted-world.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('a directory is needed');
await loadTensorFlow('node', process.env);
let steps = 0;
const trained = await trainVariant({
  variant: 'cross-attention',
  seed: 1,
  settings: recommenderSettings({ dimension: 16, epochs: 6, batchSize: 16 }),
  data: plantWorld({ ...SMALL_WORLD, tells: 'both' }),
  checkpoint: storedCheckpoints(createFileStore(directory), 'checkpoint.bin'),
  // Within the epochs of ten steps as well.
  isCheckpointDue: () => ++steps % 4 === 0,
  breathe: () => new Promise((resolve) => void setImmediate(resolve)),
  // Written at once: a killed process leaves no line behind in a buffer.
  onStep: ({ step, loss }) => void writeSync(1, `${JSON.stringify({ step, loss })}\n`),
});
writeSync(1, `${JSON.stringify({ epochs: trained.epochs, weights: [...trained.values.subarray(0, 50)] })}\n`);
