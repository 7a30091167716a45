/**
 * Whether plans differ because users differ, or because the seed draws them so: for the targets of a run whose profiles
 * stand, plans of one target under several seeds against plans of different users under one seed.
 *   npx tsx bench/plan-variety.ts RUN [--store URI] [--targets 150] [--seeds 4]
 * Distances of two plans in [0, 1], means over pairs: content, 1 - Jaccard index of their (kind of node, aspect) pairs;
 * reasons, the same of the aspects that candidates are turned down for; items, of the items recommended; shape, 1 where
 * the shapes differ.
 */
import { parseArgs } from 'node:util';

import { openRunWorld } from '../activities/run-world.ts';
import { openExistingRun } from '../cli/run-reader.ts';
import type { DialogPlan } from '../core/planning/dialog-plan.ts';
import { planShape } from '../core/planning/plan-shape.ts';
import { createPlanner } from '../core/planning/planner.ts';
import { selectTargets } from '../core/planning/select-targets.ts';

const DISTANCES: Readonly<Record<string, (plan: DialogPlan) => ReadonlySet<string>>> = {
  content: ({ nodes }) =>
    new Set(
      nodes.flatMap(({ kind, acts }) =>
        acts.flatMap(({ aspectId }) => (aspectId === null ? [] : [`${kind} ${aspectId}`])),
      ),
    ),
  reasons: ({ rejected }) => new Set(rejected.map(({ aspectId }) => `${aspectId}`)),
  items: ({ rejected, targetItemId }) => new Set([targetItemId, ...rejected.map(({ itemId }) => itemId)]),
  shape: (plan) => new Set([planShape(plan)]),
};

function apart(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((feature) => other.has(feature)).length;
  const all = one.size + other.size - both;
  return all === 0 ? 0 : 1 - both / all;
}

/** Mean over all pairs of each group. */
function meanApart(groups: readonly (readonly DialogPlan[])[], of: (plan: DialogPlan) => ReadonlySet<string>): number {
  let [sum, pairs] = [0, 0];
  for (const group of groups) {
    const features = group.map(of);
    for (const [place, one] of features.entries()) {
      for (const other of features.slice(place + 1)) {
        sum += apart(one, other);
        pairs++;
      }
    }
  }
  return sum / pairs;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { store: { type: 'string' }, targets: { type: 'string' }, seeds: { type: 'string' } },
  });
  const [run = ''] = positionals;
  const { base, config } = await openRunWorld(await openExistingRun(run, values.store));
  const targets = selectTargets(base, config);
  const planned = targets.slice(0, Number(values.targets ?? 150));
  const seeds = Array.from({ length: Number(values.seeds ?? 4) }, (_, place) => config.seed + place);
  const bySeed = seeds.map((seed) => {
    const planner = createPlanner({ base, config: { ...config, seed }, targets });
    return planned.map((target) => planner.plan(target));
  });
  const byTarget = planned.map((_, place) => bySeed.flatMap((plans) => plans.slice(place, place + 1)));
  process.stdout.write(`${planned.length} targets, ${seeds.length} seeds; mean distance of two plans\n`);
  process.stdout.write(
    `${'of'.padEnd(10)}${'one user, other seeds'.padStart(24)}${'other users, one seed'.padStart(24)}\n`,
  );
  for (const [name, of] of Object.entries(DISTANCES)) {
    const [seedsApart, usersApart] = [meanApart(byTarget, of), meanApart(bySeed, of)];
    process.stdout.write(
      `${name.padEnd(10)}${seedsApart.toFixed(3).padStart(24)}${usersApart.toFixed(3).padStart(24)}\n`,
    );
  }
}

await main();
