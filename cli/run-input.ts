import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { parse } from 'yaml';

import { resolveConfig } from '../core/config/resolve-config.ts';
import type { RunConfig } from '../core/config/run-config.ts';
import { PipelineError } from '../core/errors.ts';
import { locate } from '../workers/allow-list.ts';

/** Flags of `run` that set a field of the configuration, over what the file says. */
export interface RunFlags {
  readonly reviews?: string;
  readonly items?: string;
  readonly format?: string;
  readonly name?: string;
  readonly dialogs?: number;
  readonly aspects?: number | 'auto';
  readonly aspectsFrom?: string;
  readonly encoder?: string;
  readonly store?: string;
  readonly llm?: string;
  readonly domain?: string;
  readonly seed?: number;
}

/** The file (YAML or JSON) with the flags over it, validated, with local paths made absolute for the workers. */
export async function readRunInput(configPath: string | undefined, flags: RunFlags): Promise<RunConfig> {
  const fromFile = configPath === undefined ? {} : await readConfigFile(configPath);
  const input = structuredClone(fromFile);
  const set = (path: readonly string[], value: unknown): void => {
    if (value !== undefined) setField(input, path, value);
  };
  set(['source', 'reviews'], flags.reviews);
  set(['source', 'items'], flags.items);
  set(['source', 'format'], flags.format);
  set(['name'], flags.name);
  set(['domain'], flags.domain);
  set(['seed'], flags.seed);
  set(['store'], flags.store);
  set(['target', 'dialogs'], flags.dialogs);
  set(['aspects', 'clusters'], flags.aspects);
  set(['aspects', 'from'], flags.aspectsFrom);
  set(['aspects', 'encoder'], flags.encoder);
  set(['llm', 'provider'], flags.llm);
  if (input['source'] === undefined) {
    throw new PipelineError(
      'bad_configuration',
      'source.reviews: no reviews were named: give --reviews PATH or a configuration file',
    );
  }
  const config = resolveConfig(input);
  return {
    ...config,
    store: config.store === null ? null : absoluteStore(config.store),
    source: {
      ...config.source,
      reviews: locate(config.source.reviews),
      items: config.source.items === null ? null : locate(config.source.items),
    },
  };
}

/** `--store` takes a plain folder as well. */
export const absoluteStore = (uri: string): string =>
  /^[a-z0-9]+:\/\//.test(uri)
    ? uri
    : new URL(`file://${resolve(uri).split('/').map(encodeURIComponent).join('/')}`).href;

async function readConfigFile(path: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new PipelineError(
      'bad_configuration',
      `the configuration file ${path} cannot be read`,
      { subject: path },
      error,
    );
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new PipelineError('bad_configuration', `${path} is not valid YAML: ${reason}`, { subject: path }, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PipelineError('bad_configuration', `${path}: a mapping of fields was expected`, { subject: path });
  }
  return value as Record<string, unknown>;
}

function setField(target: Record<string, unknown>, [name, ...rest]: readonly string[], value: unknown): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = target[name];
  const record: Record<string, unknown> =
    typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  target[name] = record;
  setField(record, rest, value);
}
