import type { Grammar } from './grammar.ts';

/** For a turn in which nothing is called for. */
export const REACT: Grammar = {
  user: ['okay, go on.', 'I see.', '(right|okay|alright), please go on.', 'mm-hm.', 'alright.', 'okay.'],
  system: [
    'sure.',
    'of course.',
    'take your time.',
    'certainly.',
    'all right.',
    'noted.',
    '(good|fine), let us (see|move on|go on).',
  ],
};
