import type { Tokenizer } from '@huggingface/tokenizers';

import type { EntailmentModel, Inference } from '../../core/text/entailment.ts';
import { freeInputLength } from './free-length.ts';
import { openOnnxPart } from './onnx-part.ts';
import type { OnnxThreads } from './onnx-threads.ts';

export interface OnnxEntailmentOptions {
  /** The installed `entailment` part: model.onnx, tokenizer.json, tokenizer_config.json. */
  readonly directory: string;
  /** Inferences at one time, each on its own core. */
  readonly threads: number;
}

/** Names the model in manifests. */
export const ENTAILMENT_ID = 'deberta-v3-xsmall-nli-int8-1.0.5';
/** Longest input. Longer premises are cut from their front: what is said last counts. */
const TOKENS = 160;
const CLS_ID = 1;
const SEPARATOR_ID = 2;
/** Answers kept: dialogs of a run ask much the same. */
const KEPT = 50_000;

/**
 * DeBERTa-v3-xsmall fine-tuned for natural language inference (int8, entailed or not), in ONNX. One pair at a time and no
 * padding: neighbours have no part in an answer, so the same pair gives the same bits, and 30 tokens cost a fifth of 160.
 * Throws `setup_missing` where the part's files cannot be read.
 */
export async function createOnnxEntailment(options: OnnxEntailmentOptions): Promise<EntailmentModel> {
  const { threads, tokenizer } = await openOnnxPart({
    ...options,
    adapt: freeInputLength,
    failing:
      `the entailment model cannot be loaded from ${options.directory}: run npx convrecstudio setup, ` +
      'or set simulation.entailment: false',
  });
  const kept = new Map<string, number>();
  const ask = async (pair: Inference): Promise<number> => {
    const key = JSON.stringify([pair.premise, pair.hypothesis]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const answer = await infer(threads, inputOf(tokenizer, pair));
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, answer);
    return answer;
  };
  return { id: ENTAILMENT_ID, entails: (pairs) => Promise.all(pairs.map(ask)) };
}

async function infer(threads: OnnxThreads, ids: readonly number[]): Promise<number> {
  const [entailed = 0, not = 0] = await threads.run({
    inputs: { input_ids: BigInt64Array.from(ids, BigInt), attention_mask: new BigInt64Array(ids.length).fill(1n) },
    shape: [1, ids.length],
    output: 'logits',
  });
  return 1 / (1 + Math.exp(not - entailed));
}

function inputOf(tokenizer: Tokenizer, { premise, hypothesis }: Inference): readonly number[] {
  const plain = (text: string): number[] => [...tokenizer.encode(text, { add_special_tokens: false }).ids];
  const asked = plain(hypothesis).slice(0, TOKENS / 2);
  const given = plain(premise).slice(-(TOKENS - 3 - asked.length));
  return [CLS_ID, ...given, SEPARATOR_ID, ...asked, SEPARATOR_ID];
}
