import { createHash } from 'node:crypto';

import { z } from 'zod';

import { ModelCallSchema } from '../../activities/call-log.ts';
import { runFolder } from '../../activities/run-folder.ts';
import type { RunFolder } from '../../activities/run-folder.ts';
import { EXPORT_FILES } from '../../core/recommender/exported-model.ts';
import { RunSummarySchema } from '../../core/dataset/run-summary.ts';
import { SelectionSchema } from '../../core/dataset/selection.ts';
import { JournalEntrySchema } from '../../core/llm/journal.ts';
import type { JournalEntry } from '../../core/llm/journal.ts';
import { SPLITS } from '../../core/reviews/review.ts';
import { AttemptSchema, DialogRecordSchema } from '../../core/simulation/dialog.ts';
import type { Attempt, DialogRecord } from '../../core/simulation/dialog.ts';
import type { ArtefactStore } from '../../core/storage/artefact-store.ts';
import { createDuckDbTableCodec } from '../../infra/tables/duckdb-table-codec.ts';

/** Everything of a finished run that the bench looks at, read object by object and not through what the run says of itself. */
export interface Truth {
  readonly folder: RunFolder;
  readonly keys: readonly string[];
  readonly records: ReadonlyMap<string, DialogRecord>;
  readonly attempts: readonly Attempt[];
  readonly journal: readonly JournalEntry[];
  /** Places of the calls that the attempts' logs name, as `siteOf` writes them. */
  readonly calledSites: ReadonlySet<string>;
}

type Site = Pick<JournalEntry['site'], 'dialogId' | 'attempt' | 'nodeId' | 'turnIndex' | 'role' | 'call'>;
export const siteOf = ({ dialogId, attempt, nodeId, turnIndex, role, call }: Omit<Site, 'role'> & { role: string }) =>
  [dialogId, attempt, nodeId, turnIndex, role, call].join('/');

