import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';

import { ROLES } from '../../../workers/roles.ts';
import { taskQueues } from '../../../workflows/contract.ts';
import { installCheckers, promtool } from './checkers.ts';
import type { Checkers } from './checkers.ts';

const run = promisify(execFile);
const project = fileURLToPath(new URL('../../../', import.meta.url));
const deploy = join(project, 'infra', 'deploy');
const read = (path: string): Promise<string> => readFile(join(deploy, path), 'utf8');

const TextsSchema = z.record(z.string(), z.coerce.string());
const ServiceSchema = z.object({
  image: z.string(),
  command: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  environment: TextsSchema.default({}),
});
const ManifestSchema = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });
const DeploymentSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        securityContext: z.object({ runAsNonRoot: z.literal(true) }),
        containers: z.array(
          z.object({
            args: z.array(z.string()),
            env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
            resources: z.object({ limits: z.record(z.string(), z.unknown()) }),
          }),
        ),
      }),
    }),
  }),
});
/** What KEDA's temporal scaler takes, by its documentation (2.17 and later). */
const ScaledObjectSchema = z.strictObject({
  apiVersion: z.literal('keda.sh/v1alpha1'),
  kind: z.literal('ScaledObject'),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.strictObject({
    scaleTargetRef: z.strictObject({ name: z.string() }),
    minReplicaCount: z.int().nonnegative(),
    maxReplicaCount: z.int().positive(),
    pollingInterval: z.int(),
    cooldownPeriod: z.int(),
    triggers: z.tuple(
      [
        z.strictObject({
          type: z.literal('temporal'),
          metadata: z.strictObject({
            endpoint: z.string().regex(/:\d+$/),
            namespace: z.string(),
            taskQueue: z.string(),
            queueTypes: z.enum(['workflow', 'activity']),
            targetQueueSize: z.string().regex(/^\d+$/),
            activationTargetQueueSize: z.string().regex(/^\d+$/),
          }),
        }),
      ],
      z.strictObject({
        type: z.literal('prometheus'),
        metadata: z.strictObject({
          serverAddress: z.url(),
          query: z.string(),
          threshold: z.string().regex(/^\d+$/),
          activationThreshold: z.string().regex(/^\d+$/),
        }),
      }),
    ),
  }),
});

const SECRET = /PASSWORD|PWD|SECRET|API_KEY|CODEC_KEYS|ACCESS_KEY|TOKEN/u;

