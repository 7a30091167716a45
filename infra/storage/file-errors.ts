import { PipelineError } from '../../core/errors.ts';

/** The code of a Node.js system error ("ENOSPC"), or null. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What a read meets where there is no artefact: nothing, a folder, or a file where the key wants a folder. */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** For `.catch`: nothing there is null, any other fault goes on. */
export function absentAsNull(error: unknown): null {
  if (ABSENT.has(systemCode(error) ?? '')) return null;
  throw error;
}

const DENIED: Readonly<Record<string, string>> = {
  EACCES: 'permission denied: give this user the right to it, or choose another store',
  EPERM: 'operation not permitted: give this user the right to it, or choose another store',
  EROFS: 'the file system is read-only: choose a store on a writable one',
  ENOTDIR: 'part of the path is a file, not a folder: choose another store, or move that file away',
  EISDIR: 'it is a folder where an artefact should be: move that folder away',
  ELOOP: 'it is a symbolic link: an artefact is a plain file',
  ENAMETOOLONG: 'the path is too long for this file system: choose a store with a shorter path',
};

/** These pass once somebody makes room, so they are retried. */
const UNAVAILABLE: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the device: free some, and the work goes on by itself',
  EDQUOT: 'the disk quota is used up: free some, and the work goes on by itself',
  EMFILE: 'too many open files: raise the limit (ulimit -n) or lower the concurrency',
  ENFILE: 'too many open files on this machine',
};

/** A file system's fault as the store's: what was tried on which path, and the way out. */
export function fileStoreError(error: unknown, action: string, path: string): PipelineError {
  if (error instanceof PipelineError) return error;
  const code = systemCode(error);
  const denied = code === null ? undefined : DENIED[code];
  if (denied !== undefined) {
    return new PipelineError(
      'store_denied',
      `Cannot ${action} ${path}: ${denied} (${code}).`,
      { subject: path },
      error,
    );
  }
  const reason = (code === null ? undefined : UNAVAILABLE[code]) ?? 'the file system failed';
  const detail = code ?? String(error);
  return new PipelineError(
    'store_unavailable',
    `Cannot ${action} ${path}: ${reason} (${detail}).`,
    { subject: path },
    error,
  );
}
