import type { Tokenizer } from '@huggingface/tokenizers';

import type { SentenceEncoder } from '../../core/text/sentence-encoder.ts';
import { openOnnxPart } from './onnx-part.ts';
import type { OnnxThreads } from './onnx-threads.ts';

export interface MiniLmOptions {
  /** The installed `encoder` part: model.onnx, tokenizer.json, tokenizer_config.json. */
  readonly directory: string;
  /** Cores that the encoder may fill. */
  readonly threads: number;
}

/** Longer sentences are cut: the model was trained on 128 tokens at most. */
const MAX_TOKENS = 128;
const DIMENSION = 384;
const PADDING_ID = 0;
/** [SEP], the last token of every input, also of a cut one. */
const SEPARATOR_ID = 102;
/**
 * Sentences of one inference, of about the same length. Measured: batches of 1, 4 and 16, padded, give the same bits
 * for each sentence (the int8 weights have fixed scales, so neighbours have no part in it; a test holds it so), and 16
 * costs 0.7 of the CPU time of 1; 32 gains nothing more.
 */
const BATCH = 16;
/**
 * Inferences at one time, each on its own core. Two inferences of one thread each take 0.6 of the CPU time of one
 * inference of two threads: MiniLM's layers are too small to be worth dividing, and idle threads spin.
 */
const MAX_LANES = 8;

interface Input {
  readonly ids: readonly number[];
  /** Rows of the result that this sentence fills. */
  readonly rows: number[];
}

/**
 * all-MiniLM-L6-v2 (int8) in ONNX: mean over the tokens of the last layer, scaled to unit length. Throws
 * `setup_missing` where the part's files cannot be read.
 */
export async function createMiniLmEncoder(options: MiniLmOptions): Promise<SentenceEncoder> {
  const lanes = Math.min(MAX_LANES, Math.max(1, options.threads));
  const { threads, tokenizer } = await openOnnxPart({
    directory: options.directory,
    threads: lanes,
    failing: `the sentence encoder cannot be loaded from ${options.directory}: run npx convrecstudio setup`,
  });
  return {
    id: 'all-minilm-l6-v2-int8-1.0.0-128',
    dimension: DIMENSION,
    encode: async (sentences) => {
      const result = new Float32Array(sentences.length * DIMENSION);
      const inputs = distinctInputs(tokenizer, sentences);
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < inputs.length) {
          const start = next;
          next += BATCH;
          await encodeBatch(threads, inputs.slice(start, start + BATCH), result);
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      return result;
    },
  };
}

/** Each distinct sentence once, longest first: neighbours need little padding, and lanes end at about the same time. */
function distinctInputs(tokenizer: Tokenizer, sentences: readonly string[]): Input[] {
  const inputs = new Map<string, Input>();
  for (const [row, sentence] of sentences.entries()) {
    const known = inputs.get(sentence);
    if (known === undefined) inputs.set(sentence, { ids: tokenIds(tokenizer, sentence), rows: [row] });
    else known.rows.push(row);
  }
  return [...inputs.values()].sort((a, b) => b.ids.length - a.ids.length);
}

async function encodeBatch(threads: OnnxThreads, batch: readonly Input[], result: Float32Array): Promise<void> {
  const length = Math.max(...batch.map((input) => input.ids.length));
  const ids = new BigInt64Array(batch.length * length).fill(BigInt(PADDING_ID));
  const mask = new BigInt64Array(batch.length * length);
  for (const [row, input] of batch.entries()) {
    for (const [column, id] of input.ids.entries()) {
      ids[row * length + column] = BigInt(id);
      mask[row * length + column] = 1n;
    }
  }
  // (batch, length, dimension)
  const hidden = await threads.run({
    inputs: { input_ids: ids, attention_mask: mask, token_type_ids: new BigInt64Array(ids.length) },
    shape: [batch.length, length],
    output: 'last_hidden_state',
  });
  for (const [row, input] of batch.entries()) {
    const start = row * length * DIMENSION;
    const vector = unitMean(hidden.subarray(start, start + input.ids.length * DIMENSION));
    for (const target of input.rows) result.set(vector, target * DIMENSION);
  }
}

function tokenIds(tokenizer: Tokenizer, sentence: string): readonly number[] {
  const { ids } = tokenizer.encode(sentence);
  return ids.length <= MAX_TOKENS ? ids : [...ids.slice(0, MAX_TOKENS - 1), SEPARATOR_ID];
}

/** Mean of (tokens, dimension) rows, padding left out, at unit length; summed in double precision. */
function unitMean(hidden: Float32Array): Float32Array {
  const sum = new Float64Array(DIMENSION);
  for (let from = 0; from < hidden.length; from += DIMENSION) {
    for (let k = 0; k < DIMENSION; k++) sum[k] = (sum[k] ?? 0) + (hidden[from + k] ?? 0);
  }
  const norm = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
  return Float32Array.from(sum, (value) => value / norm);
}
