import { status } from '@grpc/grpc-js';
import { isGrpcServiceError } from '@temporalio/client';
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';

import { SEARCH_ATTRIBUTES } from './search-attributes.ts';

/** Histories stay open to audit that long (the development server's own default is one day). */
const RETENTION = '90d';
const TYPES = {
  Keyword: proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Int: proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT,
} as const;

/** Retention and search attributes of a namespace, as our workflows need them. Idempotent. */
export async function prepareNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(RETENTION) },
  });
  await registerSearchAttributes(connection, namespace);
}

/** Registers those of our search attributes that the namespace does not have. Also for test servers. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const standing = await listStanding(connection, namespace);
  const missing = SEARCH_ATTRIBUTES.filter(({ name }) => !standing.has(name));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, TYPES[type]]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

/** The time-skipping test server can add attributes but not list them: to it, all are missing. */
async function listStanding(connection: Connection, namespace: string): Promise<ReadonlySet<string>> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return new Set(Object.keys(customAttributes));
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === status.UNIMPLEMENTED) return new Set();
    throw error;
  }
}
