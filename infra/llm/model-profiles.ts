import { z } from 'zod';

import { PipelineError } from '../../core/errors.ts';
import type { PriceTable } from '../../core/llm/model-price.ts';
import type { Rates } from '../../core/llm/rate-window.ts';
import { LIST_PRICES } from './prices.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A model endpoint that the worker's environment defines and that a run names. */
export interface ModelProfile {
  readonly name: string;
  /** Null: the client's default, https://api.openai.com/v1. */
  readonly baseUrl: string | null;
  /** A function, so that neither JSON nor a log of the profile shows the key. */
  readonly revealKey: () => string | null;
  /** Of models that the list of prices does not know, or knows wrongly; US dollars for a million tokens. */
  readonly prices: PriceTable;
  /** What the account allows, and the store in which its workers share it (null: the run's); null: not known here. */
  readonly rates: (Rates & { readonly store: string | null }) | null;
}

export type ModelProfiles = ReadonlyMap<string, ModelProfile>;

const PROFILE_VARIABLE = /^CONVRECSTUDIO_PROFILE_([A-Z][A-Z0-9_]*?)_(API_KEY|BASE_URL|PRICES|RATES)$/;

const BaseUrlSchema = z
  .url({ protocol: /^https?$/, error: 'is not an http(s) URL' })
  // Errors tell the address: no password may stand in it.
  .refine((text) => !hasCredentials(text), { error: 'holds a user or password: give the key by itself' });
const PriceSchema = z.strictObject({ prompt: z.number().nonnegative(), completion: z.number().nonnegative() });
function hasCredentials(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}
const PRICES_RULE =
  'is not JSON like {"my-model": {"prompt": 0.5, "completion": 1.5}}, US dollars for a million tokens';
const PricesSchema = z.string().transform((text, context): PriceTable => {
  const parsed = z.record(z.string(), PriceSchema).safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: PRICES_RULE });
  return z.NEVER;
});

const rate = z.int().min(1).nullable().default(null);
const RateSchema = z
  .strictObject({
    requestsPerMinute: rate,
    tokensPerMinute: rate,
    store: z
      .string()
      .regex(/^(file|s3):\/\//)
      .nullable()
      .default(null),
  })
  .refine(({ requestsPerMinute, tokensPerMinute }) => requestsPerMinute !== null || tokensPerMinute !== null);
const RATES_RULE =
  'is not JSON like {"requestsPerMinute": 500, "tokensPerMinute": 30000}: one of them or both, whole numbers of 1 or more, ' +
  'and, where the runs of the account lie in several stores, "store": the file:// or s3:// URI in which they share it';
const RatesSchema = z.string().transform((text, context): NonNullable<ModelProfile['rates']> => {
  const parsed = RateSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: RATES_RULE });
  return z.NEVER;
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const KeySchema = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'holds a space, a line break or another character that no key has');

/** "local-llm" is defined by CONVRECSTUDIO_PROFILE_LOCAL_LLM_API_KEY and ..._BASE_URL, "openai" also by OPENAI_*. */
function variablesOf(profile: string) {
  const stem = profile === 'openai' ? 'OPENAI' : `CONVRECSTUDIO_PROFILE_${profile.toUpperCase().replaceAll('-', '_')}`;
  return {
    apiKey: `${stem}_API_KEY`,
    baseUrl: `${stem}_BASE_URL`,
    prices: `${stem}_PRICES`,
    rates: `${stem}_RATES`,
  };
}

/** Names of the profiles of which anything is set, in order. */
function profileNames(environment: Environment): string[] {
  const names = new Set<string>();
  for (const [variable, value] of Object.entries(environment)) {
    const name = PROFILE_VARIABLE.exec(variable)?.[1];
    if (name !== undefined && value !== undefined && value !== '') names.add(name.toLowerCase().replaceAll('_', '-'));
  }
  if (environment['OPENAI_API_KEY'] || environment['OPENAI_BASE_URL']) names.add('openai');
  return [...names].sort();
}

/**
 * Every model profile of the environment. Throws `bad_configuration` with all problems in one message (never a value:
 * it might be a key). A profile without a key is no problem until a run asks for it: `requireProfile`.
 */
export function readModelProfiles(environment: Environment): ModelProfiles {
  const problems: string[] = [];
  const read = <T>(variable: string, schema: z.ZodType<T>): T | null => {
    const value = environment[variable];
    if (value === undefined || value === '') return null;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    problems.push(`${variable} ${parsed.error.issues[0]?.message ?? 'is not valid'}`);
    return null;
  };
  const profiles = new Map<string, ModelProfile>();
  if (Object.keys(environment).some((variable) => variable.startsWith('CONVRECSTUDIO_PROFILE_OPENAI_'))) {
    problems.push(
      'CONVRECSTUDIO_PROFILE_OPENAI_... is not read: the profile "openai" is set by OPENAI_API_KEY and OPENAI_BASE_URL',
    );
  }
  for (const name of profileNames(environment)) {
    const variables = variablesOf(name);
    const baseUrl = read(variables.baseUrl, BaseUrlSchema);
    const apiKey = read(variables.apiKey, KeySchema);
    const prices = read(variables.prices, PricesSchema) ?? {};
    const rates = read(variables.rates, RatesSchema);
    profiles.set(name, { name, baseUrl, revealKey: () => apiKey, prices, rates });
  }
  if (problems.length === 0) return profiles;
  throw new PipelineError('bad_configuration', `The environment's model profiles are wrong: ${problems.join('; ')}.`, {
    subject: 'environment',
    problems,
  });
}

/** The profile that a run names, with its key; throws `model_key_missing` naming the variable to set. */
export function requireProfile(profiles: ModelProfiles, name: string): { profile: ModelProfile; apiKey: string } {
  const profile = profiles.get(name);
  const apiKey = profile?.revealKey() ?? null;
  if (profile !== undefined && apiKey !== null) return { profile, apiKey };
  const variables = variablesOf(name);
  const defined = [...profiles.keys()];
  throw new PipelineError(
    'model_key_missing',
    `The model profile "${name}" has no key: set ${variables.apiKey} (and ${variables.baseUrl} for an endpoint other than ` +
      `OpenAI's; any value where it wants no key) in the worker's environment, or run with the provider "template". ` +
      `Profiles defined: ${defined.length === 0 ? 'none' : defined.join(', ')}.`,
    { subject: variables.apiKey },
  );
}

/** The list's prices with the profile's own, which win. */
export const priceTableOf = (profiles: ModelProfiles, name: string): PriceTable => ({
  ...LIST_PRICES,
  ...profiles.get(name)?.prices,
});

export const pricesVariableOf = (profile: string): string => variablesOf(profile).prices;
