import { Worker } from 'node:worker_threads';

import { PipelineError } from '../../core/errors.ts';

export interface OnnxInput {
  /** Token ids, masks and the like by name, each of `shape`, row-major; handed over, not to be used again. */
  readonly inputs: Readonly<Record<string, BigInt64Array<ArrayBuffer>>>;
  readonly shape: readonly [rows: number, tokens: number];
  /** Name of the tensor that is asked for. */
  readonly output: string;
}

export interface OnnxThreads {
  /** The output's values, row-major. Requests beyond the threads wait, in order. */
  run(input: OnnxInput): Promise<Float32Array>;
}

interface Task {
  readonly input: OnnxInput;
  readonly resolve: (values: Float32Array) => void;
  readonly reject: (error: Error) => void;
}

type Answer = { readonly ready: true } | { readonly values: Float32Array } | { readonly failure: string };

/**
 * Inference off the event loop: replies, heartbeats and polls go on meanwhile. Each thread has a session of its own with one
 * core to itself. The first is started at once, so that a broken model shows; further ones, `most` in all, when all are
 * busy. They keep no process alive that has nothing else to do.
 */
export async function startOnnxThreads(model: Uint8Array, most: number): Promise<OnnxThreads> {
  const shared = new Uint8Array(new SharedArrayBuffer(model.length));
  shared.set(model);
  const waiting: Task[] = [];
  const idle: Worker[] = [];
  const tasks = new Map<Worker, Task>();
  let started = 0;

  const assign = (): void => {
    for (;;) {
      const [task] = waiting;
      if (task === undefined) return;
      const thread = idle.pop();
      if (thread === undefined) {
        if (started < most) start();
        return;
      }
      waiting.shift();
      tasks.set(thread, task);
      thread.ref();
      const buffers = Object.values(task.input.inputs).map(({ buffer }) => buffer);
      thread.postMessage(task.input, buffers);
    }
  };
  const start = (onReady?: { readonly resolve: () => void; readonly reject: (error: Error) => void }): void => {
    started += 1;
    // None of this process's flags: those of the compiler or of a test runner mean nothing to a thread.
    const thread = new Worker(new URL('./onnx-thread.mjs', import.meta.url), {
      workerData: { model: shared },
      execArgv: [],
    });
    thread.on('message', (answer: Answer) => {
      const task = tasks.get(thread);
      tasks.delete(thread);
      thread.unref();
      idle.push(thread);
      if ('ready' in answer) onReady?.resolve();
      else if ('values' in answer) task?.resolve(answer.values);
      else task?.reject(new PipelineError('internal', answer.failure));
      assign();
    });
    let failure = '';
    thread.on('error', (error: Error) => (failure = error.message));
    thread.on('exit', (code) => {
      const error = new PipelineError('internal', `a thread of inference ended: ${failure || `exit code ${code}`}`);
      const task = tasks.get(thread);
      tasks.delete(thread);
      const at = idle.indexOf(thread);
      if (at >= 0) idle.splice(at, 1);
      started -= 1;
      onReady?.reject(error);
      task?.reject(error);
      assign();
    });
  };
  await new Promise<void>((resolve, reject) => start({ resolve, reject }));
  return {
    run: (input) =>
      new Promise((resolve, reject) => {
        waiting.push({ input, resolve, reject });
        assign();
      }),
  };
}
