import type { PlanVariety } from '../../judging/plan-variety.ts';
import { reasonChart } from '../charts/reason-chart.ts';
import { html, type Html } from '../html.ts';
import { namesOf } from '../names.ts';
import { count, decimal, percent, spread } from '../numbers.ts';
import type { ReportInput } from '../report-input.ts';
import { table } from '../table.ts';

/** How the dataset's plans differ, and what candidates were turned down for. */
export function plansSection(input: ReportInput): Html | null {
  const { plans } = input.audit;
  if (plans.plans === 0) return null;
  const { labelOf } = namesOf(input);
  return html`<p>
      Of the ${count(plans.plans)} plans that the dataset's dialogs follow. A shape is a plan's kinds of nodes, what is
      optional or alternative, and their order, whatever they are about.
    </p>
    ${reasonChart(plans.reasons.map(({ aspectId, count: times }) => ({ label: labelOf(aspectId), times })))}
    ${table('Variety of plans', [{ head: 'Measure' }, { head: 'Value' }, { head: 'What it is', kind: 'wide' }], rows(plans))}`;
}

function rows(plans: PlanVariety): [string, string, string][] {
  const turnedDown = Object.entries(plans.turnedDown).map(([candidates, times]) => `${candidates}: ${count(times)}`);
  const kinds = Object.entries(plans.kindsPerPlan).map(
    ([kind, mean]) => `${kind.replaceAll('_', ' ')} ${decimal(mean, 1)}`,
  );
  return [
    ['Shapes', count(plans.shapes), `the most frequent is that of ${percent(plans.largestShape)} of the plans`],
    ['Pairs of plans of different shape', percent(plans.pairsApart), 'of all pairs'],
    [
      'Entropy of shapes',
      `${decimal(plans.shapeEntropy, 2)} bits`,
      `at most ${decimal(Math.log2(plans.plans), 2)}, were every plan another`,
    ],
    ['Nodes a plan', spread(plans.nodesPerPlan), kinds.join(', ')],
    [
      'With freedom',
      percent(plans.withOptional),
      `have something optional; ${percent(plans.withAlternatives)} have alternatives`,
    ],
    [
      'A critique answered by comparing',
      percent(plans.comparedAnew),
      'of the plans allow it, beside a new recommendation',
    ],
    ['Candidates turned down', turnedDown.join(', '), 'plans by how many'],
    [
      'Entropy of reasons',
      `${decimal(plans.reasonEntropy, 2)} bits`,
      'over the aspects that something was turned down for',
    ],
    [
      'Questions a plan',
      `${decimal(plans.elicits.sparse, 1)}, ${decimal(plans.elicits.rest, 1)}`,
      'to users of whom little is known, to the others',
    ],
    [
      'Claims on the target',
      `${decimal(plans.claims.sparse, 1)}, ${decimal(plans.claims.rest, 1)}`,
      'where little is known of it, else',
    ],
    [
      'Due to the user',
      `${percent(plans.fit.own)}, ${percent(plans.fit.others)}`,
      'of the aspects spoken of, goals aside, the plan’s own user had written of before, and another plan’s user had',
    ],
  ];
}
