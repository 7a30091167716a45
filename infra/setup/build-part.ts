import { mkdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

import { PipelineError } from '../../core/errors.ts';
import type { Environment } from './environment.ts';
import type { Build, PartRecipe } from './part-recipe.ts';
import { type CommandResult, runCommand } from './run-command.ts';

interface BuildContext {
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Where the part's files stand, and where the built ones are put. */
  readonly directory: string;
}

const require = createRequire(import.meta.url);

/** Compiles what a part needs compiled. Throws `setup_missing`, naming the compiler that is not there. */
export async function buildPart(build: Build, context: BuildContext): Promise<void> {
  switch (build.kind) {
    case 'none':
      return;
    case 'tensorflow-binding':
      return buildTensorFlowBinding(build, context);
  }
}

/** Folder of an installed npm package; throws `setup_missing` where it is not installed. */
export function packageFolder(packageName: string): string {
  try {
    return dirname(require.resolve(`${packageName}/package.json`));
  } catch (cause) {
    const message = `npm package ${packageName} is not installed: run npm ci`;
    throw new PipelineError('setup_missing', message, { subject: packageName }, cause);
  }
}

/**
 * The one g++ call that tfjs-node's own install script would make through node-gyp, against the libraries and headers
 * of the Python wheel and the N-API headers from npm.
 */
async function buildTensorFlowBinding(
  build: Extract<Build, { kind: 'tensorflow-binding' }>,
  context: BuildContext,
): Promise<void> {
  const { directory } = context;
  const source = packageFolder(build.packageName);
  await expectVersion(source, build);
  const output = join(directory, 'lib/napi-v8');
  await mkdir(output, { recursive: true });
  const libraries = join(directory, 'deps/lib');
  const args = ['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8', '-w'];
  args.push('-I', join(directory, 'headers'), '-I', join(packageFolder('node-api-headers'), 'include'));
  args.push(join(source, 'binding/tfjs_backend.cc'), join(source, 'binding/tfjs_binding.cc'));
  args.push('-L', libraries, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2');
  // Relative to the addon's true place, so that the finished folder can be moved.
  args.push('-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', join(output, 'tfjs_binding.node'));
  const compiler = context.env['CXX'] ?? 'g++';
  const result = await runCommand(compiler, args, context);
  if (result.status !== 'ok') {
    throw buildFailure(compiler, 'the native TensorFlow binding', 'apt-get install g++', result);
  }
  await rm(join(directory, 'headers'), { recursive: true });
}

const PackageSchema = z.object({ version: z.string() });

async function expectVersion(folder: string, build: Extract<Build, { kind: 'tensorflow-binding' }>): Promise<void> {
  const { version } = PackageSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  if (version === build.packageVersion) return;
  const message = `${build.packageName} ${version} is installed, ${build.packageVersion} is expected: run npm ci`;
  throw new PipelineError('setup_missing', message, { subject: build.packageName });
}

function buildFailure(
  program: string,
  what: string,
  remedy: string,
  result: Exclude<CommandResult, { status: 'ok' }>,
): PipelineError {
  const message =
    result.status === 'missing'
      ? `${program} was not found; set-up builds ${what} with it. Install it (e.g. ${remedy}).`
      : `${program} could not build ${what}:\n${result.output.slice(-1500)}`;
  return new PipelineError('setup_missing', message, { subject: what });
}

/** Starts what was installed once, before it is moved into place: a part that cannot run here is not installed. */
export async function checkPart(recipe: PartRecipe, context: BuildContext): Promise<void> {
  const { directory, env, signal } = context;
  const { executable, addon } = recipe;
  const attempts: (readonly [string, readonly string[]])[] = [];
  if (executable !== null && executable.check !== null)
    attempts.push([join(directory, executable.path), executable.check]);
  if (addon !== null) attempts.push([process.execPath, ['-e', 'require(process.argv[1])', join(directory, addon)]]);
  for (const [program, args] of attempts) {
    const result = await runCommand(program, args, { env, signal });
    if (result.status === 'ok') continue;
    const output = result.status === 'failed' ? result.output.slice(-1500) : 'it cannot be started';
    const message = `${recipe.name} ${recipe.version} does not run on this machine: ${output}`;
    throw new PipelineError('setup_missing', message, { subject: recipe.name });
  }
}
