/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function untilInterrupted(): Promise<'SIGINT' | 'SIGTERM'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
    // A timer keeps the process alive where nothing else does.
    const alive = setInterval(() => {}, 60_000);
    process.once('SIGINT', () => clearInterval(alive));
    process.once('SIGTERM', () => clearInterval(alive));
  });
}
