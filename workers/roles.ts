import type { PartName } from '../infra/setup/parts.ts';

/** Which queues a process serves. Compute is apart: native training holds the event loop for seconds. */
export const ROLES = ['workflows', 'dialogs', 'profiling', 'training'] as const;
export type Role = (typeof ROLES)[number];

/** Fetched parts that a role's activities use; checks of dialogs hear with the encoder and the entailment model. */
export const ROLE_PARTS: { readonly [role in Role]: readonly PartName[] } = {
  workflows: [],
  dialogs: ['encoder', 'entailment'],
  profiling: ['encoder', 'entailment', 'tensorflow-node'],
  training: ['encoder', 'tensorflow-node'],
};
