import { CREDIBLE_LEVEL } from '../../profiles/intervals.ts';
import type { DecayCandidate, SideFit } from '../../profiles/profile-fit.ts';
import type { EvidenceSpread } from '../../profiles/sparsity.ts';
import { decayChart } from '../charts/decay-chart.ts';
import { evidenceChart } from '../charts/evidence-chart.ts';
import { html, type Html } from '../html.ts';
import { count, decimal, percent, signed } from '../numbers.ts';
import type { ReportInput } from '../report-input.ts';
import { table } from '../table.ts';

/** Whether decay earns its place, and how much of the profiles is evidence. */
export function profilingSection({ profiling: { fit, sparsity }, config }: ReportInput): Html {
  const sides = [
    { name: 'Users', fit: fit.users, spread: sparsity.users },
    { name: 'Items', fit: fit.items, spread: sparsity.items },
  ] as const;
  return html`<h3>Sparse profiles</h3>
    <p>
      ${sparsityWords('users', sparsity.users, sparsity.sparseBelow)}
      ${sparsityWords('items', sparsity.items, sparsity.sparseBelow)} A sparse profile stays close to the population's:
      that is the failure signature <em>generic priors</em>. Plans elicit more and claim less there.
    </p>
    <div class="charts">${sides.map(({ name, spread }) => evidenceChart(name, spread, sparsity.sparseBelow))}</div>
    ${spreadTable(sides)}
    <h3>Decay</h3>
    <p>
      Each review of the training period with earlier ones of the same user (or item) is predicted from the profile as
      of its time: its aspects and their sentiments. Less log-loss is better; losses are out of fold.
    </p>
    ${sides.map((side) => html`<p class="verdict">${verdict(side.name, side.fit, config.profile.use)}</p>`)}
    <div class="charts">${sides.map((side) => decayChart(side.name, side.fit.decay))}</div>
    ${sides.map(({ name, fit: side }) => decayTables(name, side))}`;
}

function sparsityWords(
  what: string,
  { profiles, sparse, empty, generic }: EvidenceSpread,
  sparseBelow: number,
): string {
  const half = generic === null ? '' : ` ${count(generic)} owe more than half of their saliences to the population.`;
  const share = profiles === 0 ? null : sparse / profiles;
  return `${count(sparse)} of ${count(profiles)} ${what} (${percent(share)}) have fewer than ${sparseBelow} sentences on coherent aspects, ${count(empty)} none at all.${half}`;
}

function spreadTable(sides: readonly { readonly name: string; readonly spread: EvidenceSpread }[]): Html {
  const quantiles = ['10 %', '25 %', 'Median', '75 %', '90 %'];
  return table(
    'Sentences behind a profile at the end of the data',
    [
      { head: 'Profiles of' },
      ...[...quantiles, 'Sparse', "Population's share"].map((head) => ({ head, kind: 'number' as const })),
    ],
    sides.map(({ name, spread }) => [
      name,
      ...quantiles.map((_, place) => decimal(spread.quantiles[place], 0)),
      percent(spread.profiles === 0 ? null : spread.sparse / spread.profiles),
      percent(spread.meanPriorShare),
    ]),
  );
}

/** In words, and never more than the interval says. */
export function verdict(
  name: string,
  { decay, halfLifeDays }: SideFit,
  use: ReportInput['config']['profile']['use'],
): string {
  const statics = decay.versus.find(({ versus }) => versus === 'static');
  if (statics === undefined)
    return `${name}: too few reviews in the training period to tell whether decay earns its place.`;
  const { low, high } = statics.interval;
  const figures = `log-loss a review ${signed(statics.difference, 4)} against static profiles, 95 % from ${signed(low, 4)} to ${signed(high, 4)}, ${count(decay.predictions)} reviews of ${count(decay.entities)} ${name.toLowerCase()}`;
  const place = decay.earnsItsPlace
    ? 'decay earns its place'
    : low > 0
      ? 'decay does not earn its place here: static profiles predict better'
      : 'decay does not earn its place here: the interval includes 0';
  const days = [...new Set(halfLifeDays.flatMap((one) => one ?? []))].sort((a, b) => a - b);
  const kept = use === 'static' || days.length === 0 ? 'profiles are static' : `half-life ${days.join(', ')} days`;
  return `${name}: ${place} (${figures}); ${kept}.`;
}

function decayTables(name: string, { decay, salienceStrength }: SideFit): Html | null {
  if (decay.candidates.length === 0) return null;
  const number = (head: string) => ({ head, kind: 'number' as const });
  return html`<details>
    <summary>${name}: every half-life in figures</summary>
    ${table(
      `Log-loss a review, nats; prior strength of saliences ${decimal(salienceStrength, 1)} sentences; credible intervals at ${percent(CREDIBLE_LEVEL)}`,
      [{ head: 'Memory' }, number('Aspects'), number('Sentiment'), number('Both')],
      decay.candidates.map((one) => [
        memoryName(one),
        decimal(one.salienceLogLoss, 4),
        decimal(one.sentimentLogLoss, 4),
        decimal(one.logLoss, 4),
      ]),
    )}
    ${table(
      'The fitted decay less each other, a review, 95 % bootstrap',
      [{ head: 'Against' }, number('Difference'), number('From'), number('To')],
      decay.versus.map(({ versus, difference, interval }) => [
        versus.replace('-', ' '),
        signed(difference, 4),
        signed(interval.low, 4),
        signed(interval.high, 4),
      ]),
    )}
  </details>`;
}

function memoryName({ memory, halfLifeDays }: DecayCandidate): string {
  return memory === 'decay' ? `half-life ${decimal(halfLifeDays, 0)} days` : memory.replace('-', ' ');
}
