import { PipelineError } from '../../core/errors.ts';

export const absent = (what: string, id: string, run: string): PipelineError =>
  new PipelineError('artefact_missing', `run ${run} has no ${what} "${id}"`, { subject: id });

/** Review text may hold control characters: a terminal must not obey them. */
export const quoteOf = (text: string | undefined, most = 100): string =>
  (text ?? '').replaceAll(/\p{Cc}/gu, ' ').slice(0, most);
