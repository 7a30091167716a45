import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { openListener } from '../../activities/open-listener.ts';
import { openRunWorld } from '../../activities/run-world.ts';
import { readAcceptedDialogs } from '../../bench/accepted-dialogs.ts';
import { openExistingRun } from '../../cli/run-reader.ts';
import { checkFidelityByMeaning } from '../../core/fidelity/check-dialog.ts';
import { makeMutants } from '../../core/judging/mutations/make-mutants.ts';
import { paraphraseDialog } from '../../core/judging/mutations/paraphrases.ts';
import { MUTATORS, type MutationKind } from '../../core/judging/mutations/registry.ts';
import type { DialogPlan } from '../../core/planning/dialog-plan.ts';
import { createRandom, deriveSeed } from '../../core/random.ts';
import type { Transcript } from '../../core/simulation/dialog.ts';
import { predictionFromRow } from '../../core/recommender/prediction-rows.ts';
import { SampleTruthSchema } from '../../core/sample/sample-truth.ts';
import type { SampleTruth } from '../../core/sample/sample-truth.ts';
import { openEncoder } from '../../workers/open-encoder.ts';
import { openEntailment } from '../../workers/open-entailment.ts';
import { startS3Server } from '../infra/storage/s3-server.ts';
import { datasetHashes, openWorkplace, readJsonFile } from './command-line.ts';
import type { Workplace } from './command-line.ts';

const SETTINGS = {
  target: { dialogs: 16 },
  aspects: { clusters: 16, steps: 200 },
  recommender: { enabled: true, epochs: 1, variants: ['popularity', 'cross-attention'] },
};

const FunnelSchema = z.object({
  rejected: z.object({ total: z.number(), byReason: z.record(z.string(), z.number()) }),
  clones: z.object({ total: z.number() }),
});
const RecommendedSchema = z.object({
  top: z.array(z.object({ itemId: z.string(), name: z.string().min(1) })),
  history: z.array(z.object({ itemId: z.string(), attention: z.number().nullable() })),
});
const AssignedSchema = z.object({
  text: z.string(),
  aspects: z.array(z.object({ id: z.number(), label: z.string(), score: z.number(), sentiment: z.number() })).min(1),
  sentiment: z.number().min(-1).max(1),
});

