import { createHash } from 'node:crypto';

import { REPLY_JSON_SCHEMA } from '../reply.ts';
import { REPAIR_INSTRUCTIONS } from './repair.ts';
import { ACT_MEANINGS, REPLY_RULES } from './shared.ts';
import { SYSTEM_INSTRUCTIONS } from './system-agent.ts';
import { USER_INSTRUCTIONS, USER_PERSONAS } from './user-agent.ts';

/** Raise it whenever the wording changes in a way that readers of a dataset should know of. */
export const PROMPT_VERSION = '1';

/** SHA-256 of all fixed prompt text: goes into the manifest and the dataset card. */
export const PROMPT_HASH = createHash('sha256')
  .update(
    JSON.stringify([
      PROMPT_VERSION,
      USER_INSTRUCTIONS,
      USER_PERSONAS,
      SYSTEM_INSTRUCTIONS,
      ACT_MEANINGS,
      REPLY_RULES,
      REPAIR_INSTRUCTIONS,
      REPLY_JSON_SCHEMA,
    ]),
  )
  .digest('hex');
