import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ensureParts } from '../../../infra/setup/ensure-parts.ts';

/** A native package cannot be unloaded, so each case has a process of its own. */
const SCRIPT = `
import { loadTensorFlow } from ${JSON.stringify(new URL('../../../infra/tensorflow/load-tensorflow.ts', import.meta.url).href)};
import * as tf from ${JSON.stringify(import.meta.resolve('@tensorflow/tfjs-core'))};
const [choice, second] = process.argv.slice(2);
const attempt = async (name) => {
  try { return await loadTensorFlow(name, process.env); } catch (error) { return { code: error.code, message: error.message }; }
};
const loaded = await attempt(choice);
const result = { loaded, registered: tf.getBackend(), listeners: process.listenerCount('uncaughtException') };
if (loaded.code === undefined) {
  result.product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5], [6]])).arraySync();
  const gathered = (rows) => tf.sum(tf.square(tf.gather(rows, tf.tensor1d([0, 2, 2], 'int32'))));
  result.gradient = tf.grad(gathered)(tf.tensor2d([[1, 2], [3, 4], [5, 6]])).arraySync();
  const table = tf.variable(tf.tensor2d([[0.5, -0.5], [1, 1], [-1, 2]]));
  const optimizer = tf.train.adam(0.1);
  const loss = () => {
    const rows = tf.reshape(tf.gather(table, tf.tensor2d([[0, 1], [2, 2]], [2, 2], 'int32')), [2, 4]);
    const scores = tf.matMul(rows, tf.ones([4, 3]));
    return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d([0, 2], 'int32'), 3), tf.mul(scores, tf.tensor1d([1, 2, 3])));
  };
  result.losses = [];
  for (let step = 0; step < 20; step++) result.losses.push(optimizer.minimize(loss, true).dataSync()[0]);
}
if (second !== undefined) result.second = await attempt(second);
console.log(JSON.stringify(result));
`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'convrec-tensorflow-'));
  writeFileSync(join(folder, 'load.mts'), SCRIPT);
  const { 'tensorflow-node': part } = await ensureParts(['tensorflow-node'], { env: process.env });
  if (part.state === 'unavailable') throw new Error(part.reason);
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true }));

function load(choices: readonly string[], env: NodeJS.ProcessEnv = {}): Record<string, unknown> {
  const args = ['--import', import.meta.resolve('tsx'), join(folder, 'load.mts'), ...choices];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  return JSON.parse(output.slice(output.indexOf('{"loaded"')));
}

const TRAINS = {
  product: [[17], [39]],
  // Row 0 is gathered once, row 2 twice: d/dx of the sum of squares is 2x and 4x.
  gradient: [
    [2, 4],
    [0, 0],
    [20, 24],
  ],
};

function expectTrains(result: Record<string, unknown>): void {
  expect(result).toMatchObject(TRAINS);
  const losses = result['losses'];
  if (!Array.isArray(losses)) throw new TypeError('no losses');
  expect(losses).toHaveLength(20);
  expect(losses[19]).toBeLessThan(losses[0] / 2);
}

describe('loading TensorFlow', () => {
  it('takes the native backend where set-up built it, and trains on it', () => {
    const result = load(['auto']);
    expect(result).toMatchObject({ loaded: { backend: 'node', announcement: null }, registered: 'tensorflow' });
    expectTrains(result);
  });

  it('trains on wasm as well, and leaves no listener on the process', () => {
    const result = load(['wasm']);
    expect(result).toMatchObject({ loaded: { backend: 'wasm', announcement: null }, registered: 'wasm', listeners: 0 });
    expectTrains(result);
  });

  it('falls back to wasm, saying so, where nothing native was set up', () => {
    const result = load(['auto'], { CONVRECSTUDIO_CACHE: join(folder, 'empty') });
    expect(result).toMatchObject({
      loaded: { backend: 'wasm', announcement: expect.stringContaining('WebAssembly') },
      registered: 'wasm',
    });
  });

  it('refuses an explicit choice that is not there, with the way out', () => {
    const empty = { CONVRECSTUDIO_CACHE: join(folder, 'empty') };
    for (const choice of ['node', 'gpu']) {
      expect(load([choice], empty)['loaded']).toMatchObject({
        code: 'backend_missing',
        message: expect.stringContaining('npx convrecstudio setup'),
      });
    }
  });
});
