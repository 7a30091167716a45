import { PipelineError } from '../errors.ts';

/** ASCII only, so that code-unit, code-point and UTF-8 byte order are one and the same in every store. */
const SEGMENT = /^[A-Za-z0-9._=-]+$/;

/** S3's own limit, bytes; file systems allow 255 a segment. */
const MAX_KEY_LENGTH = 900;
const MAX_SEGMENT_LENGTH = 200;

function invalid(kind: 'key' | 'prefix', value: string, reason: string): PipelineError {
  return new PipelineError(
    'artefact_invalid',
    `The artefact ${kind} ${JSON.stringify(value.slice(0, 120))} ${reason}; keys are segments of [A-Za-z0-9._=-] joined by "/".`,
    { subject: value.slice(0, 120) },
  );
}

function segmentProblem(segment: string): string | null {
  if (segment === '') return 'has an empty segment';
  if (segment === '.' || segment === '..') return `has a segment "${segment}"`;
  if (segment.length > MAX_SEGMENT_LENGTH) return `has a segment longer than ${MAX_SEGMENT_LENGTH} characters`;
  return SEGMENT.test(segment) ? null : `has a forbidden character in ${JSON.stringify(segment.slice(0, 60))}`;
}

/** Throws `artefact_invalid` for anything that could leave the store's root or that another store could not hold. */
export function assertArtefactKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH) throw invalid('key', key, `is longer than ${MAX_KEY_LENGTH} characters`);
  for (const segment of key.split('/')) {
    const problem = segmentProblem(segment);
    if (problem !== null) throw invalid('key', key, problem);
  }
}

/** A prefix may be empty, may end in "/", and may end in the middle of a segment. */
export function assertArtefactPrefix(prefix: string): void {
  const segments = prefix.split('/');
  const last = segments.pop() ?? '';
  for (const segment of segments) {
    const problem = segmentProblem(segment);
    if (problem !== null) throw invalid('prefix', prefix, problem);
  }
  if (last !== '' && !SEGMENT.test(last)) throw invalid('prefix', prefix, 'has a forbidden character');
}