export async function readTruth(store: ArtefactStore, run: string): Promise<Truth> {
  const folder = runFolder(store, createDuckDbTableCodec(), { run, store: store.uri });
  const { root } = folder.keys;
  const keys: string[] = [];
  for await (const key of store.list(`${root}/`)) keys.push(key);
  const under = (pattern: RegExp) => keys.filter((key) => pattern.test(key.slice(root.length + 1)));
  const readAll = <T>(found: readonly string[], schema: z.ZodType<T>) =>
    inTurns(found, (key) => folder.readJson(key, schema));
  const records = await readAll(under(/^dialogs\//u), DialogRecordSchema);
  const logs = under(/^calls\//u);
  const calls = await readAll(logs, z.array(ModelCallSchema));
  return {
    folder,
    keys,
    records: new Map(records.map((record) => [record.dialogId, record])),
    attempts: await readAll(under(/^attempts\/[^/]+\/\d+\.json$/u), AttemptSchema),
    journal: await readAll(under(/^llm\//u), JournalEntrySchema),
    calledSites: new Set(
      calls.flatMap((log, index) => {
        const [, dialogId = '', attempt] = /calls\/([^/]+)\/(\d+)-\d+(?:-\d+)?\.json$/u.exec(logs[index] ?? '') ?? [];
        return log.map((call) => siteOf({ ...call, dialogId, attempt: Number(attempt) }));
      }),
    ),
  };
}

/** SHA-256 of what two runs of one configuration must share, byte for byte. */
export async function contentHashes({ folder }: Truth): Promise<Record<string, string>> {
  const { keys, store } = folder;
  const hashes: Record<string, string> = {};
  for (const key of [...SPLITS.map(keys.datasetSplit), keys.selection, keys.rejections, keys.recommenderMetrics]) {
    const bytes = await store.get(key);
    const name = key.slice(keys.root.length + 1);
    hashes[name] = bytes === null ? 'missing' : createHash('sha256').update(bytes).digest('hex');
  }
  return hashes;
}

/** What summary.json, `status --json` and manifest.json say, against counts of the objects; a sentence for each difference. */
export async function countFaults(truth: Truth, told: unknown): Promise<string[]> {
  const { folder, records, attempts, journal } = truth;
  const { keys } = folder;
  const summary = await folder.readJson(keys.summary, RunSummarySchema);
  const { selected, settled } = await folder.readJson(keys.selection, SelectionSchema);
  const { targets } = await folder.readJson(
    keys.targets,
    z.object({ targets: z.array(z.object({ dialogId: z.string() })) }),
  );
  const looked = targets.slice(0, settled).flatMap(({ dialogId }) => records.get(dialogId) ?? []);
  const chosen = new Set(selected);
  const dialogEntries = journal.filter(({ site }) => site.dialogId !== '');
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const byAttempt = [1, 2, 3, 4].map(
    (nth) => looked.filter((record) => chosen.has(record.dialogId) && record.attempts === nth).length,
  );
  let rows = 0;
  for (const split of SPLITS) rows += (await folder.readTable(keys.datasetSplit(split))).length;
  const lookedIds = new Set(looked.map(({ dialogId }) => dialogId));
  const violations = sum(attempts.filter((a) => lookedIds.has(a.dialogId)).map((a) => a.violations.length));
  const pairs: [what: string, said: unknown, counted: unknown][] = [
    ['dialogs.accepted', summary.dialogs.accepted, rows],
    ['selection.selected', selected.length, rows],
    ['dialogs.rejected', summary.dialogs.rejected, looked.filter(({ status }) => status === 'rejected').length],
    ['dialogs.byAttempt', JSON.stringify(summary.dialogs.byAttempt), JSON.stringify(byAttempt)],
    ['llm.calls', summary.llm.calls, dialogEntries.length],
    ['llm.promptTokens', summary.llm.promptTokens, sum(dialogEntries.map(({ reply }) => reply.promptTokens))],
    [
      'llm.completionTokens',
      summary.llm.completionTokens,
      sum(dialogEntries.map(({ reply }) => reply.completionTokens)),
    ],
    ['attempts', attempts.length, sum([...records.values()].map((record) => record.attempts))],
    ['rejections.parquet', (await folder.readTable(keys.rejections)).length, violations],
    ['status --json', JSON.stringify(told), JSON.stringify(summary)],
  ];
  const { sha256 } = await folder.readJson(keys.manifest, z.object({ sha256: z.record(z.string(), z.string()) }));
  for (const [name, digest] of Object.entries(sha256))
    pairs.push([name, digest, await folder.sha256(`${keys.root}/${name}`)]);
  return pairs
    .filter(([, said, counted]) => said !== counted)
    .map(([what, ...both]) => `${what}: ${both.join(' against ')}`);
}

/** Objects that the layout does not know or nothing refers to. */
export async function orphans({
  folder,
  keys: found,
  records,
  attempts,
  journal,
  calledSites,
}: Truth): Promise<string[]> {
  const { keys } = folder;
  const known = new Set<string>(Object.values(keys).filter((key) => typeof key === 'string'));
  for (const split of SPLITS) known.add(keys.datasetSplit(split));
  // Shards, and how they were cut, go when they are merged.
  known.delete(keys.reviewShards);
  const { recommender } = await folder.config();
  for (const variant of recommender.variants)
    for (const seed of recommender.seeds)
      for (const name of [...EXPORT_FILES, 'checkpoint.bin', 'predictions.parquet', 'training.json'])
        known.add(`${keys.recommender(variant, seed)}/${name}`);
  for (const [dialogId, record] of records) {
    known.add(keys.dialog(dialogId)).add(keys.plan(dialogId));
    for (let attempt = 1; attempt <= record.attempts; attempt++) {
      known.add(keys.attempt(dialogId, attempt));
      for (const key of found) if (key.startsWith(keys.callsOf(dialogId, attempt))) known.add(key);
    }
  }
  for (const { digest, site } of journal) {
    const isCalled = site.role === 'namer' || calledSites.has(siteOf(site));
    if (isCalled) known.add(keys.journal(digest));
  }
  const missing = attempts.flatMap(({ dialogId }) =>
    records.has(dialogId) ? [] : [`attempt of no dialog ${dialogId}`],
  );
  return [...found.filter((key) => !known.has(key)), ...missing];
}

async function inTurns<From, To>(values: readonly From[], read: (value: From) => Promise<To>): Promise<To[]> {
  const results: To[] = [];
  for (let at = 0; at < values.length; at += 32)
    results.push(...(await Promise.all(values.slice(at, at + 32).map(read))));
  return results;
}
