import { z } from 'zod';

import { PipelineError } from '../errors.ts';
import { RunConfigSchema } from './run-config.ts';
import type { RunConfig } from './run-config.ts';

/** What may differ when a run is extended: more dialogs, another pace, other recommenders. Nothing that made the data. */
const EXTENSIBLE = [
  'target.dialogs',
  'simulation.concurrency',
  'budget',
  'recommender',
  'llm.requestTimeoutMs',
  'llm.replay',
];

/** Validates plain JSON; every problem in one message, each with its field. Throws `bad_configuration`. */
export function resolveConfig(input: unknown): RunConfig {
  const parsed = RunConfigSchema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap(describeIssue);
  throw new PipelineError(
    'bad_configuration',
    `the configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems
      .map((problem) => `  ${problem}`)
      .join('\n')}`,
    { problems },
  );
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `unknown field ${path === '' ? key : `${path}.${key}`}`);
  }
  return [`${path === '' ? 'configuration' : path}: ${issue.message}`];
}

/**
 * The provider "replay" means: the run that stands, answered by its journal alone. The name of who spoke stays, so that the
 * replayed dataset is the same. Throws `bad_configuration` where nothing stands.
 */
export function applyReplay(asked: RunConfig, standing: RunConfig | null): RunConfig {
  if (asked.llm.provider !== 'replay') return asked;
  if (standing === null) {
    throw new PipelineError(
      'bad_configuration',
      `llm.provider: there is no run "${asked.name}" to replay: name one that was made with a model`,
      { subject: 'llm.provider' },
    );
  }
  return { ...asked, llm: { ...asked.llm, provider: standing.llm.provider, replay: true } };
}

export interface ConfigDifference {
  readonly field: string;
  readonly standing: unknown;
  readonly asked: unknown;
}

/** Fields by which two configurations differ, as dotted paths. */
export function configDifferences(standing: unknown, asked: unknown, path = ''): ConfigDifference[] {
  if (isRecord(standing) && isRecord(asked)) {
    const names = [...new Set([...Object.keys(standing), ...Object.keys(asked)])].sort();
    return names.flatMap((name) =>
      configDifferences(standing[name], asked[name], path === '' ? name : `${path}.${name}`),
    );
  }
  return JSON.stringify(standing) === JSON.stringify(asked) ? [] : [{ field: path, standing, asked }];
}

/** Stages whose outputs stand in the store. */
export interface StandingStages {
  readonly reviews: boolean;
  readonly aspects: boolean;
  readonly profiles: boolean;
  readonly targets: boolean;
}

/** What is free to change yet: a run that failed early can be put right under its own name. */
function freeFields(stages: StandingStages): string[] {
  if (!stages.reviews) return [''];
  return [
    ...EXTENSIBLE.filter((field) => field !== 'target.dialogs'),
    ...(stages.aspects ? [] : ['aspects']),
    ...(stages.profiles ? [] : ['profile']),
    ...(stages.targets
      ? []
      : ['target', 'filters.minReviewsPerUser', 'goal', 'plan', 'llm', 'simulation', 'dataset', 'domain']),
  ];
}

/**
 * A run that exists may be continued or extended, never made into another. Throws `run_conflict` with the difference.
 * Fewer dialogs than before is no extension: what was written would have to be taken back.
 */
export function assertExtends(run: string, standing: RunConfig, asked: RunConfig, stages: StandingStages): void {
  const free = freeFields(stages);
  const isExtension = ({ field, standing: before, asked: now }: ConfigDifference): boolean =>
    free.some((name) => name === '' || field === name || field.startsWith(`${name}.`)) ||
    (field === 'target.dialogs' && Number(now) >= Number(before));
  const conflicts = configDifferences(standing, asked).filter((difference) => !isExtension(difference));
  if (conflicts.length === 0) return;
  const lines = conflicts.map(
    ({ field, standing: before, asked: now }) =>
      `  ${field}: ${JSON.stringify(before)} there, ${JSON.stringify(now)} asked`,
  );
  throw new PipelineError(
    'run_conflict',
    `run ${run} exists with another configuration:\n${lines.join('\n')}\nGive the new one another name (--name), or ask for the same.`,
    { problems: lines },
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
