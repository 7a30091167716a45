import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { RunConfigSchema } from '../../../core/config/run-config.ts';
import { plain, renderCard, sizeCategory, type CardInput } from '../../../core/dataset/card.ts';
import { DATASET_TABLE } from '../../../core/dataset/dataset-table.ts';
import { NO_USAGE } from '../../../core/simulation/dialog.ts';

const input: CardInput = {
  config: RunConfigSchema.parse({ source: { reviews: 'r.jsonl' }, name: 'demo', domain: 'travel backpacks' }),
  funnel: {
    format: 'yelp',
    linesRead: 5000,
    blankLines: 10,
    rejected: { total: 90, byReason: { not_json: 90 } },
    clones: { total: 200, byKind: { sameUserAndText: 200 } },
    filtered: 700,
    kept: 4000,
    users: 321,
    items: 123,
    unnamedItems: 0,
    maskedReviews: 0,
    splits: { train: 2800, validation: 600, test: 600 },
    firstMs: Date.UTC(2010, 0, 1),
    lastMs: Date.UTC(2015, 5, 30),
    trainEndMs: Date.UTC(2014, 0, 1),
    validationEndMs: Date.UTC(2014, 8, 1),
  },
  aspects: {
    all: 20,
    coherent: 17,
    origin: { run: 'demo', encoderId: 'minilm', trainEndMs: Date.UTC(2014, 0, 1), laterThanTraining: false },
  },
  dialogs: {
    targets: 400,
    settled: 130,
    rejected: 6,
    duplicates: 4,
    bySplit: { train: 90, validation: 13, test: 17 },
    byAttempt: [100, 15, 4, 1],
    byProvider: { template: 120 },
  },
  usage: { ...NO_USAGE, calls: 2500, replayed: 3, promptTokens: 10, completionTokens: 20, costMicroUsd: 1_230_000 },
  prompts: { version: '1', sha256: 'abc', labels: { version: '2', sha256: 'def' } },
  versions: { node: '20', convrecstudio: '0.1.0' },
  sha256: { 'dataset/data/train-00000-of-00001.parquet': 'f00' },
};

const frontMatter = (card: string): Record<string, unknown> =>
  parse(card.split('---')[1] ?? '') as Record<string, unknown>;

describe('renderCard', () => {
  const card = renderCard(input);

  it('opens with the front matter that the hub reads', () => {
    expect(frontMatter(card)).toEqual({
      pretty_name: 'demo: conversational recommendation of travel backpacks',
      license: 'other',
      license_name: 'terms-of-the-source-reviews',
      language: ['en'],
      task_categories: ['text-generation', 'text-ranking'],
      size_categories: ['n<1K'],
      tags: ['conversational-recommendation', 'recommendation', 'dialog', 'synthetic', 'template-generated'],
      configs: [
        {
          config_name: 'default',
          data_files: ['train', 'validation', 'test'].map((split) => ({ split, path: `data/${split}-*.parquet` })),
        },
      ],
    });
  });

  it('says whose aspects they are, and where they may have looked ahead', () => {
    const borrowed = { run: 'large', encoderId: 'static-1', trainEndMs: Date.UTC(2015, 0, 1), laterThanTraining: true };
    const ahead = renderCard({ ...input, aspects: { ...input.aspects, origin: borrowed } });
    expect(ahead).toContain('taken from the run `large`, fitted on reviews before 2015-01-01');
    expect(ahead).toContain('they may have seen reviews of the validation and test periods here');
    const earlier = renderCard({
      ...input,
      aspects: { ...input.aspects, origin: { ...borrowed, laterThanTraining: false } },
    });
    expect(earlier).not.toContain('may have seen');
    expect(card).toContain('All fits see the training period only, and nothing');
  });

  it('warns of labels made wrong on purpose, and only then', () => {
    const of = (noise: number): string =>
      renderCard({ ...input, config: { ...input.config, experiment: { of: 'large', noise } } });
    expect(of(0.3)).toContain('An arm of an experiment on the run `large`');
    expect(of(0.3)).toContain('30 % of the labels of aspects and sentiment made wrong on purpose');
    expect(of(0)).not.toContain('on purpose');
    expect(card).not.toContain('experiment');
  });

  it('counts the funnel down to the dialogs', () => {
    for (const line of [
      '| lines read | 5,000 |',
      '| readable reviews | 4,900 |',
      '| without clones | 4,700 |',
      '| reviews after filters | 4,000 |',
      '| dialogs in the dataset | 120 |',
      '| of these, at attempt 2 | 15 |',
    ]) {
      expect(card).toContain(line);
    }
  });

  it('says who spoke, and on what terms the reviews stand', () => {
    expect(card).toContain('simulated by a template grammar');
    expect(card).toContain('Yelp dataset');
    const spoken = renderCard({ ...input, dialogs: { ...input.dialogs, byProvider: { openai: 120 } } });
    expect(spoken).toContain('gpt-4o');
    expect(spoken).not.toContain('template grammar** (');
    expect(frontMatter(spoken)['tags']).not.toContain('template-generated');
  });

  it('names every column, the seed, prompts, versions, hashes and cost', () => {
    for (const column of Object.keys(DATASET_TABLE)) expect(card).toContain(`| \`${column}\` |`);
    for (const fact of ['| seed | 2506 |', 'SHA-256 abc', '| node | 20 |', '`f00`', '$1.23'])
      expect(card).toContain(fact);
  });

  it('lets no name write YAML, Markdown or HTML', () => {
    const name = 'x"\n---\nlicense: mit\n<script>|`*';
    const poisoned = renderCard({ ...input, config: { ...input.config, domain: name } });
    expect(parse(poisoned.split(/^---$/mu)[1] ?? '')).toMatchObject({ license: 'other' });
    expect(poisoned).not.toContain('<script>\n');
    expect(plain(name)).toBe('x" --- license: mit &#60;script&#62;&#124;&#96;&#42;');
  });

  it('sorts sizes into the classes of the hub', () => {
    expect([0, 999, 1000, 12_000, 100_000].map(sizeCategory)).toEqual([
      'n<1K',
      'n<1K',
      '1K<n<10K',
      '10K<n<100K',
      '100K<n<1M',
    ]);
  });
});
