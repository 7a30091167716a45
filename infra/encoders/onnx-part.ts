import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';

import { PipelineError } from '../../core/errors.ts';
import { type OnnxThreads, startOnnxThreads } from './onnx-threads.ts';

export interface OnnxPart {
  readonly threads: OnnxThreads;
  readonly tokenizer: Tokenizer;
}

/**
 * The model and the tokenizer of an installed part (model.onnx, tokenizer.json, tokenizer_config.json), on the CPU.
 * `threads`: inferences at one time, each on a core. `adapt`: changes the model's bytes in place, as they are read. Throws
 * `setup_missing` with the message `failing` where its files cannot be read.
 */
export async function openOnnxPart({
  directory,
  threads,
  failing,
  adapt = () => {},
}: {
  readonly directory: string;
  readonly threads: number;
  readonly failing: string;
  readonly adapt?: (model: Buffer) => void;
}): Promise<OnnxPart> {
  try {
    const readJson = async (name: string): Promise<object> =>
      Object(JSON.parse(await readFile(join(directory, name), 'utf8')));
    const tokenizer = new Tokenizer(await readJson('tokenizer.json'), await readJson('tokenizer_config.json'));
    const model = await readFile(join(directory, 'model.onnx'));
    adapt(model);
    return { threads: await startOnnxThreads(model, threads), tokenizer };
  } catch (cause) {
    throw new PipelineError('setup_missing', failing, { subject: directory }, cause);
  }
}
