import type { RunConfig } from '../core/config/run-config.ts';
import type { Cap, Spend } from '../core/config/run-ref.ts';
import type { ChatModel } from '../core/llm/chat-model.ts';
import type { ReviewFunnel } from '../core/reviews/funnel.ts';
import type { ArtefactStore } from '../core/storage/artefact-store.ts';
import type { RunKeys } from '../core/storage/run-keys.ts';
import type { TableCodec } from '../core/storage/table-codec.ts';
import type { TokenUsage } from '../core/simulation/dialog.ts';
import type { EntailmentModel } from '../core/text/entailment.ts';
import type { SpanRecorder } from '../core/tracing/span.ts';
import type { SentenceEncoder } from '../core/text/sentence-encoder.ts';

/** All that activities need of the outside world. The worker wires the real parts, tests their fakes. */
export interface ActivityPorts {
  /** The worker's default store, for runs that name none. */
  readonly defaultStore: string;
  /** Throws `source_not_allowed`: workflow inputs may come from anyone who reaches the Temporal UI. */
  openStore(uri: string): ArtefactStore;
  /** The same for a source; throws `source_not_allowed`. */
  assertAllowed(uri: string): void;
  /** Throws `store_denied` where the store does not honour conditional writes. */
  probeStore(store: ArtefactStore): Promise<void>;
  /** A source as it is kept: a relative path is of this worker's working directory. */
  locate(uri: string): string;
  readonly tables: TableCodec;
  /** Brings a source (path, file:// or s3://) to a local path; throws `source_missing`. */
  stageSource(uri: string, directory: string): Promise<string>;
  prepareReviews(options: {
    readonly config: RunConfig;
    readonly reviewsPath: string;
    readonly itemsPath: string | null;
    readonly workDirectory: string;
    readonly onProgress?: (progress: { readonly step: string; readonly lines: number }) => void;
  }): Promise<{
    readonly reviewsParquet: string;
    readonly itemsParquet: string;
    readonly rejectsJsonl: string;
    readonly funnel: ReviewFunnel;
  }>;
  encoder(): Promise<SentenceEncoder>;
  entailment(): Promise<EntailmentModel>;
  /** Registers a TensorFlow.js backend once a process; says which. */
  tensorFlow(choice: RunConfig['recommender']['backend']): Promise<{ readonly backend: string }>;
  chatModel(config: RunConfig, store: ArtefactStore, keys: RunKeys): ChatModel;
  /** What one attempt usually takes; throws `price_unknown` where the cost is capped and a model's price not known. */
  attemptEstimate(config: RunConfig): Spend;
  /** What the run will take, in a sentence; null where it costs nothing. */
  runEstimate(config: RunConfig): string | null;
  /** The model, which throws `AllowanceNeeded` before a call that could pass the allowance. */
  withAllowance(
    model: ChatModel,
    within: {
      readonly config: RunConfig;
      readonly store: ArtefactStore;
      readonly keys: RunKeys;
      readonly allowance: Cap;
      readonly usage: TokenUsage;
    },
  ): ChatModel;
  /** Runs with a temporary directory, removed afterwards. */
  withDirectory<T>(work: (directory: string) => Promise<T>): Promise<T>;
  /** Of these workflows, those that still run. */
  runningWorkflows(workflowIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Cancels every workflow whose id begins so, and waits until they have ended. */
  endWorkflows(prefix: string, signal: AbortSignal): Promise<void>;
  /** Takes in the spans of what is done; absent: no traces are kept. */
  readonly spans?: SpanRecorder;
  /** Names this worker process in logs of calls. */
  readonly identity: string;
  /** Names and versions of what makes the data, for the manifest. */
  readonly versions: Readonly<Record<string, string>>;
  /** True once this worker is told to stop: what is under way ends, nothing new is begun. */
  readonly isStopping: () => boolean;
  /** Lets timers and heartbeats through in the midst of computing. */
  readonly breathe: () => Promise<void>;
}
