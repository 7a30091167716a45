import { html, type Html } from '../html.ts';
import { count } from '../numbers.ts';
import type { ReportInput } from '../report-input.ts';
import { table } from '../table.ts';

/** What the checks found, over every attempt of every target tried. */
export function attemptsSection({ violations, config }: ReportInput): Html {
  if (violations.length === 0) return html`<p>No attempt was turned down by a check.</p>`;
  return html`<p>
      Independent checks read each attempt's words; a failed one is tried again with the reasons and a new seed, at most
      ${config.simulation.maxAttempts} times, and is then given up as <em>simulation drift</em>. Every attempt is kept.
    </p>
    ${table(
      'Violations by check, over all attempts of the targets tried',
      [
        { head: 'Check' },
        { head: 'Violations', kind: 'number' },
        { head: 'Attempts', kind: 'number' },
        { head: 'Dialogs recovered', kind: 'number' },
        { head: 'Dialogs given up', kind: 'number' },
        { head: 'The first of them', kind: 'wide' },
      ],
      violations.map((one) => [
        html`<code>${one.check}</code>`,
        count(one.violations),
        count(one.attempts),
        count(one.recovered),
        count(one.givenUp),
        html`expected ${one.expected}; <span class="dim">found ${one.found}</span>`,
      ]),
    )}`;
}
