import { renderPage } from './page.ts';
import type { ReportInput } from './report-input.ts';
import { SECTIONS } from './sections/sections.ts';

/** A run's report. The same input gives the same bytes. */
export function renderReport(input: ReportInput): string {
  const { name, domain } = input.config;
  return renderPage({
    title: `${name}: a ConvRecStudio run`,
    heading: name,
    lead: `Conversational recommendation of ${domain}, made from timestamped reviews.`,
    sections: SECTIONS.flatMap(({ id, title, render }) => {
      const content = render(input);
      return content === null ? [] : [{ id, title, content }];
    }),
  });
}