describe('a run on the sample', () => {
  let workplace: Workplace;
  let truth: SampleTruth;
  beforeAll(async () => {
    workplace = await openWorkplace(120);
    truth = SampleTruthSchema.parse(await readJsonFile(workplace.sample.truthPath));
    const ended = await workplace.run(['run', await workplace.configure('first', SETTINGS), '--json']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: 'completed', dialogs: { accepted: 16 } });
  });
  afterAll(() => workplace.close());

  it('finds the broken lines and the clones that were planted', async () => {
    const funnel = FunnelSchema.parse(await readJsonFile(join(workplace.runFolder('first'), 'reviews', 'funnel.json')));
    expect(funnel.rejected.total).toBe(truth.broken.length);
    expect(funnel.clones.total).toBe(truth.clones.length);
  });

  it('finds the planted aspects and their polarity in new sentences, by assign', async () => {
    const gold = truth.reviews
      .flatMap(({ sentences }) => sentences)
      .flatMap(({ text, aspects }) => {
        const [only, ...more] = aspects;
        return only === undefined || more.length > 0 || text.includes('\n') ? [] : [{ text, ...only }];
      })
      .slice(0, 1500);
    const input = join(workplace.folder, 'sentences.txt');
    await writeFile(input, gold.map(({ text }) => `${text}\n`).join(''));
    const ended = await workplace.run(['assign', 'first', '--input', input]);
    expect(ended.code, ended.stderr).toBe(0);
    const found = ended.stdout
      .trim()
      .split('\n')
      .map((line) => AssignedSchema.parse(JSON.parse(line)));
    expect(found.map(({ text }) => text)).toEqual(gold.map(({ text }) => text));

    // Clusters are named by the majority on one half, and judged on the other.
    const votes = new Map<number, Map<string, number>>();
    const half = Math.floor(gold.length / 2);
    for (const [index, { aspect }] of gold.slice(0, half).entries()) {
      const cluster = votes.get(found[index]?.aspects[0]?.id ?? -1) ?? new Map<string, number>();
      cluster.set(aspect, (cluster.get(aspect) ?? 0) + 1);
      votes.set(found[index]?.aspects[0]?.id ?? -1, cluster);
    }
    const nameOf = (id: number): string | undefined => [...(votes.get(id) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0];
    const judged = gold.slice(half).map((sentence, index) => ({ ...sentence, ...(found[half + index] ?? found[0]!) }));
    const right = judged.filter(({ aspect, aspects }) => nameOf(aspects[0]?.id ?? -1) === aspect).length;
    expect(right / judged.length).toBeGreaterThan(0.75);
    const rightSign = judged.filter(({ polarity, sentiment }) => sentiment > 0 === (polarity === 'positive')).length;
    expect(rightSign / judged.length).toBeGreaterThan(0.75);
  });

  it('recommends for its test dialogs exactly what their evaluation predicted, from the saved models', async () => {
    const folder = await openExistingRun('first', workplace.folder);
    const predictions = (
      await folder.readTable(`${folder.keys.recommender('cross-attention', 1)}/predictions.parquet`)
    ).map(predictionFromRow);
    expect(predictions.length).toBeGreaterThan(0);
    for (const { dialog_id: dialogId, top10 } of predictions.slice(0, 3)) {
      const file = join(workplace.runFolder('first'), 'dialogs', `${dialogId}.json`);
      const ended = await workplace.run(['recommend', 'first', '--dialog', file, '--json']);
      expect(ended.code, ended.stderr).toBe(0);
      const { top, history } = RecommendedSchema.parse(JSON.parse(ended.stdout));
      expect(top.map(({ itemId }) => itemId)).toEqual(top10);
      expect(history.reduce((sum, { attention }) => sum + (attention ?? 0), 0)).toBeCloseTo(1, 3);
    }
    const nowhere = await workplace.run(['recommend', 'first', '--dialog', 'nowhere.json', '--variant', 'dialog-only']);
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere.json') });
    const turns = join(workplace.folder, 'turns.jsonl');
    await writeFile(turns, '{"speaker": "user", "text": "Something small, please."}\n');
    const untrained = await workplace.run(['recommend', 'first', '--dialog', turns, '--variant', 'dialog-only']);
    expect(untrained).toMatchObject({ code: 1, stderr: expect.stringContaining('there are cross-attention-1') });
    const plain = await workplace.run(['recommend', 'first', '--dialog', turns]);
    expect(plain).toMatchObject({ code: 0, stdout: expect.stringContaining('no history') });
  });

  it('gives the same bytes at another concurrency, on s3://', async () => {
    const s3 = await startS3Server();
    if (s3 === null) throw new Error('the S3 server of the set-up is missing');
    try {
      await s3.createBucket('dialogs');
      const path = await workplace.configure('second', {
        ...SETTINGS,
        simulation: { concurrency: 3 },
        recommender: { enabled: false },
      });
      const store = 's3://dialogs/some/prefix';
      const args = ['run', path, '--store', store];
      const env = definedOnly(s3.environment);
      const ended = await workplace.run(args, env);
      expect(ended.code, ended.stderr).toBe(0);
      const out = join(workplace.folder, 'exported');
      const exported = await workplace.run(['export', 'second', '--store', store, '--out', out], env);
      expect(exported.code, exported.stderr).toBe(0);
      const first = await datasetHashes(workplace.runFolder('first'));
      for (const [name, hash] of Object.entries(first)) {
        expect(await sha256(join(out, 'data', name)), name).toBe(hash);
      }
      const again = await workplace.run(args, env);
      expect(again).toMatchObject({ code: 0 });
      expect(again.stderr).toContain('run second is done');
      const refused = await workplace.run(['status', 'second', '--store', store], {
        ...env,
        AWS_SECRET_ACCESS_KEY: 'wrong',
      });
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('store_denied');
    } finally {
      await s3.stop();
    }
  });

  it('has checks that catch what is broken, of every kind, and let pass what is honest in other words', async () => {
    const { caught, refused } = await mutationsOf('first', workplace.folder);
    const shares = [...caught.values()];
    const listed = JSON.stringify(Object.fromEntries(caught));
    // Of ten mutants a kind, one may escape, of all of them 5 %.
    expect(Math.min(...shares), listed).toBeGreaterThanOrEqual(1 - 1 / PER_KIND);
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length, listed).toBeGreaterThanOrEqual(0.95);
    // Whole dialogs, every turn in other words: at most one of sixteen.
    expect(refused).toBeLessThanOrEqual(1 / 16);
  });

  it('is extended by more dialogs without making anything again', async () => {
    const before = JSON.stringify(await readJsonFile(join(workplace.runFolder('first'), 'dialogs', 'd000003.json')));
    const path = await workplace.configure('first', { ...SETTINGS, target: { dialogs: 19 } });
    const ended = await workplace.run(['run', path, '--json']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ dialogs: { requested: 19, accepted: 19 } });
    expect(JSON.stringify(await readJsonFile(join(workplace.runFolder('first'), 'dialogs', 'd000003.json')))).toBe(
      before,
    );
    const fewer = await workplace.run(['run', await workplace.configure('first', SETTINGS)]);
    expect(fewer.code).toBe(2);
    expect(fewer.stderr).toContain('target.dialogs: 19 there, 16 asked');
  });

  it('shows what it found and made', async () => {
    const shows = async (args: readonly string[], ...words: readonly string[]) => {
      const ended = await workplace.run(args);
      expect(ended.code, ended.stderr).toBe(0);
      for (const word of words) expect(ended.stdout).toContain(word);
    };
    await shows(['inspect', 'aspects', 'first'], 'phrases');
    await shows(['inspect', 'plan', 'first', 'd000000'], '-->', 'recommend');
    await shows(['inspect', 'dialog', 'first', 'd000000'], 'system', 'user');
    await shows(['audit', 'first', 'd000000'], 'attempt 1', 'target:');
    await shows(['evaluate', 'first'], 'cross-attention', 'random');
    await shows(['status', 'first'], 'run first: completed');
    const report = await readFile(join(workplace.runFolder('first'), 'report', 'index.html'), 'utf8');
    expect(report).toContain('cross-attention');
  });
});

