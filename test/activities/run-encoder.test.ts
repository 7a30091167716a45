import { expect, it } from 'vitest';

import { encoderKind, STATIC_ABOVE_REVIEWS } from '../../activities/run-encoder.ts';

it('is static by itself above the documented size only, and always as asked', () => {
  expect(encoderKind('auto', STATIC_ABOVE_REVIEWS)).toBe('minilm');
  expect(encoderKind('auto', STATIC_ABOVE_REVIEWS + 1)).toBe('static');
  expect(encoderKind('minilm', 10 * STATIC_ABOVE_REVIEWS)).toBe('minilm');
  expect(encoderKind('static', 10)).toBe('static');
});
