import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';

import { PipelineError } from '../../core/errors.ts';
import { currentPlatform, type Environment } from '../setup/environment.ts';
import { partDirectory } from '../setup/install-part.ts';
import { inspectFolder } from '../setup/installed-part.ts';
import { linkTensorFlow } from '../setup/link-tensorflow.ts';
import { PARTS } from '../setup/parts.ts';
import { registerWasmBackend } from './wasm-backend.ts';

export type BackendChoice = 'auto' | 'gpu' | 'node' | 'wasm';

export interface LoadedTensorFlow {
  /** "gpu", "node" or "wasm". */
  readonly backend: Exclude<BackendChoice, 'auto'>;
  /** What a person should know (a fallback was taken); null where all is as expected. */
  readonly announcement: string | null;
}

const require = createRequire(import.meta.url);
const SETUP = 'npx convrecstudio setup';

/** Only one native package can be loaded in a process. */
let loadedNative: 'gpu' | 'node' | null = null;
/** Read through a call: the compiler does not see that loading changes it. */
const nativeLoaded = (): typeof loadedNative => loadedNative;

/**
 * Registers and selects a backend of @tensorflow/tfjs-core for this process. `auto`: gpu where it was set up and sees a
 * device, else node where set-up built it, else wasm, announced. An explicit choice that is not there throws
 * `backend_missing`: nothing else is taken in its place.
 */
export async function loadTensorFlow(
  choice: BackendChoice,
  env: Environment,
  /** Where the choice stands, for the message. */
  askedBy: 'recommender.backend' | 'TFJS_BACKEND' = 'recommender.backend',
): Promise<LoadedTensorFlow> {
  switch (choice) {
    case 'wasm':
      return loadWasm(null);
    case 'node':
    case 'gpu': {
      const problem = await loadNative(choice, env);
      if (problem !== null) throw missing(choice, problem, askedBy);
      return { backend: choice, announcement: null };
    }
    case 'auto':
      return loadAuto(env);
  }
  throw new PipelineError('bad_configuration', `no such TensorFlow backend: ${String(choice)}`);
}

async function loadAuto(env: Environment): Promise<LoadedTensorFlow> {
  // Looked for before the package is loaded: without a device, the CPU's own package is the better one.
  const device = ['/dev/nvidia0', '/proc/driver/nvidia/gpus', '/dev/dxg'].some((path) => existsSync(path));
  if (device && loadedNative !== 'node' && (await loadNative('gpu', env)) === null) {
    return { backend: 'gpu', announcement: null };
  }
  if (nativeLoaded() === 'gpu') {
    // Loaded, and no other can be any more: a driver that does not fit, for instance.
    return { backend: 'gpu', announcement: 'TensorFlow sees no CUDA device: training with its GPU build on the CPU' };
  }
  const problem = await loadNative('node', env);
  if (problem === null) return { backend: 'node', announcement: null };
  return loadWasm(`native TensorFlow is not there (${problem}): training on WebAssembly, about 20 times slower`);
}

async function loadWasm(announcement: string | null): Promise<LoadedTensorFlow> {
  await registerWasmBackend();
  await select('wasm');
  return { backend: 'wasm', announcement };
}

/** Null where it is loaded and selected, else what is wrong. */
async function loadNative(choice: 'gpu' | 'node', env: Environment): Promise<string | null> {
  if (loadedNative !== null && loadedNative !== choice) {
    return `this process has loaded the ${loadedNative} package already, and can load only one`;
  }
  const recipe = PARTS[choice === 'gpu' ? 'tensorflow-gpu' : 'tensorflow-node'];
  if (recipe.build.kind !== 'tensorflow-binding') throw new PipelineError('internal', `${recipe.name} has no binding`);
  try {
    const directory = partDirectory(recipe, env, currentPlatform());
    const inspection = await inspectFolder(directory);
    if (inspection.state !== 'installed') return `${recipe.name} is ${inspection.state}`;
    // node_modules may have been reinstalled since set-up.
    await linkTensorFlow(recipe.build, { directory });
    mendNodeUtil();
    // TensorFlow greets on standard error at level 0 (and prints its CPU features at level 1).
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    // Sums in a fixed order on CUDA too: a resumed training must come to the same losses.
    process.env['TF_DETERMINISTIC_OPS'] ??= '1';
    require(recipe.build.packageName);
    loadedNative = choice;
    await select('tensorflow');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (choice === 'gpu' && !seesGpu()) return 'it is installed, but TensorFlow sees no CUDA device';
  return null;
}

async function select(name: string): Promise<void> {
  // A backend that fails to start makes tfjs take another in silence.
  const taken = await tf.setBackend(name);
  if (!taken || tf.getBackend() !== name) {
    throw new PipelineError('backend_missing', `TensorFlow backend "${name}" did not start (got "${tf.getBackend()}")`);
  }
  await tf.ready();
}

function seesGpu(): boolean {
  const backend: object = tf.backend();
  return 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;
}

/** tfjs-node 4.22 calls two functions of node:util that node 23 removed. */
function mendNodeUtil(): void {
  const util: Record<string, unknown> = require('node:util');
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] ??= Array.isArray;
}

function missing(choice: 'gpu' | 'node', problem: string, askedBy: string): PipelineError {
  const remedy = choice === 'gpu' ? `${SETUP} --gpu, on a machine with CUDA 12` : SETUP;
  const message = `TensorFlow backend "${choice}" is not there: ${problem}. Set it up (${remedy}) or choose auto (${askedBy}).`;
  return new PipelineError('backend_missing', message, { subject: askedBy });
}
