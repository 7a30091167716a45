import { rm } from 'node:fs/promises';
import { setImmediate as immediately, setTimeout as sleep } from 'node:timers/promises';

import type { ActivityPorts } from '../activities/ports.ts';
import { spendOf } from '../activities/dialog-records.ts';
import { reportProgress } from '../activities/failures.ts';
import { traceCalls } from '../activities/tracing.ts';
import { withAllowance } from '../core/llm/allowance.ts';
import { boundOf } from '../core/llm/call-bound.ts';
import type { ChatModel } from '../core/llm/chat-model.ts';
import { attemptEstimate, estimateRun, formatEstimate } from '../core/llm/estimate.ts';
import { openCalls } from '../core/llm/metered.ts';
import { priceOf } from '../core/llm/model-price.ts';
import { SharedRate } from '../core/llm/shared-rate.ts';
import { createTemplateModel } from '../core/llm/template/template-model.ts';
import type { ArtefactStore } from '../core/storage/artefact-store.ts';
import type { EntailmentModel } from '../core/text/entailment.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';
import { assertPriced, createChatModel } from '../infra/llm/create-model.ts';
import { priceTableOf, readModelProfiles } from '../infra/llm/model-profiles.ts';
import type { ModelProfile } from '../infra/llm/model-profiles.ts';
import { prepareReviews } from '../infra/reviews/prepare-reviews.ts';
import { openStore, probeStore } from '../infra/storage/open-store.ts';
import { stageSource } from '../infra/storage/stage-source.ts';
import { createDuckDbTableCodec } from '../infra/tables/duckdb-table-codec.ts';
import type { BackendChoice } from '../infra/tensorflow/load-tensorflow.ts';
import { assertAllowed, locate } from './allow-list.ts';
import type { Environment } from './environment.ts';
import { openEncoder } from './open-encoder.ts';
import { openEntailment } from './open-entailment.ts';
import { openWorkflowInspector } from './workflow-inspector.ts';
import { readVersions } from './versions.ts';
import { openScratch, sweepScratch } from '../infra/scratch.ts';

/** Wires the real parts: each is made once a process, and only when it is first needed. */
export async function createPorts(
  environment: Environment,
  address: string,
): Promise<ActivityPorts & { stopping(): void; close(): Promise<void> }> {
  await sweepScratch();
  let isStopping = false;
  const variables = environment.variables;
  const profiles = readModelProfiles(variables);
  const template = createTemplateModel();
  const stores = new Map<string, ArtefactStore>();
  const models = new Map<string, ChatModel>();
  const rates = new Map<string, SharedRate>();
  const inspector = openWorkflowInspector(environment, address);
  let encoder: Promise<SentenceEncoder> | null = null;
  let entailment: Promise<EntailmentModel> | null = null;
  const spans = await openSpans(environment);
  const tensorFlow = new Map<string, ReturnType<ActivityPorts['tensorFlow']>>();
  const load = async (choice: BackendChoice, askedBy: 'TFJS_BACKEND' | 'recommender.backend') =>
    (await import('../infra/tensorflow/load-tensorflow.ts')).loadTensorFlow(choice, variables, askedBy);
  const { identity } = environment;
  /** One of a process for each account: its calls are claimed for together, whichever run makes them. */
  const rateOf = ({ name, rates: known }: ModelProfile, runStore: ArtefactStore): SharedRate | null => {
    if (known === null) return null;
    const store = known.store === null ? runStore : openStore(known.store, variables);
    const place = `${store.uri}\n${name}`;
    const standing = rates.get(place);
    if (standing !== undefined) return standing;
    // Never set back, as the system's own may be.
    const now = (): number => performance.timeOrigin + performance.now();
    const rate = new SharedRate({ profile: name, rates: known, store, identity, now, sleep: (ms) => sleep(ms) });
    rates.set(place, rate);
    return rate;
  };
  return {
    defaultStore: environment.store,
    openStore(uri) {
      assertAllowed(uri, environment.allow);
      const standing = stores.get(uri);
      if (standing !== undefined) return standing;
      const store = openStore(uri, variables);
      stores.set(uri, store);
      return store;
    },
    assertAllowed: (uri) => assertAllowed(uri, environment.allow),
    locate,
    probeStore,
    tables: createDuckDbTableCodec(),
    stageSource(uri, directory) {
      assertAllowed(uri, environment.allow);
      return stageSource(uri, directory, variables);
    },
    prepareReviews,
    encoder: () => (encoder ??= forgetFailure(openEncoder(variables), () => (encoder = null))),
    entailment: () => (entailment ??= forgetFailure(openEntailment(variables), () => (entailment = null))),
    tensorFlow(asked) {
      // The run's own choice first; where it leaves it open, this worker's.
      const [choice, askedBy] =
        asked === 'auto'
          ? ([environment.tensorFlow, 'TFJS_BACKEND'] as const)
          : ([asked, 'recommender.backend'] as const);
      const standing = tensorFlow.get(choice);
      if (standing !== undefined) return standing;
      const loading = forgetFailure(load(choice, askedBy), () => tensorFlow.delete(choice));
      tensorFlow.set(choice, loading);
      return loading;
    },
    chatModel(config, store, keys) {
      const name = `${store.uri}\n${keys.root}\n${JSON.stringify([config.llm, config.budget])}`;
      const standing = models.get(name);
      if (standing !== undefined) return standing;
      const bare = createChatModel({
        config,
        profiles,
        store,
        keys,
        template,
        sleep: (ms) => sleep(ms),
        isStopping: () => isStopping,
        rateOf: (profile) => rateOf(profile, store),
        onWait: (waitMs) => reportProgress(`waits for the model's rate, about ${Math.ceil(waitMs / 1000)} s`, 0, 1),
      });
      const model = traceCalls(bare, spans);
      models.set(name, model);
      return model;
    },
    attemptEstimate(config) {
      const prices = priceTableOf(profiles, config.llm.profile);
      if (config.budget.maxCostUsd !== null && config.llm.provider === 'openai' && !config.llm.replay) {
        assertPriced(config, prices);
      }
      return attemptEstimate(config, prices);
    },
    runEstimate(config) {
      if (config.llm.provider !== 'openai' || config.llm.replay) return null;
      return formatEstimate(estimateRun(config, priceTableOf(profiles, config.llm.profile)));
    },
    withAllowance(model, { config, store, keys, allowance, usage }) {
      const prices = priceTableOf(profiles, config.llm.profile);
      return withAllowance(model, {
        granted: allowance,
        spent: spendOf(usage),
        boundOf: (request) => boundOf(request, priceOf(prices, request.model)),
        openCalls: (request) => openCalls(store, keys, request),
      });
    },
    async withDirectory(work) {
      const directory = await openScratch('work');
      try {
        return await work(directory);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
    runningWorkflows: (workflowIds) => inspector.running(workflowIds),
    endWorkflows: (prefix, signal) => inspector.endAll(prefix, signal),
    identity: environment.identity,
    versions: readVersions(),
    isStopping: () => isStopping,
    stopping: () => void (isStopping = true),
    breathe: () => immediately(),
    ...(spans === null ? {} : { spans }),
    async close() {
      await inspector.close();
      await spans?.close();
    },
  };
}

async function openSpans({ traces }: Environment) {
  if (traces === null) return null;
  const { createOtlpRecorder } = await import('../infra/tracing/otlp-recorder.ts');
  return createOtlpRecorder(traces);
}

/** A failed start is not kept: the next caller tries again. */
function forgetFailure<T>(starting: Promise<T>, forget: () => void): Promise<T> {
  starting.catch(forget);
  return starting;
}