describe('the files of a deployment', () => {
  let checkers: Checkers | null = null;
  let scratch = '';
  beforeAll(async () => {
    checkers = await installCheckers();
    scratch = await mkdtemp(join(tmpdir(), 'convrecstudio-deploy-'));
  });
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  const compose = async () => parse(await read('compose/compose.yaml'), { merge: true }) as { services: unknown };
  const services = async () => z.record(z.string(), ServiceSchema).parse((await compose()).services);
  const manifests = async () => {
    const names = (await readdir(join(deploy, 'kubernetes'))).filter(
      (name) => name.endsWith('.yaml') && name !== 'kustomization.yaml',
    );
    const texts = await Promise.all(names.map((name) => read(`kubernetes/${name}`)));
    return texts.flatMap((text) => parseAllDocuments(text).map((one) => ManifestSchema.parse(one.toJS())));
  };
  const deployments = async () =>
    (await manifests())
      .filter(({ kind }) => kind === 'Deployment')
      .map((one) => DeploymentSchema.parse(one).spec.template.spec);

  it('compose keeps to its specification', async ({ skip }) => {
    if (checkers === null) return skip('no checkers');
    const departures = async (file: unknown): Promise<string> => {
      const path = join(scratch, 'compose.json');
      await writeFile(path, JSON.stringify(file));
      const script = fileURLToPath(new URL('check_compose.py', import.meta.url));
      return (await checkers?.python([script, checkers.composeSchema, path]))?.stdout ?? '';
    };
    expect(await departures(await compose())).toBe('');
    expect(await departures({ services: { a: { imagge: 'x' } } })).toContain('imagge');
  });

  it('compose publishes on loopback alone, pins its images and holds no secret', async () => {
    const text = await read('compose/compose.yaml');
    for (const [name, { image, ports, environment }] of Object.entries(await services())) {
      expect(image, name).toMatch(/:v?\d+\.\d+(\.\d+)?(-\w+)?$/u);
      for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:\d+:\d+$/u);
      const secrets = Object.entries(environment).filter(([variable]) => SECRET.test(variable));
      for (const [variable, value] of secrets) {
        expect(value, `${name}: ${variable}`).toMatch(/^\$\{\w+:[-?][^}]*\}$/u);
      }
    }
    expect(text).not.toMatch(/network_mode|privileged|docker\.sock/u);
    const example = await read('compose/environment.example');
    const filled = [...example.matchAll(/^(\w+)=(.+)$/gmu)].map(([, name]) => name);
    expect(filled).toEqual(['COMPOSE_PROJECT_NAME']);
  });

  it('Kubernetes takes the manifests, every field of them', async ({ skip }) => {
    if (checkers === null) return skip('no checkers');
    const check = async (manifest: object) => {
      const path = join(scratch, 'manifest.yaml');
      await writeFile(path, JSON.stringify(manifest));
      return checkers?.python(['-m', 'kubernetes_validate', '-k', '1.34.0', '--strict', path]);
    };
    const all = (await manifests()).filter(({ kind }) => kind !== 'ScaledObject');
    expect(all.map(({ kind }) => kind).sort()).toEqual([
      'ConfigMap',
      ...Array<string>(4).fill('Deployment'),
      'Namespace',
    ]);
    for (const manifest of all) await check(manifest);
    const refused = check({ ...all[0], spek: {} });
    await expect(
      refused.catch((error: { stdout: string; stderr: string }) => error.stdout + error.stderr),
    ).resolves.toContain('spek');
  });

  it('scales each scarce resource by the backlog of its own queue', async () => {
    const all = await manifests();
    const scaled = all.filter(({ kind }) => kind === 'ScaledObject').map((one) => ScaledObjectSchema.parse(one).spec);
    const queues = taskQueues('convrecstudio');
    expect(scaled.map(({ scaleTargetRef, triggers }) => [scaleTargetRef.name, triggers[0].metadata.taskQueue])).toEqual(
      [
        ['worker-dialogs', queues.dialogs],
        ['worker-profiling', queues.profiling],
        ['worker-training', queues.training],
      ],
    );
    const named = new Set(all.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name));
    for (const { scaleTargetRef } of scaled) expect(named).toContain(scaleTargetRef.name);
  });

  it('every role has workers, none as root, and training one GPU a pod', async () => {
    const rolesOf = (args: readonly string[]): string[] =>
      args[0] === 'worker' && args[1] === '--roles' ? (args[2] ?? '').split(',') : [];
    const inCompose = Object.values(await services()).flatMap(({ command }) => rolesOf(command));
    expect(new Set(inCompose)).toEqual(new Set(ROLES));
    const pods = await deployments();
    expect(pods.flatMap(({ containers }) => containers.flatMap(({ args }) => rolesOf(args))).sort()).toEqual(
      [...ROLES].sort(),
    );
    for (const { containers } of pods) {
      for (const { args, resources } of containers) {
        expect(resources.limits['nvidia.com/gpu'], args.join(' ')).toBe(args.includes('training') ? 1 : undefined);
      }
    }
  });

  it('hadolint finds nothing in the Dockerfile', async ({ skip }) => {
    if (checkers === null) return skip('no checkers');
    const file = join(deploy, 'docker', 'Dockerfile');
    expect((await run(checkers.hadolint, ['--no-color', file])).stdout).toBe('');
    const bad = join(scratch, 'Dockerfile');
    await writeFile(bad, 'FROM node\nRUN cd / && sudo ls\n');
    await expect(run(checkers.hadolint, ['--no-color', bad])).rejects.toMatchObject({
      stdout: expect.stringMatching(/DL3004/),
    });
  });

  it.skipIf(promtool === undefined)(
    `promtool takes configuration and rules${promtool === undefined ? " (skipped: no promtool; Debian's package prometheus)" : ''}`,
    async () => {
      const { stdout } = await run(promtool ?? '', ['check', 'config', join(deploy, 'prometheus', 'prometheus.yml')]);
      expect(stdout).toMatch(/SUCCESS: \d+ rules found/u);
    },
  );

  it('scrapes the workers that compose starts, and provisions the dashboard where it lies', async () => {
    const prometheus = await read('prometheus/prometheus.yml');
    const workers = Object.keys(await services()).filter((name) => name.startsWith('worker-'));
    for (const name of workers) expect(prometheus).toContain(name);
    const dashboard = JSON.parse(await read('grafana/dashboards/convrecstudio.json')) as { panels: { id: number }[] };
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(await read('grafana/provisioning/dashboards/convrecstudio.yaml')).toContain('/var/lib/grafana/dashboards');
  });

  it('names no variable that nobody reads', async () => {
    const sources = await Promise.all(
      ['workers', 'infra', 'cli'].map(async (folder) => {
        const names = (await readdir(join(project, folder), { recursive: true })).filter((name) =>
          name.endsWith('.ts'),
        );
        return Promise.all(names.map((name) => readFile(join(project, folder, name), 'utf8')));
      }),
    );
    const code = sources.flat().join('\n');
    const files = await Promise.all(
      [
        'compose/compose.yaml',
        'docker/Dockerfile',
        'kubernetes/environment.yaml',
        'temporal-cloud/environment.example',
      ].map(read),
    );
    const containers = (await deployments()).flatMap(({ containers }) => containers);
    const variables = new Set([
      ...Object.values(await services()).flatMap(({ environment }) => Object.keys(environment)),
      ...containers.flatMap(({ env }) => env.map(({ name }) => name)),
      ...files.flatMap((text) => text.match(/\b(?:CONVRECSTUDIO|TEMPORAL|OPENAI|OTEL|AWS|TFJS)_[A-Z0-9_]+\b/gu) ?? []),
    ]);
    expect(variables.size).toBeGreaterThan(30);
    const unread = [...variables].filter(
      (name) => !OTHERS.has(name) && !code.includes(name.replace(/^OPENAI_/u, '${stem}_')) && !code.includes(name),
    );
    expect(unread).toEqual([]);
  });
});

/** Read by what is not ours: other images, compose itself, the AWS SDK, node, the NVIDIA container runtime. */
const OTHERS = new Set(
  [
    'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION POSTGRES_USER POSTGRES_PASSWORD SQL_PASSWORD',
    'DB DB_PORT POSTGRES_SEEDS POSTGRES_PWD BIND_ON_IP NUM_HISTORY_SHARDS TEMPORAL_CODEC_ENDPOINT',
    'ROOT_ACCESS_KEY ROOT_SECRET_KEY GF_SECURITY_ADMIN_PASSWORD GF_ANALYTICS_REPORTING_ENABLED',
    // Of compose's own file.
    'CONVRECSTUDIO_BUCKET CONVRECSTUDIO_REVIEWS NODE_ENV NVIDIA_VISIBLE_DEVICES NVIDIA_DRIVER_CAPABILITIES',
  ].flatMap((names) => names.split(' ')),
);
