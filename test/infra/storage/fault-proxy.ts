import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';

/** How a store misbehaves, for as long as it is told to. */
export type StoreFault =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'slow-down' }
  | { readonly kind: 'denied' };

const ANSWERS = {
  'slow-down': [503, '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>'],
  denied: [403, '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'],
} as const;

/** Stands on 127.0.0.1 in front of an S3 server; hands everything on as it came, but for the fault of the moment. */
export async function startFaultProxy(endpoint: string) {
  const target = new URL(endpoint);
  let fault: StoreFault | null = null;
  let met = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const standing = fault;
      if (standing !== null) met += 1;
      if (standing?.kind === 'unreachable') {
        request.socket.destroy();
        return;
      }
      if (standing?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, standing.milliseconds));
      if (standing?.kind === 'slow-down' || standing?.kind === 'denied') {
        const [status, body] = ANSWERS[standing.kind];
        request.resume().on('end', () => response.writeHead(status, { 'content-type': 'application/xml' }).end(body));
        return;
      }
      // The signature covers the host as the client named it: all headers go on as they are.
      const { method, url, headers } = request;
      const onward = forward({ host: target.hostname, port: target.port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    /** Null: none. */
    set(next: StoreFault | null): void {
      fault = next;
      met = 0;
    },
    /** Requests that met the fault that stands. */
    met: (): number => met,
    async stop(): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
