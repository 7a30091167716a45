/**
 * Units a second of fitting and assigning, beside Python (scikit-learn, numpy) on the same rows with the same threads.
 *   PYTHON=python3 npx tsx bench/aspects-speed.ts [units] [repeats]
 * "k-means" compares like with like: the same rows, clusters, starts and most iterations, nearest centroid afterwards.
 * "aspects" is what a run does: phrases, consensus, InfoNCE, names; and shares of all aspects with sentiment left out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

import { aspectShares } from '../core/aspects/assign-aspects.ts';
import { fitAspects } from '../core/aspects/fit-aspects.ts';
import { refineCentroids, sphericalKMeans } from '../core/aspects/spherical-k-means.ts';
import { RunConfigSchema } from '../core/config/run-config.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import { openEncoder } from '../workers/open-encoder.ts';
import { readSource } from './review-units.ts';

const STARTS = 4;
const ITERATIONS = 40;
const [count = 20_000, repeats = 3] = process.argv.slice(2).map(Number);
const { aspects: settings } = RunConfigSchema.parse({ source: { reviews: 'bench' } });
const clusters = Number(settings.clusters);
const threads = availableParallelism();
const encoder = await openEncoder(process.env);
const { dimension } = encoder;
const { backend } = await loadTensorFlow('auto', process.env);
const units = (await readSource('yelp')).units.slice(0, count);
const texts = units.map(({ text }) => text);
const embeddings = await encoder.encode(texts);
console.log(`${texts.length} units of ${dimension} numbers, K ${clusters}, ${threads} threads, backend ${backend}`);

const python = await pythonTimings();
const own: Timings = { fit: [], assign: [] };
for (let repeat = 0; repeat < repeats; repeat++) {
  const options = { clusters, seed: repeat, starts: STARTS, maxIterations: ITERATIONS };
  const { centroids } = await timed(own.fit, () => sphericalKMeans(embeddings, dimension, options));
  await timed(own.assign, () => refineCentroids(embeddings, dimension, centroids, 0));
}
compare('k-means fit', own.fit, python?.fit);
compare('k-means assign', own.assign, python?.assign);
const whole: Timings = { fit: [], assign: [] };
const reviewIds = units.map(({ reviewId }) => reviewId);
const input = { texts, reviewIds, embeddings, dimension, encoderId: encoder.id, settings, seed: 1 };
const { model } = await timed(whole.fit, () => fitAspects(input));
await timed(whole.assign, () => aspectShares(model, embeddings));
compare('aspects fit', whole.fit);
compare('aspects assign', whole.assign);

interface Timings {
  readonly fit: number[];
  readonly assign: number[];
}

/** Adds the seconds that `work` takes. */
async function timed<Result>(seconds: number[], work: () => Result | Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await work();
  seconds.push((performance.now() - start) / 1000);
  return result;
}

function compare(what: string, ours: readonly number[], theirs?: readonly number[]): void {
  const rate = (seconds: readonly number[]): number => texts.length / median(seconds);
  const beside =
    theirs === undefined
      ? ''
      : `, Python ${rate(theirs).toFixed(0)} units/s, ratio ${(rate(ours) / rate(theirs)).toFixed(2)}`;
  console.log(`${what.padEnd(15)} ${median(ours).toFixed(2)} s, ${rate(ours).toFixed(0)} units/s${beside}`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Null, with the reason printed, where PYTHON (default python3) lacks scikit-learn. */
async function pythonTimings(): Promise<Timings | null> {
  const command = process.env['PYTHON'] ?? 'python3';
  if (spawnSync(command, ['-c', 'import sklearn']).status !== 0) {
    console.log(`no Python side: ${command} lacks scikit-learn (name another by PYTHON)`);
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), 'aspects-speed-'));
  try {
    const rows = join(folder, 'rows.f32');
    await writeFile(rows, new Uint8Array(embeddings.buffer, embeddings.byteOffset, embeddings.byteLength));
    const task = { rows, width: dimension, clusters, starts: STARTS, iterations: ITERATIONS, repeats };
    const limits = { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
    const script = fileURLToPath(new URL('python/aspects.py', import.meta.url));
    const { stdout, stderr, status } = spawnSync(command, [script], {
      input: JSON.stringify(task),
      env: { ...process.env, ...limits },
    });
    if (status !== 0) throw new Error(`the Python side failed: ${stderr.toString()}`);
    return z.object({ fit: z.array(z.number()), assign: z.array(z.number()) }).parse(JSON.parse(stdout.toString()));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
