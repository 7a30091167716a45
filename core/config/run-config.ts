import { z } from 'zod';

/**
 * A run's whole input: plain JSON (or YAML), all of it optional but `source.reviews`. Strict: an unknown field is an
 * error. Never credentials, never base URLs: those belong to the worker's environment. What the paper fixes is the
 * default; what it leaves open is our choice, described at the field.
 */

export const FORMATS = ['auto', 'amazon-2014', 'amazon-2018', 'amazon-2023', 'yelp', 'mobilerec', 'generic'] as const;
export const VARIANTS = [
  'popularity',
  'item-knn',
  'text-probe',
  'history-only',
  'dialog-only',
  'concatenation',
  'cross-attention',
  'cross-attention-shuffled-history',
  'fusion',
] as const;
/** What a run trains that asks for nothing: the paper's own comparison, and the levels that cost no training. */
const DEFAULT_VARIANTS = [
  'popularity',
  'item-knn',
  'text-probe',
  'dialog-only',
  'concatenation',
  'cross-attention',
] as const satisfies readonly (typeof VARIANTS)[number][];
export const ENCODERS = ['auto', 'minilm', 'static'] as const;
export const PROVIDERS = ['template', 'openai', 'replay'] as const;

const SourceSchema = z.strictObject({
  reviews: z.string().min(1).describe('Path, file:// or s3:// URI of the reviews (plain or .gz).'),
  items: z.string().min(1).nullable().default(null).describe('Path or URI of the items, where there is one.'),
  format: z.enum(FORMATS).default('auto').describe('Source format; auto recognises it from the first lines.'),
  mapping: z
    .record(z.string(), z.string())
    .default({})
    .describe('generic only: our column name to the source column, e.g. {"user_id": "customer"}.'),
  maxRejectedShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('Share of unreadable lines above which the run stops.'),
});

const FiltersSchema = z.strictObject({
  minReviewsPerUser: z.int().min(1).default(3).describe('Users with fewer reviews are dropped from targets only.'),
  minReviewsPerItem: z.int().min(1).default(1).describe('Items with fewer reviews are dropped (k-core, repeated).'),
  kCore: z.int().min(1).default(1).describe('k-core over users and items; 1 keeps all.'),
  maskPersonalData: z.boolean().default(true).describe('Masks e-mail addresses, phone numbers and URLs in texts.'),
});

const SplitConfigSchema = z.strictObject({
  train: z.number().gt(0).lt(1).default(0.7).describe('Share of the reviews, in time order, in the training period.'),
  validation: z.number().gt(0).lt(1).default(0.15).describe('Share in the validation period; the rest is test.'),
});

