import { createHash } from 'node:crypto';

import { REPLY_JSON_SCHEMA } from '../reply.ts';
import { DATA_RULE } from './data-block.ts';
import { REPAIR_ACTS, REPAIR_INSTRUCTIONS } from './repair.ts';
import { NODE_PHRASES, REPLY_RULES } from './shared.ts';
import { ON_THE_TABLE, SYSTEM_INSTRUCTIONS } from './system-agent.ts';
import { OPEN_TASKS, TASKS } from './tasks.ts';
import { USER_INSTRUCTIONS, USER_KNOWLEDGE, USER_PERSONAS } from './user-agent.ts';

/** Raise it whenever the wording changes in a way that readers of a dataset should know of. */
export const PROMPT_VERSION = '3';

/** SHA-256 of all fixed prompt text: goes into the manifest and the dataset card. */
export const PROMPT_HASH = createHash('sha256')
  .update(
    JSON.stringify([
      PROMPT_VERSION,
      REPLY_RULES,
      DATA_RULE,
      USER_INSTRUCTIONS,
      USER_KNOWLEDGE,
      USER_PERSONAS,
      SYSTEM_INSTRUCTIONS,
      ON_THE_TABLE,
      TASKS,
      OPEN_TASKS,
      NODE_PHRASES,
      REPAIR_INSTRUCTIONS,
      REPAIR_ACTS,
      REPLY_JSON_SCHEMA,
    ]),
  )
  .digest('hex');
