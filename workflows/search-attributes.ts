import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';

import { SEARCH } from './contract.ts';

const KEYWORDS = {
  run: defineSearchAttributeKey(SEARCH.run, SearchAttributeType.KEYWORD),
  domain: defineSearchAttributeKey(SEARCH.domain, SearchAttributeType.KEYWORD),
  stage: defineSearchAttributeKey(SEARCH.stage, SearchAttributeType.KEYWORD),
  dialog: defineSearchAttributeKey(SEARCH.dialog, SearchAttributeType.KEYWORD),
  user: defineSearchAttributeKey(SEARCH.user, SearchAttributeType.KEYWORD),
  status: defineSearchAttributeKey(SEARCH.status, SearchAttributeType.KEYWORD),
  failure: defineSearchAttributeKey(SEARCH.failure, SearchAttributeType.KEYWORD),
  waiting: defineSearchAttributeKey(SEARCH.waiting, SearchAttributeType.KEYWORD),
};
const ATTEMPTS = defineSearchAttributeKey(SEARCH.attempts, SearchAttributeType.INT);

export type Labels = Partial<Record<keyof typeof KEYWORDS, string>> & { readonly attempts?: number };

/** Search attributes of this execution; those not named stay as they are. */
export function label(labels: Labels): void {
  upsertSearchAttributes(labelPairs(labels));
}

export function labelPairs({ attempts, ...keywords }: Labels): SearchAttributePair[] {
  const pairs: SearchAttributePair[] = [];
  for (const name of Object.keys(KEYWORDS) as (keyof typeof KEYWORDS)[]) {
    const value = keywords[name];
    if (value !== undefined) pairs.push({ key: KEYWORDS[name], value });
  }
  if (attempts !== undefined) pairs.push({ key: ATTEMPTS, value: attempts });
  return pairs;
}
