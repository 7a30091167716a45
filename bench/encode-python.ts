import { spawn, spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface Timing {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly vectors: Float32Array;
}

/** One inference at a time on all threads, or as many inferences as threads. */
export type PythonWay = 'inner' | 'lanes';

export interface PythonSide {
  encode(way: PythonWay): Promise<Timing>;
  close(): void;
}

const AnswerSchema = z.object({ wallSeconds: z.number(), cpuSeconds: z.number(), vectors: z.string() });

/** Null, with the reason printed, where PYTHON (default python3) lacks onnxruntime, tokenizers or numpy. */
export async function openPython(task: {
  readonly directory: string;
  readonly texts: readonly string[];
  readonly threads: number;
  readonly batch: number;
}): Promise<PythonSide | null> {
  const python = process.env['PYTHON'] ?? 'python3';
  const probe = spawnSync(python, ['-c', 'import onnxruntime, tokenizers, numpy; print(onnxruntime.__version__)']);
  if (probe.status !== 0) {
    console.log(`no Python side: ${python} lacks onnxruntime, tokenizers or numpy (name another by PYTHON)`);
    return null;
  }
  console.log(`Python side: ${python}, onnxruntime ${probe.stdout.toString().trim()}`);
  const script = fileURLToPath(new URL('python/encode.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error('the Python side ended early');
    return value;
  };
  child.stdin.write(`${JSON.stringify(task)}\n`);
  await nextLine();
  return {
    encode: async (way) => {
      child.stdin.write(`${way}\n`);
      const answer = AnswerSchema.parse(JSON.parse(await nextLine()));
      const bytes = await readFile(answer.vectors);
      await rm(answer.vectors);
      return { ...answer, vectors: new Float32Array(new Uint8Array(bytes).buffer) };
    },
    close: () => child.stdin.end(),
  };
}
