import { html, type Content, type Html } from '../html.ts';
import { funnelChart } from '../charts/funnel-chart.ts';
import { count, date, dollars, duration } from '../numbers.ts';
import type { ReportInput } from '../report-input.ts';
import { table } from '../table.ts';

/** Funnel, status, attempts, cost and provider: what a reader wants to know first. */
export function glanceSection(input: ReportInput): Html {
  return html`${speakerLabel(input)}
    <dl class="tiles">
      ${tiles(input).map(
        ([name, value, more]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}<small>${more}</small></dd>
          </div>`,
      )}
    </dl>
    <div class="charts">${reviewFunnel(input)}${dialogFunnel(input)}${attemptChart(input)}</div>
    ${lossTable(input)} ${stageTable(input)}`;
}

/** Who spoke, said plainly: readers must never take the grammar's words for a language model's or for people's. */
export function speakerLabel({ audit, config }: ReportInput): Html {
  const providers = Object.keys(audit.byProvider).sort();
  const lines = providers.map((provider) =>
    provider === 'template'
      ? html`Both speakers were <strong>simulated by a template grammar</strong>, not by a language model and not by
          people: wording is formulaic by design, and figures that depend on wording say little about real talk.`
      : html`Both speakers were simulated by language models (provider ${provider}; user agent
        ${config.llm.userAgent.model}, system agent ${config.llm.systemAgent.model}), not by people.`,
  );
  return html`${lines.map((line) => html`<p class="label">${line}</p>`)}`;
}

function tiles({ config, summary, funnel, audit }: ReportInput): [string, Content, Content][] {
  const { dialogs, llm } = summary;
  const short = dialogs.requested - dialogs.accepted;
  const providers = Object.keys(audit.byProvider).sort().join(', ') || config.llm.provider;
  return [
    ['Status', summary.status, short > 0 ? `targets ran out: ${count(short)} short` : 'as many as asked for'],
    ['Dialogs in the dataset', count(dialogs.accepted), `of ${count(dialogs.requested)} asked for`],
    [
      'Given up',
      count(dialogs.rejected),
      `after the last attempt; ${count(dialogs.duplicates)} near-duplicates left out`,
    ],
    ['Reviews', count(funnel.kept), `${count(funnel.users)} users, ${count(funnel.items)} items`],
    ['Period', date(funnel.firstMs), `to ${date(funnel.lastMs)}; training until ${date(funnel.trainEndMs)}`],
    ['Provider', providers, `${count(llm.calls)} calls, ${count(llm.replayed)} of them replayed`],
    ['Cost', dollars(llm.costUsd), `${count(llm.promptTokens)} + ${count(llm.completionTokens)} tokens`],
    ['Seed', config.seed, `${config.plan.kind} plans, ${config.profile.use} profiles`],
  ];
}

function reviewFunnel({ funnel }: ReportInput): Html {
  const filled = funnel.linesRead - funnel.blankLines;
  const readable = filled - funnel.rejected.total;
  return funnelChart('From lines to reviews', [
    { step: 'lines read', left: funnel.linesRead },
    { step: 'readable reviews', left: readable },
    { step: 'without clones', left: readable - funnel.clones.total },
    { step: 'after filters', left: funnel.kept },
  ]);
}

function dialogFunnel({ targets, settled, summary: { dialogs } }: ReportInput): Html {
  return funnelChart('From targets to dialogs', [
    { step: 'eligible targets', left: targets },
    { step: 'targets tried', left: settled },
    { step: 'accepted', left: dialogs.accepted + dialogs.duplicates },
    { step: 'in the dataset', left: dialogs.accepted },
  ]);
}

function attemptChart({ summary: { dialogs } }: ReportInput): Html {
  const steps = dialogs.byAttempt.map((left, place) => ({ step: `attempt ${place + 1}`, left }));
  return funnelChart('Accepted at attempt', [...steps, { step: 'given up', left: dialogs.rejected }]);
}

/** Every line of the source that did not become a review, by cause. */
function lossTable({ funnel }: ReportInput): Html {
  const words = (name: string): string =>
    name.replaceAll('_', ' ').replace(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
  const rows = [
    ['blank lines', funnel.blankLines] as const,
    ...entries(funnel.rejected.byReason).map(([reason, lost]) => [`set aside: ${words(reason)}`, lost] as const),
    ...entries(funnel.clones.byKind).map(([kind, lost]) => [`clones: ${words(kind)}`, lost] as const),
    ['dropped by filters', funnel.filtered] as const,
  ];
  const lost = rows.filter(([, number]) => number > 0);
  const columns = [{ head: 'Cause' }, { head: 'Lines', kind: 'number' as const }];
  return html`<details>
    <summary>What was lost on the way, by cause</summary>
    ${table(
      `Lines of the source (${funnel.format}) that did not become reviews; ${count(funnel.maskedReviews)} of the reviews kept had personal data masked`,
      columns,
      lost.map(([cause, number]) => [cause, count(number)]),
    )}
  </details>`;
}

function entries(counts: Readonly<Record<string, number | undefined>>): [string, number][] {
  return Object.entries(counts)
    .map(([name, value]): [string, number] => [name, value ?? 0])
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function stageTable({ summary }: ReportInput): Html | null {
  const stages = Object.entries(summary.stages);
  if (stages.length === 0) return null;
  return html`<details>
    <summary>Time by stage</summary>
    ${table(
      'Wall time of each stage, as far as this report knows it',
      [{ head: 'Stage' }, { head: 'Time', kind: 'number' }],
      stages.map(([stage, { seconds }]) => [stage, duration(seconds)]),
    )}
  </details>`;
}
