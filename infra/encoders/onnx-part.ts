import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession } from 'onnxruntime-node';

import { PipelineError } from '../../core/errors.ts';

export interface OnnxPart {
  readonly session: InferenceSession;
  readonly tokenizer: Tokenizer;
}

/**
 * The model and the tokenizer of an installed part (model.onnx, tokenizer.json, tokenizer_config.json), on the CPU.
 * `threads`: of one inference. Throws `setup_missing` with the message `failing` where its files cannot be read.
 */
export async function openOnnxPart({
  directory,
  threads,
  failing,
}: {
  readonly directory: string;
  readonly threads: number;
  readonly failing: string;
}): Promise<OnnxPart> {
  try {
    const readJson = async (name: string): Promise<object> =>
      Object(JSON.parse(await readFile(join(directory, name), 'utf8')));
    const tokenizer = new Tokenizer(await readJson('tokenizer.json'), await readJson('tokenizer_config.json'));
    const session = await InferenceSession.create(join(directory, 'model.onnx'), {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
    });
    return { session, tokenizer };
  } catch (cause) {
    throw new PipelineError('setup_missing', failing, { subject: directory }, cause);
  }
}
