import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { PipelineError } from '../core/errors.ts';
import { loadTensorFlow } from '../infra/tensorflow/load-tensorflow.ts';
import type { Environment } from './environment.ts';

/** Which device trains here, in words: by trying. A choice that is not there is told as what is wrong with it. */
export async function describeTrainingDevice({ tensorFlow, variables }: Environment): Promise<string> {
  try {
    const { backend, announcement } = await loadTensorFlow(tensorFlow, variables, 'TFJS_BACKEND');
    const note = announcement === null ? '' : `; ${announcement}`;
    // The thread count is native TensorFlow's: it reads the variable when it starts.
    const threads = Number(variables['TF_NUM_INTRAOP_THREADS'] ?? 0) || availableParallelism();
    switch (backend) {
      case 'gpu':
        return announcement === null
          ? `GPU (${gpuNames().join(', ') || 'CUDA'})`
          : `CPU, gpu build, ${threads} threads${note}`;
      case 'node':
        return `CPU, node, ${threads} threads${note}`;
      case 'wasm':
        return `CPU, wasm, 1 thread${note}`;
    }
  } catch (error) {
    if (error instanceof PipelineError) return `none: ${error.message}`;
    throw error;
  }
}

const DRIVER = '/proc/driver/nvidia/gpus';

/** As the driver names them. */
function gpuNames(directory = DRIVER): string[] {
  try {
    return readdirSync(directory).flatMap((gpu) => {
      const information = readFileSync(join(directory, gpu, 'information'), 'utf8');
      return /^Model:\s*(.+)$/m.exec(information)?.[1] ?? [];
    });
  } catch {
    return [];
  }
}
