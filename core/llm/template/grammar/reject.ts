import { COMMON } from './common.ts';
import type { Grammar } from './grammar.ts';

export const REJECT: Grammar = {
  ...COMMON,
  reject: ['<so> <pass>.', '<so> <pass>.', '<pass>.'],
  'reject@plain': ["I won't take {item}."],
  'reject@terse': ['<pass>.', '<no> <pass>.', '<no> not {thisone}.'],
  no: ['no.', 'no thanks.', 'sorry, no.', 'hm, no.', 'next.', 'pass.'],
  so: ['so', 'so', 'therefore', "that's why", 'for that reason,', 'which means', 'in short,'],
  'so@chatty': ['so', 'so, sadly,', "(that's|that is) why", 'so thanks, but', 'which is why'],
  'so@expert': ['therefore', 'consequently,', 'for that reason,', 'on that basis', 'accordingly,'],
  'so@unsure': ['so', 'so, well,', 'so, sorry,', 'I suppose that means'],
  pass: [
    "I('ll| will) (pass on|leave|skip) {item}",
    "I('d| would) (rather|sooner) (skip|not take|leave|pass on) {item}",
    "I (won't|will not) take {item}",
    "I (don't|do not) want {item}",
    "I (can't|cannot) go with {item}",
    '{item} is not for me',
    '{item} is (out|off the list)[ for me]',
    '{item} (will not do|is a no|is not the one|is not what I want)',
    "I('ll| will) (do without|look past) {item}",
  ],
  'pass@chatty': [
    "I('m| am) going to (pass on|skip|leave) {item}, (what else have you got|what else is there|show me another)",
    "I('d| would) rather (skip|not take|leave) {item}, (sorry|thanks anyway|if that's okay)",
    "I('ll| will) give {item} a miss[, (sorry|thanks anyway)]",
    "I (don't|do not) (think I |)want {item}, (thanks anyway|sorry|thank you though)",
    "{item} (isn't|is not) for me, (thanks anyway|sorry|I'm afraid)",
  ],
  'pass@expert': [
    "I('ll| will) (decline|pass on|rule out|discard) {item}",
    '{item} (does not qualify|is not an option|is ruled out|is not for me)',
    "I (won't|will not|cannot) (take|choose|go with) {item}",
    'I would (rather|sooner) not take {item}',
  ],
  'pass@unsure': [
    "I (think|guess|suppose) I('d| would) rather not take {item}",
    "I('d| had) better (pass on|skip|leave) {item}[, sorry]",
    "I('m| am) afraid I (don't|do not) want {item}",
    "I (guess|think|suppose) I('ll| will) (skip|leave|pass on) {item}",
    '{item} (is probably not|may not be|is maybe not) for me, (sorry|I think)',
  ],
};
