import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { DataConverter } from '@temporalio/common';

import { PipelineError } from '../core/errors.ts';
import { createPayloadCodec } from '../infra/temporal/payload-codec.ts';
import type { Environment } from './environment.ts';

/** Messages of failures as payloads: with them, they are encrypted. */
export const ENCODED_FAILURES = fileURLToPath(new URL('../workflows/encoded-failures.cjs', import.meta.url));

/** How every client, worker and test reads and writes payloads: encrypted where the environment has keys. */
export function dataConverterOf({ codecKeys }: Pick<Environment, 'codecKeys'>): DataConverter {
  const payloadCodecs = [createPayloadCodec(codecKeys)];
  return codecKeys === null ? { payloadCodecs } : { payloadCodecs, failureConverterPath: ENCODED_FAILURES };
}

/** Address, TLS and API key as every connection takes them. Throws `bad_configuration` where a certificate cannot be read. */
export async function connectionOptions({ temporal }: Environment, address: string) {
  const { apiKey, tls } = temporal;
  const security = tls === null && apiKey === null ? {} : { tls: await tlsOptions(tls) };
  return { address, ...security, ...(apiKey === null ? {} : { apiKey }) };
}

async function tlsOptions(tls: Environment['temporal']['tls']) {
  if (tls === null) return true;
  const { certPath, keyPath, caPath, serverName } = tls;
  const [crt, key, ca] = await Promise.all([
    readPem(certPath, 'TEMPORAL_TLS_CLIENT_CERT_PATH'),
    readPem(keyPath, 'TEMPORAL_TLS_CLIENT_KEY_PATH'),
    readPem(caPath, 'TEMPORAL_TLS_SERVER_CA_CERT_PATH'),
  ]);
  return {
    ...(serverName === null ? {} : { serverNameOverride: serverName }),
    ...(ca === null ? {} : { serverRootCACertificate: ca }),
    ...(crt === null || key === null ? {} : { clientCertPair: { crt, key } }),
  };
}

async function readPem(path: string | null, variable: string): Promise<Buffer | null> {
  if (path === null) return null;
  return readFile(path).catch((cause: unknown) => {
    throw new PipelineError('bad_configuration', `${variable}: ${path} cannot be read`, { subject: variable }, cause);
  });
}
