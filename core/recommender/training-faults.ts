import { PipelineError } from '../errors.ts';

/** What was being trained, for messages. */
export interface TrainingPlace {
  readonly variant: string;
  readonly seed: number;
  /** From 1; 0: before the first. */
  readonly step: number;
}

const where = ({ variant, seed, step }: TrainingPlace): string => `${variant}, seed ${seed}, step ${step}`;

/** Never retried: the same step would come to the same. */
export function diverged(what: string, place: TrainingPlace, learningRate: number): PipelineError {
  return new PipelineError(
    'training_diverged',
    `training diverged (${where(place)}): ${what}. Lower recommender.learningRate (now ${learningRate}) and train again.`,
    { subject: 'recommender.learningRate' },
  );
}

export function outOfMemory(what: string, place: TrainingPlace, cause?: unknown): PipelineError {
  return new PipelineError(
    'out_of_memory',
    `training ran out of memory (${where(place)}): ${what}. Lower recommender.batchSize, maxTurns, maxHistory or dimension, or train on a machine with more memory.`,
    { subject: 'recommender.batchSize' },
    cause,
  );
}

/** How TensorFlow (processor, CUDA, WebAssembly) and node say that memory is short. */
const OUT_OF_MEMORY =
  /\bOOM\b|out of memory|resource ?exhausted|bad_alloc|allocation failed|failed to allocate|invalid (typed )?array(buffer)? length|CUDA_ERROR_OUT_OF_MEMORY/i;

/** The fault as it is told; what is none of ours passes through. */
export function trainingFault(error: unknown, place: TrainingPlace): unknown {
  if (error instanceof PipelineError || !(error instanceof Error) || !OUT_OF_MEMORY.test(error.message)) return error;
  return outOfMemory(error.message.split('\n')[0] ?? '', place, error);
}
