import * as Plot from '@observablehq/plot';
import type { PlotOptions } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

import { html, trusted, type Html } from './html.ts';

/** Charts are drawn to SVG text on a document of our own: no browser, no clock, the same bytes every time. */
const { document } = parseHTML('<!doctype html><html><body></body></html>');

export interface ChartText {
  /** Shown above the chart. */
  readonly title: Html | string;
  /** Read out in the chart's stead. */
  readonly description: string;
}

/** A chart of at most a phone's width; wider screens set several side by side. */
export const CHART_WIDTH = 330;

export function chart(text: ChartText, options: PlotOptions): Html {
  const drawn = Plot.plot({
    width: CHART_WIDTH,
    // Plot would derive a class from chance-like hashes of the style; one class serves all of the page.
    className: 'plot',
    style: { fontSize: '11px', background: 'none' },
    ...options,
    document,
  });
  return figure(text, trusted(drawn.outerHTML));
}

export function figure({ title, description }: ChartText, drawing: Html): Html {
  return html`<figure>
    <figcaption>${title}</figcaption>
    <div class="drawing" role="img" aria-label="${description}">${drawing}</div>
  </figure>`;
}