/** A schedule of Temporal's starts each of its runs under its own id with the time behind it. */
const RUN_NAME = /^[a-z0-9][a-z0-9._-]{0,62}(-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?$/;
const RUN_NAME_RULE = 'lower-case letters, digits, ".", "_" and "-", at most 63';

const AspectsSchema = z.strictObject({
  clusters: z
    .union([z.int().min(2).max(200), z.literal('auto')])
    .default(20)
    .describe('K: number of aspects (paper: 20); auto: 8 to 40, by how stable they are between halves of the sample.'),
  maxFitSentences: z
    .int()
    .min(100)
    .default(30_000)
    .describe('Units (clauses) of the training period sampled for the fit.'),
  steps: z
    .int()
    .min(0)
    .default(300)
    .describe('InfoNCE steps of the projection head; 0: the principal subspace as it is.'),
  temperature: z.number().gt(0).default(0.1).describe('tau of InfoNCE.'),
  projectionDimension: z.int().min(8).default(128).describe('Dimension of the projection head.'),
  encoder: z
    .enum(ENCODERS)
    .default('auto')
    .describe(
      'static: word vectors distilled from MiniLM on the sampled sentences, many times faster; auto: static above 100,000 reviews.',
    ),
  from: z
    .string()
    .regex(RUN_NAME, RUN_NAME_RULE)
    .nullable()
    .default(null)
    .describe(
      'A run of the same store whose fitted aspects are taken instead of fitting: the other fields are then without effect. ' +
        'It may have seen reviews later than the training period here; the manifest says so.',
    ),
});

const ProfileSchema = z.strictObject({
  use: z.enum(['temporal', 'static', 'none']).default('temporal').describe('static: no decay; none: population prior.'),
  halfLifeDays: z
    .union([z.number().gt(0), z.enum(['global', 'per-aspect'])])
    .default('global')
    .describe('Half-life of w(dt) = exp(-gamma dt), in days; global, per-aspect: fitted on the training period.'),
  priorStrength: z
    .union([z.number().gt(0), z.literal('fitted')])
    .default('fitted')
    .describe('Pseudo-sentences by which profiles shrink to the population; fitted: empirical Bayes.'),
  sparseBelow: z.int().min(0).default(8).describe('Sentences below which a profile or an item counts as sparse.'),
});

const TargetSchema = z.strictObject({
  dialogs: z.int().min(1).default(100).describe('Dialogs wanted, N: the first in seeded order.'),
  until: z
    .enum(['accepted', 'attempted'])
    .default('accepted')
    .describe(
      'accepted: as many targets as N accepted dialogs need; attempted: the first N targets, whatever becomes of them.',
    ),
  minRating: z.number().min(1).max(5).default(4).describe('Lowest rating of a target interaction, stars.'),
  minEarlierReviews: z.int().min(0).default(2).describe('Reviews that the user wrote before the target.'),
  perUser: z.int().min(1).max(200).default(1).describe('Most dialogs a user.'),
});

const PlanSchema = z.strictObject({
  kind: z.enum(['dag', 'flat']).default('dag').describe('flat: a fixed chain, for the ablation.'),
  maxRejected: z.int().min(0).max(3).default(3).describe('Most candidates recommended and turned down before.'),
  candidates: z.int().min(2).max(25).default(6).describe('Candidates that the system agent sees, the target included.'),
});

const AgentSchema = z.strictObject({
  model: z.string().min(1).default('gpt-4o').describe('Model name at the provider (paper: GPT-4o).'),
  temperature: z.number().min(0).max(2).default(0.8).describe('Sampling temperature.'),
  maxOutputTokens: z.int().min(16).default(400).describe('Upper bound of a reply, tokens.'),
});

const LlmSchema = z.strictObject({
  provider: z.enum(PROVIDERS).default('template').describe('template: the embedded grammar, no key needed.'),
  profile: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .default('openai')
    .describe('Model profile that the worker environment defines (key and base URL).'),
  replay: z
    .boolean()
    .default(false)
    .describe('Answer from the run\'s journal only. Set by the provider "replay", which keeps the name of who spoke.'),
  userAgent: AgentSchema.prefault({}),
  systemAgent: AgentSchema.prefault({}),
  requestTimeoutMs: z.int().min(1000).default(120_000).describe('One request, milliseconds.'),
});

const SimulationSchema = z.strictObject({
  maxAttempts: z.int().min(1).max(4).default(4).describe('Attempts a dialog (paper: four).'),
  concurrency: z.int().min(1).max(200).default(16).describe('Dialogs in flight at once.'),
  entailment: z
    .boolean()
    .default(true)
    .describe(
      'Checks ask an entailment model which way free wording leans; false: rules and sentence embeddings alone.',
    ),
});

const BudgetSchema = z.strictObject({
  maxCostUsd: z
    .number()
    .gt(0)
    .nullable()
    .default(null)
    .describe('Cap on what the language models may cost, US dollars; a model of unknown price is then an error.'),
  maxTokens: z.int().min(1).nullable().default(null).describe('Cap on prompt and completion tokens together.'),
});

const DatasetSchema = z.strictObject({
  nearDuplicate: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe('Jaccard similarity of 5-word shingles (titles and quotes aside) from which a dialog is a duplicate.'),
});

const RecommenderSchema = z.strictObject({
  enabled: z.boolean().default(true).describe('Train and evaluate after the dataset is written.'),
  variants: z
    .array(z.enum(VARIANTS))
    .min(1)
    .default([...DEFAULT_VARIANTS]),
  split: z
    .enum(['global-date', 'leave-last-out'])
    .default('global-date')
    .describe(
      "global-date: the run's own split by date; leave-last-out: each user's last interaction tests, the one before validates.",
    ),
  seeds: z.array(z.int().nonnegative()).min(1).default([1]).describe('One training a variant and seed.'),
  dimension: z.int().min(8).default(64).describe('Model width d.'),
  heads: z.int().min(1).default(2).describe('Attention heads; divides the dimension.'),
  epochs: z.int().min(1).default(20),
  batchSize: z.int().min(1).default(64),
  learningRate: z.number().gt(0).default(2e-3),
  dropout: z.number().min(0).lt(1).default(0.2),
  history: z
    .strictObject({
      epochs: z.int().min(1).default(40),
      learningRate: z.number().gt(0).default(1e-3),
      dropout: z.number().min(0).lt(1).default(0.5),
    })
    .prefault({})
    .describe("Training of the history encoder on users' sequences: history-only."),
  maxHistory: z.int().min(1).default(32).describe('Latest items of the history kept.'),
  maxTurns: z.int().min(1).default(32).describe('Latest turns of the dialog kept.'),
  dialogEncoder: z
    .enum(['turns', 'tokens'])
    .default('turns')
    .describe('What X is made of: frozen embeddings of whole turns, or words, each with a learned vector besides.'),
  backend: z.enum(['auto', 'gpu', 'node', 'wasm']).default('auto').describe('An explicit choice must be there.'),
});

/** Set by `experiment` for the arms that it compares; null in a run that stands for itself. */
const ExperimentSchema = z
  .strictObject({
    of: z
      .string()
      .regex(RUN_NAME, RUN_NAME_RULE)
      .describe('A run of the same store whose reviews, aspects and described sentences are taken as they are.'),
    noise: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe("Share of the sentences' aspect labels exchanged, and of their sentiments turned round."),
  })
  .nullable()
  .default(null);

export const RunConfigSchema = z.strictObject({
  name: z.string().regex(RUN_NAME, RUN_NAME_RULE).default('run').describe('The run: its folder and its workflow id.'),
  domain: z.string().min(1).max(80).default('items').describe('What is talked about, e.g. "musical instruments".'),
  seed: z.int().nonnegative().default(2506).describe('The one seed of everything.'),
  store: z.string().nullable().default(null).describe('file:// or s3:// URI; null: the worker default.'),
  source: SourceSchema,
  filters: FiltersSchema.prefault({}),
  split: SplitConfigSchema.prefault({}).refine((split) => split.train + split.validation < 1, {
    message: 'train + validation must leave something for test',
  }),
  aspects: AspectsSchema.prefault({}),
  profile: ProfileSchema.prefault({}),
  goal: z
    .strictObject({
      source: z
        .enum(['target-review', 'profile'])
        .default('target-review')
        .describe("Where the user's goal comes from; the target's own review is marked `role: goal`."),
    })
    .prefault({}),
  target: TargetSchema.prefault({}),
  plan: PlanSchema.prefault({}),
  llm: LlmSchema.prefault({}),
  simulation: SimulationSchema.prefault({}),
  budget: BudgetSchema.prefault({}),
  dataset: DatasetSchema.prefault({}),
  recommender: RecommenderSchema.prefault({}),
  experiment: ExperimentSchema,
});
export type RunConfig = z.infer<typeof RunConfigSchema>;
export type RunConfigInput = z.input<typeof RunConfigSchema>;
export type Variant = (typeof VARIANTS)[number];
