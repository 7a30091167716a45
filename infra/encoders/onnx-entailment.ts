import type { Tokenizer } from '@huggingface/tokenizers';
import { type InferenceSession, Tensor } from 'onnxruntime-node';

import { PipelineError } from '../../core/errors.ts';
import type { EntailmentModel, Inference } from '../../core/text/entailment.ts';
import { openOnnxPart } from './onnx-part.ts';

export interface OnnxEntailmentOptions {
  /** The installed `entailment` part: model.onnx, tokenizer.json, tokenizer_config.json. */
  readonly directory: string;
  /** Cores that one inference may fill. */
  readonly threads: number;
}

/** Names the model in manifests. */
export const ENTAILMENT_ID = 'deberta-v3-xsmall-nli-int8-1.0.5';
/** The model's only input length. Longer premises are cut from their front: what is said last counts. */
const TOKENS = 160;
const PADDING_ID = 0;
const CLS_ID = 1;
const SEPARATOR_ID = 2;
/** Answers kept: dialogs of a run ask much the same. */
const KEPT = 50_000;

/**
 * DeBERTa-v3-xsmall fine-tuned for natural language inference (int8, entailed or not), in ONNX. One pair at a time, its
 * length fixed: neighbours have no part in an answer, so the same pair gives the same bits. Throws `setup_missing` where
 * the part's files cannot be read.
 */
export async function createOnnxEntailment(options: OnnxEntailmentOptions): Promise<EntailmentModel> {
  const { session, tokenizer } = await openOnnxPart({
    ...options,
    failing:
      `the entailment model cannot be loaded from ${options.directory}: run npx convrecstudio setup, ` +
      'or set simulation.entailment: false',
  });
  const kept = new Map<string, number>();
  const ask = async (pair: Inference): Promise<number> => {
    const key = JSON.stringify([pair.premise, pair.hypothesis]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const answer = await infer(session, inputOf(tokenizer, pair));
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, answer);
    return answer;
  };
  return {
    id: ENTAILMENT_ID,
    entails: async (pairs) => {
      const answers: number[] = [];
      for (const pair of pairs) answers.push(await ask(pair));
      return answers;
    },
  };
}

async function infer(session: InferenceSession, ids: readonly number[]): Promise<number> {
  const input = new BigInt64Array(TOKENS).fill(BigInt(PADDING_ID));
  const mask = new BigInt64Array(TOKENS);
  for (const [place, id] of ids.entries()) {
    input[place] = BigInt(id);
    mask[place] = 1n;
  }
  const shape = [1, TOKENS];
  const output = await session.run({
    input_ids: new Tensor('int64', input, shape),
    attention_mask: new Tensor('int64', mask, shape),
  });
  const logits = output['logits']?.data;
  if (!(logits instanceof Float32Array)) throw new PipelineError('internal', 'the entailment model gave no logits');
  const [entailed = 0, not = 0] = logits;
  return 1 / (1 + Math.exp(not - entailed));
}

function inputOf(tokenizer: Tokenizer, { premise, hypothesis }: Inference): readonly number[] {
  const plain = (text: string): number[] => [...tokenizer.encode(text, { add_special_tokens: false }).ids];
  const asked = plain(hypothesis).slice(0, TOKENS / 2);
  const given = plain(premise).slice(-(TOKENS - 3 - asked.length));
  return [CLS_ID, ...given, SEPARATOR_ID, ...asked, SEPARATOR_ID];
}
