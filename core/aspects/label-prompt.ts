import { createHash } from 'node:crypto';

import { z } from 'zod';

import type { ChatMessage } from '../llm/chat-model.ts';
import { DATA_RULE, dataBlock } from '../simulation/prompts/data-block.ts';
import { phrasesOf } from '../text/phrases.ts';
import type { AspectCluster } from './aspect.ts';

/** Raise it whenever the wording changes. */
export const LABEL_PROMPT_VERSION = '1';

export const LABEL_INSTRUCTIONS = [
  'Sentences of reviews were grouped by what they speak of. You are shown one group: its typical noun phrases, strongest first, and a few of its sentences.',
  'Answer with one JSON object: {"label": string, "coherent": boolean}.',
  '- label: the aspect of a product or place that the group judges, as a noun phrase of one to three lower-case words that fits into "I care about good ___" and "reviewers praise the ___". No praise or blame, no brand, city or person, no verb.',
  '- Choose the most specific label that covers most of the group, and none that is listed as taken.',
  '- coherent: false where the sentences have no aspect in common (chatter, stories, ratings in stars), else true.',
  DATA_RULE,
] as const;

const LabelSchema = z.strictObject({ label: z.string(), coherent: z.boolean() });

export const LABEL_JSON_SCHEMA = {
  name: 'aspect_label',
  json: {
    type: 'object',
    additionalProperties: false,
    required: ['label', 'coherent'],
    properties: {
      label: { type: 'string', description: 'One to three lower-case words, a noun phrase.' },
      coherent: { type: 'boolean', description: 'Whether the sentences have one aspect in common.' },
    },
  },
} as const;

/** SHA-256 of all fixed prompt text. */
export const LABEL_PROMPT_HASH = createHash('sha256')
  .update(JSON.stringify([LABEL_PROMPT_VERSION, LABEL_INSTRUCTIONS, LABEL_JSON_SCHEMA]))
  .digest('hex');

/** What a language model is shown of a cluster. `taken`: the other clusters' labels. */
export function renderLabelPrompt(
  { phrases, examples }: Pick<AspectCluster, 'phrases' | 'examples'>,
  taken: readonly string[],
): ChatMessage[] {
  const group = { phrases: phrases.map(({ phrase }) => phrase), sentences: examples ?? [], taken };
  return [
    { role: 'system', content: LABEL_INSTRUCTIONS.join('\n') },
    { role: 'user', content: `The group:\n${dataBlock(group)}` },
  ];
}

export interface LabelReply {
  /** Null where the reply has none that can be used. */
  readonly label: string | null;
  /** The model finds no aspect in the cluster. */
  readonly doubted: boolean;
  /** What is wrong with the reply, if anything. */
  readonly problem: string | null;
}

/** Plain words only: a label stands in dialogs, tables and file headers, whatever review text talked the model into. */
const PLAIN_WORDS = /^[a-z][a-z-]*(?: [a-z][a-z-]*){0,2}$/;
const MAX_CHARACTERS = 32;

export function parseLabel(text: string): LabelReply {
  const reply = LabelSchema.safeParse(parsedJson(text));
  if (!reply.success) return { label: null, doubted: false, problem: 'the reply is not {"label", "coherent"}' };
  const label = reply.data.label.trim().toLowerCase();
  const problem = problemOf(label);
  return { label: problem === null ? label : null, doubted: !reply.data.coherent, problem };
}

function problemOf(label: string): string | null {
  if (!PLAIN_WORDS.test(label) || label.length > MAX_CHARACTERS) return 'the label is not one to three plain words';
  // An opinion in front is told apart by its `lead`, an adjective or verb alone yields no phrase at all.
  const isNounPhrase = phrasesOf(`The ${label} is here.`).phrases.some(
    ({ surface, lead }) => surface === label && lead === null,
  );
  return isNounPhrase ? null : `"${label}" is no noun phrase without an opinion`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
