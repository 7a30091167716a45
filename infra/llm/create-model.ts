import type { RunConfig } from '../../core/config/run-config.ts';
import type { ChatModel } from '../../core/llm/chat-model.ts';
import { createJournalledModel } from '../../core/llm/journal.ts';
import type { ArtefactStore } from '../../core/storage/artefact-store.ts';
import type { RunKeys } from '../../core/storage/run-keys.ts';
import { requireProfile } from './model-profiles.ts';
import type { ModelProfiles } from './model-profiles.ts';
import { createOpenAiModel } from './openai-model.ts';

export interface CreateModelOptions {
  readonly config: RunConfig;
  readonly profiles: ModelProfiles;
  readonly store: ArtefactStore;
  readonly keys: RunKeys;
  /** The embedded grammar. */
  readonly template: ChatModel;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

function innerModel({ config, profiles, template }: CreateModelOptions): ChatModel | null {
  const { provider, profile: profileName, requestTimeoutMs, replay } = config.llm;
  if (replay) return null;
  if (provider === 'template') return template;
  if (provider === 'replay') return null;
  const { profile, apiKey } = requireProfile(profiles, profileName);
  return createOpenAiModel({ profile: profile.name, apiKey, baseUrl: profile.baseUrl, timeoutMs: requestTimeoutMs });
}

/**
 * The model that a run's configuration names, behind the run's journal; the template model, too, so that every run
 * replays. Make it once a run and worker: it holds connections, what it learnt of the endpoint, and replies in hand.
 * Throws `model_key_missing`.
 */
export function createChatModel(options: CreateModelOptions): ChatModel {
  const { store, keys, sleep } = options;
  return createJournalledModel({ inner: innerModel(options), store, key: keys.journal, sleep });
}
