import { S3Client } from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { z } from 'zod';

import { PipelineError } from '../../core/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The SDK's own variables; an empty one counts as not set. Secrets go straight into the client, and nowhere else. */
const S3EnvironmentSchema = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  region: z.string().default('us-east-1'),
  accessKeyId: z.string().optional(),
  secretAccessKey: z.string().optional(),
  sessionToken: z.string().optional(),
});

function readEnvironment(environment: Environment): z.infer<typeof S3EnvironmentSchema> {
  const value = (...names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]).find((text) => text !== undefined && text !== '');
  const parsed = S3EnvironmentSchema.safeParse({
    endpoint: value('AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'),
    region: value('AWS_REGION', 'AWS_DEFAULT_REGION'),
    accessKeyId: value('AWS_ACCESS_KEY_ID'),
    secretAccessKey: value('AWS_SECRET_ACCESS_KEY'),
    sessionToken: value('AWS_SESSION_TOKEN'),
  });
  if (parsed.success) return parsed.data;
  throw new PipelineError('bad_configuration', 'AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL is not an http(s) URL.', {
    subject: 'AWS_ENDPOINT_URL_S3',
  });
}

/**
 * A client from the environment given: AWS_ENDPOINT_URL_S3, AWS_REGION and the credentials' variables. Without keys
 * among them the SDK looks where it always does (profile files, container and instance roles).
 */
export function createS3Client(environment: Environment): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey, sessionToken } = readEnvironment(environment);
  const config: S3ClientConfig = {
    region,
    // Passing trouble is retried once here, at length by Temporal, which shows it. A server that takes requests and says
    // nothing for so long hangs: it is to be told soon, and replies that are paid for stay in hand meanwhile.
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 20_000 },
  };
  if (endpoint !== undefined) {
    config.endpoint = endpoint;
    // Services other than Amazon's rarely answer at bucket.host.
    config.forcePathStyle = true;
  }
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    config.credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  }
  return new S3Client(config);
}

export interface S3Location {
  readonly bucket: string;
  /** Without leading slash; a store's prefix ends in "/" or is empty. */
  readonly key: string;
}

/** Takes `s3://bucket/some/key` apart; throws `bad_configuration`. */
export function parseS3Uri(uri: string): S3Location {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(uri);
  if (match?.[1] !== undefined) return { bucket: match[1], key: match[2] ?? '' };
  throw new PipelineError('bad_configuration', `${uri} is no S3 URI: write s3://bucket or s3://bucket/prefix.`, {
    subject: uri,
  });
}
