import { hasCap } from '../../core/config/caps.ts';
import type { RunConfig } from '../../core/config/run-config.ts';
import type { ChatModel } from '../../core/llm/chat-model.ts';
import { boundOf } from '../../core/llm/call-bound.ts';
import { createJournalledModel } from '../../core/llm/journal.ts';
import { createMeteredModel } from '../../core/llm/metered.ts';
import { createRatedModel } from '../../core/llm/rated.ts';
import { whileServing } from '../../core/llm/serving-model.ts';
import type { OnWait, SharedRate } from '../../core/llm/shared-rate.ts';
import { priceOf } from '../../core/llm/model-price.ts';
import type { PriceTable } from '../../core/llm/model-price.ts';
import { PipelineError } from '../../core/errors.ts';
import type { ArtefactStore } from '../../core/storage/artefact-store.ts';
import type { RunKeys } from '../../core/storage/run-keys.ts';
import { pricesVariableOf, priceTableOf, requireProfile } from './model-profiles.ts';
import type { ModelProfile, ModelProfiles } from './model-profiles.ts';
import { createOpenAiModel } from './openai-model.ts';

export interface CreateModelOptions {
  readonly config: RunConfig;
  readonly profiles: ModelProfiles;
  readonly store: ArtefactStore;
  readonly keys: RunKeys;
  /** The embedded grammar. */
  readonly template: ChatModel;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** The rates of a profile's account, one of a process; null: the environment tells none. */
  readonly rateOf: (profile: ModelProfile) => SharedRate | null;
  readonly onWait: OnWait;
  /** Whether the worker was told to end. */
  readonly isStopping: () => boolean;
}

function innerModel(options: CreateModelOptions): ChatModel | null {
  const { config, profiles, template } = options;
  const { provider, profile: profileName, requestTimeoutMs, replay } = config.llm;
  if (replay) return null;
  if (provider === 'template') return template;
  if (provider === 'replay') return null;
  const { profile, apiKey } = requireProfile(profiles, profileName);
  const prices = priceTableOf(profiles, profileName);
  const model = createOpenAiModel({
    profile: profile.name,
    apiKey,
    baseUrl: profile.baseUrl,
    timeoutMs: requestTimeoutMs,
    prices,
  });
  const metered = hasCap(config) ? metering(model, prices, options) : model;
  // Before a call is noted as made, it waits for its turn.
  const rate = options.rateOf(profile);
  if (rate === null) return metered;
  // A call whose turn comes when the worker is about to end is left to whoever takes over.
  return createRatedModel(whileServing(metered, options.isStopping), rate, options.onWait);
}

const metering = (inner: ChatModel, prices: PriceTable, { store, keys }: CreateModelOptions): ChatModel =>
  createMeteredModel({
    inner,
    store,
    keys,
    boundOf: (request) => boundOf(request, priceOf(prices, request.model)),
  });

/**
 * The model that a run's configuration names, behind the run's journal; the template model, too, so that every run
 * replays. Make it once a run and worker: it holds connections, what it learnt of the endpoint, and replies in hand.
 * Throws `model_key_missing`.
 */
export function createChatModel(options: CreateModelOptions): ChatModel {
  const { store, keys, sleep } = options;
  return createJournalledModel({ inner: innerModel(options), store, key: keys.journal, sleep });
}

/** Throws `price_unknown`: a cap on the cost can only be kept where the price is known. */
export function assertPriced(config: RunConfig, prices: PriceTable): void {
  const { userAgent, systemAgent, profile } = config.llm;
  for (const { model } of [userAgent, systemAgent]) {
    if (priceOf(prices, model) !== null) continue;
    throw new PipelineError(
      'price_unknown',
      `budget.maxCostUsd: the price of "${model}" is not known: set ${pricesVariableOf(profile)} in the worker's environment, ` +
        `or cap budget.maxTokens instead`,
      { subject: 'budget.maxCostUsd' },
    );
  }
}
