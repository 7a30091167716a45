import type { Grammar } from './grammar.ts';

export const REJECT: Grammar = {
  reject: ['<so> <pass>.', '<pass>.'],
  'reject@terse': ['<pass>.', 'no to {item}.', '{item}: no thanks.', 'not {item}.'],
  so: ['so', 'so', 'therefore', "that's why", 'for that reason,', 'in that case'],
  pass: [
    "I'll pass on {item}",
    "I'd rather skip {item}",
    "I won't take {item}",
    "I'll leave {item}",
    'I have to say no to {item}',
    "I'd prefer something other than {item}",
    "I don't want {item}",
    "I'm ruling out {item}",
    "I can't go with {item}",
  ],
  'pass@chatty': [
    "I'm going to pass on {item}, what else have you got",
    "I'll have to say no to {item}, sorry",
    "I'd rather not take {item}, if that's okay",
    "I'll give {item} a miss",
    "I don't think I want {item}, thanks anyway",
  ],
  'pass@unsure': [
    "I think I'd rather not take {item}",
    "I'd better pass on {item}, sorry",
    "I'm afraid I don't want {item}",
    "I guess I'll skip {item}",
    "maybe I'd better say no to {item}",
  ],
};
