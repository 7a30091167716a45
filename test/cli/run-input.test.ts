import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readRunInput } from '../../cli/run-input.ts';

describe('readRunInput', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convrecstudio-input-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('sets the fields of the aspects by flags, over what the file says', async () => {
    const path = join(folder, 'run.yaml');
    await writeFile(
      path,
      'source: { reviews: /data/reviews.jsonl }\naspects: { clusters: 12, encoder: minilm, steps: 50 }\n',
    );
    const config = await readRunInput(path, { aspects: 8, aspectsFrom: 'earlier', encoder: 'static' });
    expect(config.aspects).toMatchObject({ clusters: 8, from: 'earlier', encoder: 'static', steps: 50 });
    expect((await readRunInput(path, {})).aspects).toMatchObject({ clusters: 12, from: null, encoder: 'minilm' });
  });

  it('refuses a run whose name cannot be one', async () => {
    const refused = readRunInput(undefined, { reviews: 'reviews.jsonl', aspectsFrom: '../other' });
    await expect(refused).rejects.toMatchObject({ code: 'bad_configuration' });
    await expect(refused).rejects.toThrow(/aspects\.from/u);
  });
});
