import { expect, it } from 'vitest';

import { printable } from '../../../core/text/printable.ts';

it('takes from words what would steer a terminal, and nothing else', () => {
  expect(printable('a\u001B[2Jb\u0007\u009B31m\tc\nd – ü')).toBe('a\uFFFD[2Jb\uFFFD\uFFFD31m\tc\nd – ü');
});
