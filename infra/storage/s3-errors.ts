import { S3ServiceException } from '@aws-sdk/client-s3';

import { PipelineError } from '../../core/errors.ts';

/** The service's own name for what went wrong ("NoSuchKey", "AccessDenied"), or the error's. */
export function s3ErrorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

export function s3Status(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

/** No such object. A missing bucket is a fault of its own, where the service says so (a HEAD answer cannot). */
export function isMissingObject(error: unknown): boolean {
  const name = s3ErrorName(error);
  if (name === 'NoSuchBucket' || name === 'NoSuchUpload') return false;
  return name === 'NoSuchKey' || name === 'NotFound' || s3Status(error) === 404;
}

/**
 * Faults of the service's own that pass: it is busy, or it asks for a retry; or another worker that took over our work has
 * broken off our upload.
 */
const TRANSIENT = new Set([
  'SlowDown',
  'RequestTimeout',
  'InternalError',
  'ServiceUnavailable',
  'ThrottlingException',
  'NoSuchUpload',
]);

interface Fault {
  readonly code: 'store_denied' | 'store_unavailable' | 'bad_configuration';
  readonly reason: string;
}

function classify(error: unknown, bucket: string): Fault {
  const name = s3ErrorName(error);
  const status = s3Status(error);
  if (name === 'CredentialsProviderError') {
    const reason = 'no credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE';
    return { code: 'store_denied', reason };
  }
  if (name === 'NoSuchBucket') {
    return {
      code: 'store_denied',
      reason: `there is no bucket "${bucket}": create it, or name another in the store's URI`,
    };
  }
  if (name === 'PermanentRedirect' || name === 'AuthorizationHeaderMalformed' || status === 301) {
    return { code: 'store_denied', reason: `the bucket "${bucket}" lies in another region: set AWS_REGION to it` };
  }
  if (status === 401 || status === 403) {
    const reason = `the credentials were refused for the bucket "${bucket}" (${name}): check AWS_ACCESS_KEY_ID, its secret and its rights`;
    return { code: 'store_denied', reason };
  }
  if (
    status === undefined ||
    status >= 500 ||
    status === 408 ||
    status === 409 ||
    status === 429 ||
    TRANSIENT.has(name)
  ) {
    const reason =
      status === undefined ? 'the service could not be reached or broke off' : `the service failed with ${status}`;
    return { code: 'store_unavailable', reason: `${reason} (${name})` };
  }
  return { code: 'store_denied', reason: `the service refused the request with ${status} (${name})` };
}

/**
 * An SDK error as the store's fault. The SDK's error does not travel as the cause: its request, response and message may
 * hold access keys and signatures, and causes are written to logs and histories.
 */
export function s3StoreError(error: unknown, action: string, bucket: string, key: string): PipelineError {
  if (error instanceof PipelineError) return error;
  const { code, reason } = classify(error, bucket);
  const subject = `s3://${bucket}/${key}`;
  return new PipelineError(code, `Cannot ${action} ${subject}: ${reason}.`, { subject });
}
