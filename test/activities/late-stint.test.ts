import { afterAll, beforeAll, expect, it } from 'vitest';

import { auditDialog, renderStory } from '../../activities/audit-dialog.ts';
import { openRunFolder } from '../../activities/run-folder.ts';
import { createSimulationActivities } from '../../activities/simulation-activities.ts';
import { PipelineError } from '../../core/errors.ts';
import * as node from '../../core/planning/super-nodes.ts';
import type { Transcript } from '../../core/simulation/dialog.ts';
import { startTranscript } from '../../core/simulation/transcript.ts';
import { config, planOf, planted, replyText, scriptedModel } from '../core/simulation/planted.ts';
import { createSmallStore } from './small-run.ts';
import type { SmallStore } from './small-run.ts';

let store: SmallStore;
beforeAll(async () => {
  store = await createSmallStore();
});
afterAll(() => store.remove());

it('a stint whose worker was given up for lost leaves what its successor spoke meanwhile', async () => {
  const ref = { run: 'late', store: store.ports.defaultStore };
  const folder = openRunFolder(store.ports, ref);
  const plan = planOf([node.openNode({ aspectId: 0, polarity: 'positive', evidenceIds: ['e1'] })]);
  const { dialogId } = plan;
  await folder.writeJson(folder.keys.plan(dialogId), plan);
  const key = folder.keys.transcript(dialogId, 1, 0);
  const successor: Transcript = {
    ...startTranscript(plan, 1),
    visited: [{ nodeId: 'n1', kind: 'open' }],
    turns: [{ turnIndex: 0, speaker: 'system', nodeId: 'n1', text: 'Spoken by the successor.', acts: [] }],
  };
  const scripted = scriptedModel([
    replyText('Hello!', [{ act: 'greet' }]),
    replyText('Hi. Good sound quality, please.', [
      { act: 'greet' },
      { act: 'disclose', aspect: 'Sound Quality', polarity: 'positive', evidence: ['e1'] },
    ]),
  ]);
  const model: typeof scripted = {
    ...scripted,
    async complete(request, signal) {
      await folder.store.create(key, new TextEncoder().encode(JSON.stringify(successor)));
      return scripted.complete(request, signal);
    },
  };
  const unused = (): never => {
    throw new Error('no part of this test');
  };
  const world = { folder, config: config(), base: planted(), target: unused, listener: unused };
  const worlds = { planned: () => Promise.resolve(world) };
  const activities = createSimulationActivities({ ...store.ports, chatModel: () => model }, worlds);
  const stint = { ref, dialogId, attempt: 1, step: 0, nodeId: 'n1', allowance: null, probe: false };
  const result = await store.environment.run(() => activities.simulateSuperNodes(stint));
  expect(result).toMatchObject({ next: null, steps: 1 });
  expect(model.requests.length).toBeGreaterThan(0);
  expect(await folder.store.get(key)).toEqual(new TextEncoder().encode(JSON.stringify(successor)));
});

it('a try that a fault ended is audited as well: who was asked, by which worker, and what it met', async () => {
  const ref = { run: 'broken-off', store: store.ports.defaultStore };
  const folder = openRunFolder(store.ports, ref);
  const plan = planOf([node.openNode({ aspectId: 0, polarity: 'positive', evidenceIds: ['e1'] })]);
  const { dialogId } = plan;
  await folder.writeJson(folder.keys.plan(dialogId), plan);
  await folder.writeJson(folder.keys.clusters, []);
  const replies = [
    replyText('Hello!', [{ act: 'greet' }]),
    replyText('Hi. Good sound quality, please.', [
      { act: 'greet' },
      { act: 'disclose', aspect: 'Sound Quality', polarity: 'positive', evidence: ['e1'] },
    ]),
  ];
  const scripted = scriptedModel([...replies, ...replies]);
  let asked = 0;
  const model: typeof scripted = {
    ...scripted,
    complete(request, signal) {
      if (++asked === 2) throw new PipelineError('model_transport', 'the connection broke');
      return scripted.complete(request, signal);
    },
  };
  const unused = (): never => {
    throw new Error('no part of this test');
  };
  const world = { folder, config: config(), base: planted(), target: unused, listener: unused };
  const activities = createSimulationActivities(
    { ...store.ports, chatModel: () => model },
    { planned: () => Promise.resolve(world) },
  );
  const stint = { ref, dialogId, attempt: 1, step: 0, nodeId: 'n1', allowance: null, probe: false };
  const broken = store.environment.run(() => activities.simulateSuperNodes(stint));
  await expect(broken).rejects.toMatchObject({ code: 'model_transport' });
  const items = { ...folder, readTable: () => Promise.resolve([]) };
  const early = await auditDialog(items, dialogId);
  expect(early.attempts).toMatchObject([{ underWay: true, calls: [{ finish: 'stop' }, { fault: 'model_transport' }] }]);
  expect(renderStory(early)).toMatch(/attempt 1: under way[^]*failed: model_transport/u);

  await store.environment.run(() => activities.simulateSuperNodes(stint));
  const [attempt] = (await auditDialog(items, dialogId)).attempts;
  const fates = attempt?.calls.map(({ fault, finish }) => fault ?? finish);
  expect(fates?.slice(0, 2)).toEqual(['stop', 'model_transport']);
  expect(fates?.length).toBeGreaterThan(3);
  expect(attempt?.turns.length).toBeGreaterThan(1);
});
