import type { Grammar } from './grammar.ts';

export const REJECT: Grammar = {
  reject: ['<so> <pass>.', '<pass>.'],
  'reject@terse': ['<pass>.', '<no> <pass>.', '<no> not {item}.'],
  no: ['no.', 'no thanks.', 'sorry, no.', 'hm, no.'],
  'reject-it': ['<so> <pass-it>.', '<pass-it>.'],
  'reject-it@terse': ['<pass-it>.', "no thanks, I'll pass.", 'not for me, no.', "no. I'll skip it."],
  'pass-it': [
    "I'll pass on it",
    "I'd rather skip it",
    "I won't take it",
    "I don't want it",
    "it's not for me",
    "I'd rather not take it",
  ],
  'pass-it@chatty': [
    "I'm going to pass on it, what else have you got",
    "I'd rather skip it, sorry",
    "I'd rather not take it, if that's okay",
    "I'll give it a miss",
    "it's not for me, thanks anyway",
  ],
  'pass-it@unsure': [
    "I think I'd rather not take it",
    "I'd better pass on it, sorry",
    "I'm afraid I don't want it",
    "I guess I'll skip it",
    "I think I'll skip it",
  ],
  so: ['so', 'so', 'therefore', "that's why", 'for that reason,'],
  pass: [
    "I'll pass on {item}",
    "I'd rather skip {item}",
    "I won't take {item}",
    "I don't want {item}",
    "I can't go with {item}",
  ],
  'pass@chatty': [
    "I'm going to pass on {item}, what else have you got",
    "I'd rather skip {item}, sorry",
    "I'd rather not take {item}, if that's okay",
    "I'll give {item} a miss",
    "I don't think I want {item}, thanks anyway",
  ],
  'pass@unsure': [
    "I think I'd rather not take {item}",
    "I'd better pass on {item}, sorry",
    "I'm afraid I don't want {item}",
    "I guess I'll skip {item}",
    "I think I'll skip {item}",
  ],
};
