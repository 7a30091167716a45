import { realpathSync } from 'node:fs';
import { dirname, join, basename, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PipelineError } from '../core/errors.ts';

/**
 * A run's input may come from anyone who reaches the Temporal UI: it may only name sources and stores below what the
 * worker's environment allows. Symbolic links are resolved before the comparison.
 */
export function assertAllowed(uri: string, allowed: readonly string[]): void {
  // Any other scheme would read as a relative path of an odd name.
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'file' && scheme !== 's3') {
    throw new PipelineError(
      'source_not_allowed',
      `${uri}: sources and stores are paths, file:// or s3:// URIs; fetch it to a file first`,
      { subject: uri },
    );
  }
  for (const entry of allowed) {
    if (uri.startsWith('s3://') ? isBelowUri(uri, entry) : isBelowPath(uri, entry)) return;
  }
  throw new PipelineError(
    'source_not_allowed',
    `${uri} is outside of what this worker may use: add it to CONVRECSTUDIO_ALLOW (one path or URI a line) and restart the worker`,
    { subject: uri },
  );
}

/** A plain path or a file:// URI as an absolute path. Throws `bad_configuration` for a URI of another machine's file. */
export function toPath(uri: string): string {
  if (!uri.startsWith('file://')) return resolve(uri);
  try {
    return fileURLToPath(uri);
  } catch (error) {
    throw new PipelineError(
      'bad_configuration',
      `${uri} is no file of this machine: a file:// URI has three slashes and the whole path, e.g. file:///data/reviews.jsonl`,
      { subject: uri },
      error,
    );
  }
}

/** A relative path as an absolute one; URIs stay as they are. */
export const locate = (uri: string): string => (/^[a-z][a-z0-9+.-]*:\/\//i.test(uri) ? uri : resolve(uri));

/** The service may take `..` as a way up: then it would lead out of what is allowed. */
const isBelowUri = (uri: string, entry: string): boolean =>
  entry.startsWith('s3://') &&
  !uri.split('/').some((segment) => segment === '.' || segment === '..') &&
  `${uri}/`.startsWith(entry.endsWith('/') ? entry : `${entry}/`);

function isBelowPath(path: string, entry: string): boolean {
  if (entry.startsWith('s3://')) return false;
  const inner = resolveLinks(toPath(path));
  const outer = resolveLinks(toPath(entry));
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

/** The real path, or for what does not exist yet that of its nearest standing folder with the rest behind it. */
function resolveLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(resolveLinks(parent), basename(path));
  }
}
