import { PipelineError } from '../../core/errors.ts';
import { currentPlatform, type Environment } from './environment.ts';
import { partDirectory } from './install-part.ts';
import { inspectFolder } from './installed-part.ts';
import { PART_NAMES, type PartName, PARTS } from './parts.ts';

/** One part as `doctor` shows it. */
export interface PartState {
  readonly name: PartName;
  readonly version: string;
  readonly purpose: string;
  /** unsupported: not to be had on this platform. */
  readonly state: 'installed' | 'missing' | 'damaged' | 'unsupported';
  readonly path: string | null;
  /** Size on disk; 0 where it is not installed. */
  readonly bytes: number;
  /** What to do, or what happens without it; null where all is well. */
  readonly hint: string | null;
}

/** Looks, changes nothing. */
export async function inspectParts(env: Environment): Promise<PartState[]> {
  return Promise.all(PART_NAMES.map((name) => inspectPart(name, env)));
}

async function inspectPart(name: PartName, env: Environment): Promise<PartState> {
  const recipe = PARTS[name];
  const common = { name, version: recipe.version, purpose: recipe.purpose };
  const without = recipe.fallback === null ? '' : ` (without it, ${recipe.fallback})`;
  let path: string;
  try {
    path = partDirectory(recipe, env, currentPlatform());
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return { ...common, state: 'unsupported', path: null, bytes: 0, hint: error.message + without };
  }
  const inspection = await inspectFolder(path);
  if (inspection.state === 'installed') {
    return { ...common, state: 'installed', path, bytes: inspection.bytes, hint: null };
  }
  const problem = inspection.state === 'damaged' ? `${inspection.problem}; ` : '';
  return { ...common, state: inspection.state, path, bytes: 0, hint: problem + installHint(name) + without };
}

function installHint(name: PartName): string {
  if (name === 'tensorflow-gpu') return 'only for CUDA 12 machines: npx convrecstudio setup --gpu';
  if (name === 's3-server') return 'for tests: npx convrecstudio setup --for tests';
  return 'npx convrecstudio setup';
}
