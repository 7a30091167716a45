import { randomBytes } from 'node:crypto';

import { Context } from '@temporalio/activity';

import { PipelineError } from '../core/errors.ts';
import type { ChatModel } from '../core/llm/chat-model.ts';
import { spanIds, traceIdOf } from '../core/tracing/span.ts';
import type { SpanRecorder } from '../core/tracing/span.ts';

/** Where an activity's span stands; null: the run keeps no trace. */
interface Place {
  readonly traceId: string;
  readonly spanId: string;
}

const places = new WeakMap<Context, Place>();
const newSpanId = (): string => randomBytes(8).toString('hex');

/** The stage that an activity belongs to, where its input names no dialog. */
const STAGES: Readonly<Record<string, string>> = {
  prepareReviews: 'reviews',
  fitAspects: 'profiling',
  planShards: 'profiling',
  describeShard: 'profiling',
  mergeSentences: 'profiling',
  buildProfiles: 'profiling',
  selectTargets: 'planning',
  listUsers: 'simulation',
  takeStock: 'simulation',
  addRetries: 'simulation',
  reconcileUnits: 'simulation',
  selectDialogs: 'simulation',
  writeDataset: 'dataset',
  listTrainingJobs: 'recommender',
  trainVariant: 'recommender',
  summariseRecommender: 'recommender',
  writeReport: 'report',
};

/** The trace of the run whose first activity this is: nothing where no traces are kept. */
export function traceOf({ spans }: { readonly spans?: SpanRecorder }): { trace?: string } {
  const runId = Context.current().info.workflowExecution?.runId;
  return spans === undefined || runId === undefined ? {} : { trace: traceIdOf(runId) };
}

/** Runs an activity as a span of its run's trace: below its attempt, its dialog, its stage or the run. */
export async function traced<T>(
  spans: SpanRecorder | null,
  args: readonly unknown[],
  work: () => Promise<T>,
): Promise<T> {
  const subject = subjectOf(args);
  if (spans === null || subject === null) return work();
  const context = Context.current();
  const { activityType, attempt: tryNumber } = context.info;
  const { trace, dialogId, attempt } = subject;
  const spanId = newSpanId();
  places.set(context, { traceId: trace, spanId });
  const startMs = Date.now();
  const end = (error: string | null): void =>
    spans.record({
      traceId: trace,
      spanId,
      parentId: parentOf(subject, activityType),
      name: activityType,
      kind: 'internal',
      startMs,
      endMs: Date.now(),
      attributes: {
        'convrecstudio.run': subject.run,
        ...(dialogId === null ? {} : { 'convrecstudio.dialog': dialogId }),
        ...(attempt === null ? {} : { 'convrecstudio.attempt': attempt }),
        'temporal.activity.attempt': tryNumber,
      },
      error,
    });
  try {
    const result = await work();
    end(null);
    return result;
  } catch (error) {
    end(codeOf(error));
    throw error;
  }
}

/** Each call as a span below the activity that made it: model, tokens, cost, latency; never prompts, replies or keys. */
export function traceCalls(model: ChatModel, spans: SpanRecorder | null): ChatModel {
  if (spans === null) return model;
  return {
    provider: model.provider,
    async complete(request, signal) {
      const place = places.get(Context.current());
      if (place === undefined) return model.complete(request, signal);
      const startMs = Date.now();
      const { role, nodeId, turnIndex, call } = request.site;
      const end = (attributes: Record<string, string | number | boolean>, error: string | null): void =>
        spans.record({
          traceId: place.traceId,
          spanId: newSpanId(),
          parentId: place.spanId,
          name: `chat ${request.model}`,
          kind: 'client',
          startMs,
          endMs: Date.now(),
          attributes: {
            'gen_ai.operation.name': 'chat',
            'gen_ai.provider.name': model.provider,
            'gen_ai.request.model': request.model,
            'convrecstudio.role': role,
            'convrecstudio.node': nodeId,
            'convrecstudio.turn': turnIndex,
            'convrecstudio.call': call,
            ...attributes,
          },
          error,
        });
      try {
        const reply = await model.complete(request, signal);
        end(
          {
            'gen_ai.response.model': reply.model,
            'gen_ai.usage.input_tokens': reply.promptTokens,
            'gen_ai.usage.output_tokens': reply.completionTokens,
            'gen_ai.response.finish_reasons': reply.finish,
            ...(reply.costMicroUsd === null ? {} : { 'convrecstudio.cost_micro_usd': reply.costMicroUsd }),
            'convrecstudio.replayed': reply.replayed,
          },
          null,
        );
        return reply;
      } catch (error) {
        end({}, codeOf(error));
        throw error;
      }
    },
  };
}

type Subject = NonNullable<ReturnType<typeof subjectOf>>;

/** The run, dialog and attempt that the input names: a run's reference itself, or an input that holds one. */
function subjectOf([input]: readonly unknown[]) {
  const fields = recordOf(input);
  const ref = recordOf(fields['ref'] ?? input);
  const { trace, run } = ref;
  if (typeof trace !== 'string' || typeof run !== 'string') return null;
  const { dialogId, attempt } = fields;
  return {
    trace,
    run,
    dialogId: typeof dialogId === 'string' ? dialogId : null,
    attempt: typeof attempt === 'number' ? attempt : null,
  };
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function parentOf({ trace, dialogId, attempt }: Subject, activityType: string): string {
  if (dialogId !== null) {
    return attempt === null || activityType === 'persistDialog'
      ? spanIds.dialog(trace, dialogId)
      : spanIds.attempt(trace, dialogId, attempt);
  }
  const stage = STAGES[activityType];
  return stage === undefined ? spanIds.run(trace) : spanIds.stage(trace, stage);
}

/** The code alone: messages may quote what was said. */
const codeOf = (error: unknown): string =>
  error instanceof PipelineError ? error.code : error instanceof Error ? error.name : 'internal';
