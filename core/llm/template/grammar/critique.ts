import type { Grammar } from './grammar.ts';

export const CRITIQUE: Grammar = {
  sigh: ['', '', 'hmm,', 'well,'],
  'sigh@chatty': ['oh no,', 'oh dear,', 'hmm,', 'ah,', 'well,', 'okay, but'],
  'sigh@expert': ['that is a red flag:', 'noted, but', 'on reflection,', ''],
  'sigh@unsure': ['hmm,', "I don't know,", 'oh,', 'I think', 'well,'],
  aspect: ['<sigh> <complaint>.', '<sigh> <complaint>.', '<sigh> <complaint><complaint-tail>.'],
  'aspect@terse': ['<complaint>.', '<complaint-short>.'],
  complaint: [
    "I don't like what I hear about the {aspect}{ofitem}",
    'the {aspect}{ofitem} {s:bother} me',
    '{some:<poor>} {is} a dealbreaker for me',
    'the {aspect}{ofitem} {s:sound} <poor>',
    "I'm not happy with the {aspect}{ofitem}",
    'that complaint about the {aspect}{ofitem} worries me',
    'the {aspect}{ofitem} would (annoy|disappoint) me',
    "I'd be unhappy with the {aspect}{ofitem}",
    '{some:<poor>} {is} exactly what I want to avoid',
    'the {aspect}{ofitem} {s:seem} too <poor> for me',
  ],
  'complaint-short': ['{some:<poor>}: no good', 'the {aspect}{ofitem} {s:sound} <poor>', '<poor> {aspect}. A problem'],
  'complaint-tail': ['', ', sorry', ', frankly', ', I must say'],
  'complaint-tail@chatty': [', what a shame', ', ugh', ', been there, done that', ', and I know myself'],
  'complaint-tail@unsure': [', I fear', ', at least I think so', ', or am I too picky'],
  'complaint-tail@expert': [', and that is decisive', ', by any standard', ', which I cannot overlook'],
};
