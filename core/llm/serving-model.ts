import type { ChatModel } from './chat-model.ts';
import { PipelineError } from '../errors.ts';

/** At once: the other workers need not wait, and this one takes no more work. */
const RETRY_AFTER_MS = 100;

/**
 * The model for as long as this worker serves: once it is told to stop, a call under way is finished and journalled, and none
 * is begun, so that whoever takes over asks nothing twice.
 */
export function whileServing(model: ChatModel, isStopping: () => boolean): ChatModel {
  return {
    provider: model.provider,
    async complete(request, signal) {
      if (isStopping()) {
        throw new PipelineError('worker_stopping', 'this worker is told to stop: another goes on from the journal', {
          retryAfterMs: RETRY_AFTER_MS,
        });
      }
      return await model.complete(request, signal);
    },
  };
}
