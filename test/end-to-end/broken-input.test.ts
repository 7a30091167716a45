import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openWorkplace } from './command-line.ts';
import type { Ended, Workplace } from './command-line.ts';

/** Each: one clear message on standard error, the exit code, and nothing half-written. */
describe('broken input', () => {
  let workplace: Workplace;
  beforeAll(async () => {
    workplace = await openWorkplace(40);
  });
  afterAll(() => workplace.close());

  const expectRefusal = async (args: readonly string[], code: number, ...words: readonly string[]) => {
    return expectRefused(await workplace.run(args), code, words);
  };
  const expectRefused = (ended: Ended, code: number, words: readonly string[]): Ended => {
    expect(ended.code, ended.stderr).toBe(code);
    for (const word of words) expect(ended.stderr).toContain(word);
    expect(ended.stderr.match(/^error/gm)).toHaveLength(1);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    return ended;
  };
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(workplace.folder, name);
    await writeFile(path, text);
    return path;
  };

  it('names a missing file', async () => {
    await expectRefusal(['run', '--reviews', 'nowhere.jsonl'], 1, 'source_missing', 'nowhere.jsonl', 'does not exist');
    expect(existsSync(join(workplace.folder, 'runs'))).toBe(false);
  });

  it('says why its workers do not start, once', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    try {
      const metrics = `127.0.0.1:${port}`;
      const ended = await workplace.run(['run', '--reviews', workplace.sample.reviewsPath, '--name', 'portless'], {
        CONVRECSTUDIO_METRICS: metrics,
      });
      expectRefused(ended, 2, [
        'the dialogs worker does not start: CONVRECSTUDIO_METRICS',
        metrics,
        'name a free port',
      ]);
    } finally {
      taken.close();
    }
  });

  it('names unknown and wrong fields, all of them', async () => {
    const path = await write(
      'wrong.yaml',
      'source: {reviews: sample/reviews.jsonl}\nseeed: 1\ntarget: {dialogs: -3}\n',
    );
    await expectRefusal(['run', path], 2, 'unknown field seeed', 'target.dialogs');
    await expectRefusal(['run'], 2, 'source.reviews');
    await expectRefusal(['run', await write('no.yaml', 'a: [')], 2, 'no.yaml', 'YAML');
  });

  it('asks for the key of a provider before anything starts', async () => {
    await expectRefusal(
      ['run', '--reviews', workplace.sample.reviewsPath, '--llm', 'openai', '--name', 'keyless'],
      2,
      'model_key_missing',
      'OPENAI_API_KEY',
    );
    expect(existsSync(workplace.runFolder('keyless'))).toBe(false);
  });

  it('names a store that cannot be written', async () => {
    const locked = join(workplace.folder, 'locked');
    // A file where a folder should be: refused even to root.
    await writeFile(locked, '');
    await chmod(locked, 0o400);
    await expectRefusal(
      ['run', '--reviews', workplace.sample.reviewsPath, '--store', join(locked, 'store')],
      1,
      'store_denied',
      'locked',
    );
  });

  it('stops at a source of another kind, naming file and line', async () => {
    const path = await write('poem.jsonl', 'shall I compare thee\nto a summer’s day\n');
    await expectRefusal(['run', '--reviews', path, '--name', 'poem'], 1, 'source_format', 'poem.jsonl');
  });

  it('stops where half of the lines are broken, with the reasons', async () => {
    const lines = (await readFile(workplace.sample.reviewsPath, 'utf8')).trim().split('\n').slice(0, 200);
    const half = lines.map((line, index) => (index % 2 === 0 ? line : line.slice(0, line.length / 2)));
    const path = await write('half.jsonl', `${half.join('\n')}\n`);
    await expectRefusal(['run', '--reviews', path, '--name', 'half'], 1, 'too_many_rejects', 'half.jsonl');
    expect(existsSync(join(workplace.runFolder('half'), 'reviews'))).toBe(false);
  });

  it('says why no user is eligible, and how to go on', async () => {
    const path = await workplace.configure('lonely', { target: { minEarlierReviews: 500 } });
    await expectRefusal(['run', path], 1, 'no_eligible_targets', 'target.minEarlierReviews');
  });

  it('refuses another configuration under a run’s name, showing the difference', async () => {
    await mkdir(workplace.runFolder('lonely'), { recursive: true });
    const path = await workplace.configure('lonely', { seed: 1, target: { minEarlierReviews: 500 } });
    await expectRefusal(['run', path], 2, 'run_conflict', 'seed: 2506 there, 1 asked');
  });

  it('says what is no run, no dialog and no command', async () => {
    await expectRefusal(['audit', 'nothing', 'd000001'], 2, 'nothing');
    await expectRefusal(['audit', 'lonely', '../../etc/passwd'], 2, 'no dialog id');
    expect((await workplace.run(['dance'])).code).toBe(2);
    expect((await workplace.run(['run', '--help'])).code).toBe(0);
  });
});
