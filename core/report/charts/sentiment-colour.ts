import type { ScaleOptions } from '@observablehq/plot';

import { html, type Html } from '../html.ts';

/** Orange below, grey at zero, blue above: apart for the colour-blind, visible on light and on dark. */
const STOPS = ['#d9580d', '#a9aeb6', '#2f7fd0'] as const;

export const SENTIMENT_COLOUR: ScaleOptions = { type: 'linear', domain: [-1, 0, 1], range: [...STOPS], clamp: true };

export function sentimentKey(more: Html | null = null): Html {
  const [below, zero, above] = STOPS;
  return html`<p class="key">
    <span><i style="background:${below}"></i> negative</span> <span><i style="background:${zero}"></i> neither</span>
    <span><i style="background:${above}"></i> positive</span>${more}
  </p>`;
}
