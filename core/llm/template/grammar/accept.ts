import { COMMON } from './common.ts';
import type { Grammar } from './grammar.ts';

/** With `heard`, the assistant has just spoken of an aspect: that is what settles it. */
export const ACCEPT: Grammar = {
  ...COMMON,
  accept: ['<convinced> <take>.', '<convinced> <take>.', '<take>.'],
  'accept@plain': ["I'll take {item}."],
  'accept@heard': ['<convinced> <take>.', '<settled> <take>.', '<take>.'],
  'accept@terse': ['<take>.', '<yes> <take>.', '<yes> <take>.'],
  yes: ['yes.', 'good.', 'okay.', 'sold.', 'deal.', 'fine.', 'right.', 'that will do.', 'good enough.'],
  convinced: [
    'that (is right|works|will do|fits).',
    "(I'm|I am) (convinced|persuaded|sold).",
    "(that's|that is) (what I need|what I was looking for|the one|it).",
    '(great|good|perfect|right), (sold|done|deal).',
    'that settles it.',
    'yes, please.',
    '(good|okay), that (helps|decides it).',
  ],
  'convinced@chatty': [
    "(oh|ah|ooh), (that's|that is) (wonderful|lovely|great|perfect)!",
    'you (talked me into it|got me|have convinced me|win)!',
    '(yes, yes, yes|yes please|oh yes)!',
    "(I'm|I am) (sold|over the moon|so in)!",
    "(that's|that is) the one, I can feel it!",
    '(hooray|yay|brilliant), we have a winner!',
  ],
  'convinced@expert': [
    'that (meets|satisfies|matches) my (requirements|criteria|needs).',
    '(a wise|a reasonable|a well-founded|a solid) (choice|case|argument).',
    'the case is (clear|convincing|made).',
    'that (is conclusive|convinces me|stands to reason).',
    '(agreed|very well|convincing).',
  ],
  'convinced@unsure': [
    'okay, I trust you on (this|that).',
    'I feel (better|surer|good) about it (now|already).',
    'that (seems|feels|looks) (okay|right|fine) to me, (yes|I think).',
    '(alright|okay|well), why not.',
    '(hmm|well), yes, (okay|I think so|let us do it).',
    "(I think|maybe|perhaps) (that's|that is) it.",
  ],
  settled: [
    '(hearing|knowing) that about {heard}, (I need no more|I need not look further|my mind is made up).',
    'what you (say|tell me|said) about {heard} (settles it|decides it|convinces me|is enough for me|will do).',
    '(with|given) that about {heard}, (yes|I am in|it is a yes|I am sold).',
  ],
  'settled@chatty': [
    '(ooh|oh|well), what you (say|said|told me) about {heard} (did it|got me|sold me|made my mind up)!',
    '(hearing|knowing) that about {heard} (makes me smile|is music to my ears|does it for me)!',
    'you had me at {heard}!',
  ],
  'settled@expert': [
    'the (evidence|information|record|report) on {heard} (is convincing|is sufficient|suffices|is decisive|will do).',
    '{heard} (having been|being) (covered|dealt with|settled), (the case is clear|I am satisfied|that is enough).',
    'what you (cite|report|present) on {heard} (is convincing|is sufficient|suffices).',
  ],
  'settled@unsure': [
    '(hearing|knowing) that about {heard} (helps|calms me|puts me at ease|makes it easier).',
    'I (think|guess|suppose) what you (say|said) about {heard} (settles it|convinces me|will do).',
    '(okay|well|hmm), if (you say so|that is so) about {heard}, (then yes|why not|then okay).',
  ],
  take: [
    "I('ll| will) (take|go with|go for|get|have) {item}",
    "I('m| am) (going for|taking|going with) {item}",
    "I('d| would) like (to get|to have|to take|) {item}",
    "let's (go with|do|take) {item}",
    '{item} it is',
    '{item} is (mine|my choice|my pick|the one I want|the one for me|what I want|what I will take)',
    '{item}[, please]',
    '(make it|give me|send me) {item}',
  ],
  'take@chatty': [
    "I('ll| will) (take|go with|go for|get) {item}[, (please|thank you|no question|gladly)]",
    "I('m| am) (so |)(taking|going for|going with|getting) {item}",
    "let's (go with|get|take) {item}[, shall we]",
    '{item} it is[, (hooray|yay|at last)]',
  ],
  'take@expert': [
    "I('ll| will) (take|go with|choose|opt for|settle on) {item}",
    'I (choose|opt for|settle on) {item}',
    '{item} (is my choice|it is|is what (I will take|I settle on|I will have|I decide on)|is my (selection|decision|pick)|has my vote|wins)',
    'my (decision|conclusion|verdict|choice): I will (take|get|go with|opt for) {item}',
    'I (have decided on|hereby choose|have settled on) {item}',
  ],
  'take@unsure': [
    "I (think|guess|suppose) I('ll| will) (take|go with|go for|get) {item}",
    "(then|so) I('ll| will) (take|go with|try) {item}[, (I think|if that is okay|why not)]",
    "let's (go with|try|take) {item}[, then]",
  ],
};
