import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** The preferred port where it is free on the loopback interface and not yet taken, else any free one. */
export async function freePort(preferred: number, taken: readonly number[] = []): Promise<number> {
  const first = taken.includes(preferred) ? null : await bindable(preferred);
  if (first !== null) return first;
  for (;;) {
    const port = await bindable(0);
    if (port !== null && !taken.includes(port)) return port;
  }
}

function bindable(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, HOST, () => {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : null;
      server.close(() => resolve(bound));
    });
  });
}
