import { PipelineError } from '../../core/errors.ts';
import type { ProfiledBase } from '../../core/profiles/evidence-base.ts';
import type { CredibleInterval } from '../../core/profiles/intervals.ts';

export const absent = (what: string, id: string, run: string): PipelineError =>
  new PipelineError('artefact_missing', `run ${run} has no ${what} "${id}"`, { subject: id });

/** Review text may hold control characters: a terminal must not obey them. */
export const quoteOf = (text: string | undefined, most = 100): string =>
  (text ?? '').replaceAll(/\p{Cc}/gu, ' ').slice(0, most);

/** "0.12..0.34". */
export const between = ({ low, high }: CredibleInterval): string => `${figure(low)}..${figure(high)}`;

/** Two digits, never "-0.00". */
const figure = (value: number): string => (Math.round(value * 100) / 100 || 0).toFixed(2);

export const labelsOf = (base: ProfiledBase): ReadonlyMap<number, string> =>
  new Map(base.clusters.map(({ aspectId, label }) => [aspectId, label]));
