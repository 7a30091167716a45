import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Rates } from '../../../core/llm/rate-window.ts';
import { startFaultServer } from './fault-server.ts';

const PROGRAM = fileURLToPath(new URL('./ask-at-rate.ts', import.meta.url));

/** Worker processes that ask one endpoint at rates that they share by a store; what arrived there, and when. */
export async function askFromWorkers(options: {
  readonly store: string;
  readonly rates: Rates;
  readonly workers: number;
  /** Of each worker. */
  readonly calls: number;
  readonly latencyMs?: number;
}): Promise<{ arrivals: { readonly atMs: number; readonly tokens: number }[]; seconds: number }> {
  const arrivals: { atMs: number; tokens: number }[] = [];
  const server = await startFaultServer({
    async reply({ messages }) {
      const text = 'Yes.';
      const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
      arrivals.push({ atMs: performance.now(), tokens: Math.ceil(characters / 4) + Math.ceil(text.length / 4) });
      await new Promise((resolve) => setTimeout(resolve, options.latencyMs ?? 0));
      return text;
    },
  });
  const { store, rates, calls } = options;
  try {
    await Promise.all(
      Array.from({ length: options.workers }, (_, nth) => {
        const asked = JSON.stringify({ baseUrl: server.baseUrl, store, rates, calls, identity: `worker ${nth}` });
        const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, asked], {
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        return new Promise<void>((resolve, reject) => {
          child.once('error', reject);
          child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
        });
      }),
    );
  } finally {
    await server.stop();
  }
  const first = arrivals[0]?.atMs ?? 0;
  return { arrivals, seconds: ((arrivals.at(-1)?.atMs ?? first) - first) / 1000 };
}
