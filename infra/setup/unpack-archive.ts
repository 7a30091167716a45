import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

import { PipelineError } from '../../core/errors.ts';
import type { KeepRule } from './part-recipe.ts';

/**
 * Unpacks the entries that the rules name, and nothing else, below a folder. Archives come with their hash checked; yauzl
 * checks entry sizes and refuses absolute and ".." names. A rule that names an entry which is not there is `artefact_invalid`.
 */
export async function unpackArchive(
  archive: string,
  rules: readonly KeepRule[],
  directory: string,
  signal?: AbortSignal,
): Promise<void> {
  const zip = await openPromise(archive, { autoClose: false });
  const used = new Set<KeepRule>();
  try {
    for await (const entry of zip.eachEntry()) {
      for (const rule of rules) {
        const target = targetOf(rule, entry.fileName);
        if (target === null) continue;
        used.add(rule);
        await unpackEntry(zip, entry, rule, insideOf(directory, target), directory, signal);
      }
    }
  } finally {
    zip.close();
  }
  const unused = rules.find((rule) => !used.has(rule));
  if (unused !== undefined) {
    const wanted = 'entry' in unused ? unused.entry : `${unused.prefix}*`;
    throw new PipelineError('artefact_invalid', `${archive} holds no ${wanted}`, { subject: archive });
  }
}

/** Relative path of the unpacked file, or null where the rule does not take the entry. Folders are never entries. */
function targetOf(rule: KeepRule, entryName: string): string | null {
  if (entryName.endsWith('/')) return null;
  if ('entry' in rule) {
    if (rule.entry !== entryName) return null;
    return 'to' in rule ? rule.to : '.nested.zip';
  }
  if (!entryName.startsWith(rule.prefix)) return null;
  const rest = entryName.slice(rule.prefix.length);
  return rule.only === undefined || rule.only.test(rest) ? rule.to + rest : null;
}

/** Belt and braces: no name from an archive leads out of the folder. */
function insideOf(directory: string, target: string): string {
  const path = join(directory, target);
  if (relative(directory, path).startsWith('..')) {
    throw new PipelineError('artefact_invalid', `an archive entry leads out of its folder: ${target}`);
  }
  return path;
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  rule: KeepRule,
  target: string,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const stream = await zip.openReadStreamPromise(entry);
  await pipeline(stream, createWriteStream(target), signal === undefined ? {} : { signal });
  if ('nested' in rule) {
    await unpackArchive(target, rule.nested, directory, signal);
    await rm(target);
  } else if ('executable' in rule && rule.executable) {
    await chmod(target, 0o755);
  }
}