const PER_KIND = 10;

/** The whole mutation suite, with larger numbers and by variant: bench/mutations.ts. */
async function mutationsOf(run: string, store: string) {
  const folder = await openExistingRun(run, store);
  const { base } = await openRunWorld(folder);
  const ports = { encoder: () => openEncoder(process.env), entailment: () => openEntailment(process.env) };
  const listener = await openListener(ports, folder);
  const dialogs = await readAcceptedDialogs(folder);
  const isRefused = async (plan: DialogPlan, transcript: Transcript): Promise<boolean> =>
    (await checkFidelityByMeaning({ plan, base, transcript }, listener)).length > 0;
  const share = async (all: readonly { readonly plan: DialogPlan; readonly transcript: Transcript }[]) => {
    let refused = 0;
    for (const { plan, transcript } of all) if (await isRefused(plan, transcript)) refused++;
    return refused / all.length;
  };
  const caught = new Map<string, number>();
  for (const kind of Object.keys(MUTATORS) as MutationKind[]) {
    const made = makeMutants(kind, dialogs, base, { count: PER_KIND, seed: 3 });
    expect(made.length, kind).toBe(PER_KIND);
    const mutants = made.map(({ dialog, mutant }) => ({ plan: dialog.plan, transcript: mutant.transcript }));
    caught.set(kind, await share(mutants));
  }
  const honest = dialogs.map((dialog) => {
    const random = createRandom(deriveSeed(3, dialog.plan.dialogId));
    return { plan: dialog.plan, transcript: paraphraseDialog(dialog, base, random).transcript };
  });
  return { caught, refused: await share(honest) };
}

async function sha256(path: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

const definedOnly = (environment: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
