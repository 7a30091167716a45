import { constants } from 'node:fs';
import { access, copyFile, link, lstat, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { PipelineError } from '../../core/errors.ts';
import { assertArtefactPrefix } from '../../core/storage/artefact-key.ts';
import type { ArtefactStore, LocalFile } from '../../core/storage/artefact-store.ts';
import { containedPath } from './contained-path.ts';
import { absentAsNull, fileStoreError, systemCode } from './file-errors.ts';
import { listKeys } from './file-listing.ts';
import { openNew, sweepAbandoned, syncFolder, temporaryPathFor } from './temporary-file.ts';

/** The folder of a `file:///...` URI or of a plain path (relative to the working folder). */
export function localPathOf(uriOrPath: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(uriOrPath)) return resolve(uriOrPath);
  try {
    return fileURLToPath(uriOrPath);
  } catch (cause) {
    throw new PipelineError(
      'bad_configuration',
      `${uriOrPath} is not the URI of a local file: write file:///absolute/path, or a plain path.`,
      { subject: uriOrPath },
      cause,
    );
  }
}

/**
 * Artefacts as files under one folder. A write goes to a temporary file in the artefact's own folder, is flushed, and
 * takes its name in one step: `rename` for put, `link` (which refuses a name that is taken) for create.
 */
class FileStore implements ArtefactStore {
  readonly uri: string;
  readonly #root: string;
  /** Folders in which this process has already looked for what killed writers left. */
  readonly #swept = new Set<string>();

  constructor(uriOrPath: string) {
    this.#root = localPathOf(uriOrPath);
    this.uri = pathToFileURL(this.#root).href;
  }

  async get(key: string): Promise<Uint8Array | null> {
    const path = await containedPath(this.#root, key);
    return await attempt('read', path, async () => {
      const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(absentAsNull);
      if (handle === null) return null;
      try {
        return new Uint8Array(await handle.readFile());
      } catch (error) {
        return absentAsNull(error);
      } finally {
        await handle.close();
      }
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#write(key, (temporary) => writeFlushed(temporary, bytes), rename);
  }

  async create(key: string, bytes: Uint8Array): Promise<boolean> {
    // Most creates of a repeated step end here, without a write; `link` below decides the others.
    if (await this.exists(key)) return false;
    let created = true;
    const publish = async (temporary: string, path: string): Promise<void> => {
      try {
        await link(temporary, path);
      } catch (error) {
        if (systemCode(error) !== 'EEXIST') throw error;
        created = false;
      }
      await rm(temporary, { force: true });
    };
    await this.#write(key, (temporary) => writeFlushed(temporary, bytes), publish);
    return created;
  }

  async exists(key: string): Promise<boolean> {
    const path = await containedPath(this.#root, key);
    return await attempt('read', path, async () => (await lstat(path).catch(absentAsNull))?.isFile() ?? false);
  }

  list(prefix: string): AsyncIterable<string> {
    assertArtefactPrefix(prefix);
    return listKeys(this.#root, prefix);
  }

  async putFile(key: string, localPath: string): Promise<void> {
    await attempt('read', localPath, () => access(localPath, constants.R_OK).catch(missingSource(key, localPath)));
    const write = async (temporary: string): Promise<void> => {
      await (await openNew(temporary)).close();
      await copyFile(localPath, temporary);
      await flush(await open(temporary, 'r+'));
    };
    await this.#write(key, write, rename);
  }

  async localFile(key: string): Promise<LocalFile> {
    const path = await containedPath(this.#root, key);
    if (!(await this.exists(key))) {
      throw new PipelineError('artefact_missing', `There is no ${key} in ${this.uri}.`, { subject: key });
    }
    return { path, release: () => Promise.resolve() };
  }

  async delete(key: string): Promise<void> {
    const path = await containedPath(this.#root, key);
    await attempt('delete', path, async () => {
      await rm(path).catch(absentAsNull);
    });
  }

  async #write(
    key: string,
    write: (temporary: string) => Promise<void>,
    publish: (temporary: string, path: string) => Promise<void>,
  ): Promise<void> {
    const path = await containedPath(this.#root, key);
    const temporary = temporaryPathFor(path);
    await attempt('write', path, async () => {
      try {
        await this.#sweepOnce(dirname(path));
        await write(temporary);
        await publish(temporary, path);
        await syncFolder(dirname(path));
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        throw error;
      }
    });
  }

  async #sweepOnce(folder: string): Promise<void> {
    if (this.#swept.has(folder)) return;
    this.#swept.add(folder);
    await sweepAbandoned(folder);
  }
}

/** A caller's own mistake, which no retry mends. */
function missingSource(key: string, localPath: string): (error: unknown) => never {
  return (error) => {
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new PipelineError(
      'internal',
      `There is no file ${localPath} to store as ${key}.`,
      { subject: localPath },
      error,
    );
  };
}

async function attempt<T>(action: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileStoreError(error, action, path);
  }
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  await flush(await openNew(path), bytes);
}

/** Writes the bytes, if any, makes the file's content durable, and closes it. */
async function flush(handle: FileHandle, bytes?: Uint8Array): Promise<void> {
  try {
    if (bytes !== undefined) await handle.writeFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Port `ArtefactStore` over a local or mounted folder, given as `file:///...` or as a path. Touches nothing yet. */
export function createFileStore(uriOrPath: string): ArtefactStore {
  return new FileStore(uriOrPath);
}
