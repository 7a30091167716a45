import type { AspectOrigin } from '../aspects/aspect-origin.ts';
import { count, date, dollars } from '../report/numbers.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { ReviewFunnel } from '../reviews/funnel.ts';
import { SPLITS, type Split } from '../reviews/review.ts';
import type { TokenUsage } from '../simulation/dialog.ts';
import { cardColumns } from './card-columns.ts';
import { sourceTerms } from './source-terms.ts';

interface PromptVersion {
  readonly version: string;
  readonly sha256: string;
}

/** What the card tells of a run: counts from the store, and what made the data. */
export interface CardInput {
  readonly config: RunConfig;
  readonly funnel: ReviewFunnel;
  readonly aspects: { readonly all: number; readonly coherent: number; readonly origin: AspectOrigin };
  readonly dialogs: {
    readonly targets: number;
    readonly settled: number;
    readonly rejected: number;
    readonly duplicates: number;
    readonly bySplit: Readonly<Record<Split, number>>;
    /** Dialogs of the dataset accepted at the first, second, ... attempt. */
    readonly byAttempt: readonly number[];
    /** Dialogs of the dataset by who spoke. */
    readonly byProvider: Readonly<Record<string, number>>;
  };
  /** Of every target tried. */
  readonly usage: TokenUsage;
  /** `labels`: the prompt that names aspects, where a language model does. */
  readonly prompts: PromptVersion & { readonly labels: PromptVersion };
  readonly versions: Readonly<Record<string, string>>;
  /** File of the run's folder to the SHA-256 of its bytes. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** `dataset/README.md`: a Hugging Face dataset card. Says nothing that a reader could take for more than was done. */
export function renderCard(input: CardInput): string {
  const total = SPLITS.reduce((sum, split) => sum + input.dialogs.bySplit[split], 0);
  return [
    frontMatter(input, total),
    `# ${plain(input.config.name)}: conversational recommendation of ${plain(input.config.domain)}`,
    whatItIs(input, total),
    `## Who speaks\n\n${speakers(input)}`,
    `## How it was made\n\n${howMade(input)}`,
    `## From source to dataset\n\n${funnelTable(input, total)}`,
    `## Splits\n\n${splitTable(input)}`,
    `## Columns\n\nOne row a dialog.\n\n${cardColumns()}`,
    `## Loading\n\n${loading()}`,
    `## Limits\n\n${LIMITS}`,
    `## Terms\n\n${sourceTerms(input.funnel.format)}`,
    `## Reproducing it\n\n${reproducing(input)}`,
    `## Cost of making it\n\n${cost(input)}`,
    '',
  ].join('\n\n');
}

/** Data never writes Markdown or HTML of its own here: names stand as plain words on one line. */
export function plain(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\\`*_{}[\]<>#|&]/gu, (character) => `&#${character.codePointAt(0)};`);
}

function frontMatter({ config, dialogs }: CardInput, total: number): string {
  const tags = ['conversational-recommendation', 'recommendation', 'dialog', 'synthetic'];
  if ('template' in dialogs.byProvider) tags.push('template-generated');
  return [
    '---',
    // A JSON string is a YAML string: nothing in a name can end it.
    `pretty_name: ${JSON.stringify(`${config.name}: conversational recommendation of ${config.domain}`)}`,
    'license: other',
    'license_name: terms-of-the-source-reviews',
    'language:',
    '- en',
    'task_categories:',
    '- text-generation',
    '- text-ranking',
    'size_categories:',
    `- ${sizeCategory(total)}`,
    'tags:',
    ...tags.map((tag) => `- ${tag}`),
    'configs:',
    '- config_name: default',
    '  data_files:',
    ...SPLITS.flatMap((split) => [`  - split: ${split}`, `    path: data/${split}-*.parquet`]),
    '---',
  ].join('\n');
}

/** The hub's classes. */
export function sizeCategory(rows: number): string {
  if (rows < 1_000) return 'n<1K';
  if (rows < 10_000) return '1K<n<10K';
  if (rows < 100_000) return '10K<n<100K';
  return '100K<n<1M';
}

function whatItIs({ funnel, config }: CardInput, total: number): string {
  return `${count(total)} dialogs between a user who looks for an item and a system that recommends one. Each leads to an item
that the user really reviewed well (${config.target.minRating} stars or more), and what is claimed of an item names the sentence of a
review that bears it out; so do the user's views, where the user ever wrote of them. The reviews are of ${date(funnel.firstMs)} to ${date(funnel.lastMs)}.`;
}

function speakers({ dialogs, config }: CardInput): string {
  const providers = Object.keys(dialogs.byProvider).sort();
  if (providers.length === 0) return 'The dataset holds no dialog.';
  return providers
    .map((provider) =>
      provider === 'template'
        ? `**${count(dialogs.byProvider[provider] ?? 0)} dialogs were simulated by a template grammar** (\`provider: template\`): no language model and no person
wrote these utterances. They are varied but formulaic; use them to try out tools and models, not to study how people talk.`
        : `${count(dialogs.byProvider[provider] ?? 0)} dialogs were simulated by paired language models (\`provider: ${plain(provider)}\`): user agent
\`${config.llm.userAgent.model}\` at temperature ${config.llm.userAgent.temperature}, system agent \`${config.llm.systemAgent.model}\` at
${config.llm.systemAgent.temperature}. No person wrote these utterances.`,
    )
    .join('\n\n');
}

function halfLifeWords(halfLifeDays: CardInput['config']['profile']['halfLifeDays']): string {
  if (typeof halfLifeDays === 'number') return `a half-life of ${halfLifeDays} days`;
  return halfLifeDays === 'global'
    ? 'a half-life fitted on the training period'
    : 'a half-life for each aspect, fitted on the training period';
}

function howMade({ config, aspects }: CardInput): string {
  const goal =
    config.goal.source === 'target-review'
      ? "The user's goal comes from the target's own review, marked by the evidence role `goal`."
      : "The user's goal comes from the user's profile.";
  return `${armWords(config)}ConvRecStudio's pipeline, after arXiv 2506.17285, in three stages. *Temporal profiling*: ${aspects.all} aspects by contrastive spherical
k-means on review sentences (${aspects.coherent} coherent ones are used); user profiles (${config.profile.use}) and item trajectories${config.profile.use === 'static' ? ', without\ndecay' : `, with\n${halfLifeWords(config.profile.halfLifeDays)}`}. *Planning*: a ${config.plan.kind === 'dag' ? 'directed acyclic graph of super-nodes' : 'fixed chain of super-nodes'} for each
dialog. *Simulation*: a user agent and a system agent with separate knowledge, at most ${config.simulation.maxAttempts} attempts, every one
checked for execution and behaviour by reading the words. ${fitWords(config.name, aspects.origin)}, and nothing in a dialog uses a
review of its own time or later, but for the goal. ${goal}`;
}

/** Who finds the folder of an arm must not take it for a dataset. */
function armWords({ experiment }: CardInput['config']): string {
  if (experiment === null) return '';
  const noise =
    experiment.noise === 0
      ? ''
      : `, with ${Math.round(experiment.noise * 100)} % of the labels of aspects and sentiment made wrong on purpose: **not to be trained on**`;
  return `An arm of an experiment on the run \`${plain(experiment.of)}\`, on its reviews and sentences${noise}. `;
}

/** A run may take its aspects from another, whose training period may be a later one. */
function fitWords(run: string, origin: AspectOrigin): string {
  if (origin.run === run) return 'All fits see the training period only';
  const taken = `Aspects and sentiment were taken from the run \`${plain(origin.run)}\`, fitted on reviews before ${date(origin.trainEndMs)}`;
  return origin.laterThanTraining
    ? `${taken}: **they may have seen reviews of the validation and test periods here**. All other fits see the training period only`
    : `${taken}. All other fits see the training period only`;
}

function funnelTable({ funnel, dialogs }: CardInput, total: number): string {
  const readable = funnel.linesRead - funnel.blankLines - funnel.rejected.total;
  const steps: [string, number][] = [
    ['lines read', funnel.linesRead],
    ['readable reviews', readable],
    ['without clones', readable - funnel.clones.total],
    ['reviews after filters', funnel.kept],
    ['users', funnel.users],
    ['items', funnel.items],
    ['eligible targets', dialogs.targets],
    ['targets tried', dialogs.settled],
    ['given up (simulation drift)', dialogs.rejected],
    ['near-duplicates left out', dialogs.duplicates],
    ['dialogs in the dataset', total],
    ...dialogs.byAttempt.map((accepted, place): [string, number] => [`of these, at attempt ${place + 1}`, accepted]),
  ];
  return markdownTable(
    ['Step', 'Left'],
    steps.map(([step, left]) => [step, count(left)]),
  );
}

function splitTable({ dialogs, funnel }: CardInput): string {
  const until = { train: funnel.trainEndMs, validation: funnel.validationEndMs, test: funnel.lastMs + 1 };
  return `Split by date over all reviews, not at random: a dialog belongs to the period of its target interaction. No review is
cited both by training and by test dialogs.\n\n${markdownTable(
    ['Split', 'Dialogs', 'Until (exclusive, UTC)'],
    SPLITS.map((split) => [split, count(dialogs.bySplit[split]), new Date(until[split]).toISOString()]),
  )}`;
}

function loading(): string {
  return `\`\`\`python
from datasets import load_dataset

dialogs = load_dataset("path/to/this/folder")
print(dialogs["train"][0]["turns"][0]["text"])
\`\`\`

Without that library, the files are plain Parquet:

\`\`\`sql
-- DuckDB
SELECT dialog_id, target_item_id, len(turns) AS turns FROM 'data/train-*.parquet' LIMIT 5;
\`\`\``;
}

const LIMITS = `- Users' wishes are inferred from what they wrote; nobody was asked.
- Aspects and sentiments come from models and lexicons and are wrong at times; quotes are verbatim.
- Who writes reviews, and of what, is not who buys: popular items and active users are over-represented.
- Personal data is masked by pattern where the run's filters say so; a review may still tell of a person.`;

function reproducing({ config, prompts, versions, sha256 }: CardInput): string {
  const settings = [
    ['seed', String(config.seed)],
    ['prompts', `version ${prompts.version}, SHA-256 ${prompts.sha256}`],
    ['label prompt', `version ${prompts.labels.version}, SHA-256 ${prompts.labels.sha256}`],
    ...Object.entries(versions).sort(byName),
  ];
  return `The same source, seed and versions give the same dataset, byte for byte, with the template grammar; with language models, the run's
journal of replies does.\n\n${markdownTable(
    ['What', 'Which'],
    settings.map(([name, value]) => [plain(name ?? ''), plain(value ?? '')]),
  )}\n\n${markdownTable(
    ['File of the run', 'SHA-256'],
    Object.entries(sha256)
      .sort(byName)
      .map(([file, hash]) => [`\`${file}\``, `\`${hash}\``]),
  )}`;
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

function cost({ usage }: CardInput): string {
  return `${count(usage.calls)} model calls, ${count(usage.promptTokens)} prompt and ${count(
    usage.completionTokens,
  )} completion tokens, ${dollars(usage.costMicroUsd / 1e6)}, over all targets tried.`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
