import { PipelineError } from '../../core/errors.ts';
import { currentPlatform, type Environment } from './environment.ts';
import { installPart, type PartProgress } from './install-part.ts';
import type { InstalledPart } from './installed-part.ts';
import { linkTensorFlow } from './link-tensorflow.ts';
import { type PartName, PARTS } from './parts.ts';

export interface EnsureOptions {
  readonly env: Environment;
  readonly onProgress?: (progress: PartProgress<PartName>) => void;
  readonly signal?: AbortSignal;
}

/** Parts that are a program: their `executable` is its path. */
export type ProgramName = 'temporal' | 's3-server';
/** Parts that the rest can go on without, as announced. */
export type DispensableName = 'entailment' | 'tensorflow-node' | 's3-server';

type Installed<Name extends PartName> = InstalledPart<Name> & {
  readonly state: 'installed';
  readonly executable: Name extends ProgramName ? string : null;
};

/** A part that could not be had, and what happens without it. */
export interface UnavailablePart<Name extends PartName = PartName> {
  readonly state: 'unavailable';
  readonly name: Name;
  readonly reason: string;
  readonly fallback: string;
}

/** What became of each part that was asked for; only dispensable ones can be unavailable. */
export type InstalledParts<Name extends PartName> = {
  readonly [N in Name]: N extends DispensableName ? Installed<N> | UnavailablePart<N> : Installed<N>;
};

/**
 * Installs the named parts where they are missing, all at once (one compiles while another downloads), and links the
 * native TensorFlow into this checkout. Where a part cannot be had but has a fallback, it is announced and listed as
 * unavailable; without one, throws `setup_missing` (all such reasons together). A wrong hash is always an error.
 */
export async function ensureParts<const Name extends PartName>(
  names: readonly Name[],
  options: EnsureOptions,
): Promise<InstalledParts<Name>> {
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const results = await Promise.all(
    [...new Set(names)].map((name) =>
      ensurePart(name, { ...options, signal }).catch((error: unknown) => {
        // Interrupts and wrong hashes end the others at once; a missing tool lets them go on, to be told of all.
        if (!(error instanceof PipelineError && error.code === 'setup_missing')) stop.abort(error);
        return error instanceof Error ? error : new Error('set-up failed', { cause: error });
      }),
    ),
  );
  const failures = results.filter((result) => result instanceof Error);
  if (failures.length > 0) throw combined(failures, stop.signal);
  const parts = results.filter((result) => !(result instanceof Error));
  // One entry for each name asked for, programs with their path: the table in parts.ts, which the tests compare with
  // the two unions above, is beyond the compiler.
  return Object.fromEntries(parts.map((part) => [part.name, part])) as unknown as InstalledParts<Name>;
}

async function ensurePart(
  name: PartName,
  options: EnsureOptions,
): Promise<(InstalledPart<PartName> & { state: 'installed' }) | UnavailablePart> {
  const recipe = PARTS[name];
  const report = (phase: PartProgress['phase'], message: string, receivedBytes = 0, totalBytes = 0): void =>
    options.onProgress?.({ part: name, phase, message, receivedBytes, totalBytes });
  try {
    const platform = currentPlatform();
    const part = await installPart(recipe, { env: options.env, platform, signal: options.signal, report });
    await linkTensorFlow(recipe.build, part);
    return { ...part, state: 'installed' };
  } catch (error) {
    const excusable = error instanceof PipelineError && error.code === 'setup_missing';
    if (!excusable || recipe.fallback === null) throw error;
    report('unavailable', `${error.message} Going on without it: ${recipe.fallback}.`);
    return { state: 'unavailable', name, reason: error.message, fallback: recipe.fallback };
  }
}

function combined(failures: readonly Error[], stop: AbortSignal): Error {
  if (stop.aborted && stop.reason instanceof Error) return stop.reason;
  const [first] = failures;
  if (failures.length === 1 && first !== undefined) return first;
  const problems = failures.map((failure) => failure.message);
  return new PipelineError('setup_missing', `set-up is not complete:\n- ${problems.join('\n- ')}`, { problems });
}
