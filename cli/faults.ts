import { PipelineError } from '../core/errors.ts';
import type { ErrorCode } from '../core/errors.ts';

/** Faults of what the user asked for, as opposed to faults of the work. */
const USAGE: ReadonlySet<ErrorCode> = new Set([
  'bad_configuration',
  'run_conflict',
  'model_key_missing',
  'price_unknown',
  'source_not_allowed',
  'backend_missing',
  'payload_unreadable',
]);

export function exitCodeOf(error: unknown): number {
  return error instanceof PipelineError && USAGE.has(error.code) ? 2 : 1;
}

/** One clear message on standard error; the stack only for what nobody foresaw. */
export function printFault(error: unknown): void {
  if (error instanceof PipelineError) process.stderr.write(`error (${error.code}): ${error.message}\n`);
  else if (error instanceof Error) process.stderr.write(`error: ${error.stack ?? error.message}\n`);
  else process.stderr.write(`error: ${String(error)}\n`);
}
