import { spawn } from 'node:child_process';

import type { Environment } from './environment.ts';

export type CommandResult =
  | { readonly status: 'ok'; readonly output: string }
  /** No such program on the PATH. */
  | { readonly status: 'missing' }
  | { readonly status: 'failed'; readonly output: string };

export interface CommandOptions {
  readonly env: Environment;
  readonly cwd?: string;
  /** Ends the program; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The end of a program's output is what names its trouble; more is not kept. */
const KEPT_OUTPUT_CHARACTERS = 8_000;

/** Runs a program to its end, without a shell. Standard output and error are kept together, as a person would see them. */
export function runCommand(program: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { env, cwd, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(abortReason(signal));
    const child = spawn(program, args, { env: { ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_OUTPUT_CHARACTERS));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const stop = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    const settle = (result: () => void) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted === true) reject(abortReason(signal));
      else result();
    };
    child.on('error', (error: NodeJS.ErrnoException) =>
      settle(() => (error.code === 'ENOENT' ? resolve({ status: 'missing' }) : reject(error))),
    );
    child.on('close', (code) => settle(() => resolve({ status: code === 0 ? 'ok' : 'failed', output: output.trim() })));
  });
}

export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('interrupted', { cause: signal.reason });
}
