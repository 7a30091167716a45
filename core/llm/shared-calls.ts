/** Work under way under one name, and how many callers still want it. */
interface Call<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

export interface SharedCalls<T> {
  /**
   * Runs `work`, or joins the run of the same name that is under way (`joined`). A caller whose signal fires stops
   * waiting at once; the work itself is told to stop only when no caller is left.
   */
  run(
    name: string,
    work: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<{ readonly value: T; readonly joined: boolean }>;
}

/** Resolves or rejects as `result` does, or rejects with the signal's reason, whichever comes first. */
async function unlessAborted<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await result;
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(
        signal.reason instanceof Error ? signal.reason : new Error('the call was aborted', { cause: signal.reason }),
      );
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

export function createSharedCalls<T>(): SharedCalls<T> {
  const calls = new Map<string, Call<T>>();

  const begin = (name: string, work: (signal: AbortSignal) => Promise<T>): Call<T> => {
    const controller = new AbortController();
    const result = work(controller.signal);
    const call: Call<T> = { result, controller, waiting: 0 };
    const forget = (): void => {
      if (calls.get(name) === call) calls.delete(name);
    };
    // Also the handler for a rejection that every caller has stopped waiting for.
    result.then(forget, forget);
    calls.set(name, call);
    return call;
  };

  return {
    async run(name, work, signal) {
      signal?.throwIfAborted();
      const underWay = calls.get(name);
      const call = underWay ?? begin(name, work);
      call.waiting++;
      try {
        return { value: await unlessAborted(call.result, signal), joined: underWay !== undefined };
      } finally {
        call.waiting--;
        if (call.waiting === 0) {
          // Nobody joins a call that is being given up.
          if (calls.get(name) === call) calls.delete(name);
          call.controller.abort();
        }
      }
    },
  };
}
