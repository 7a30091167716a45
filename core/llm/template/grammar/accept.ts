import type { Grammar } from './grammar.ts';

export const ACCEPT: Grammar = {
  accept: ['<convinced> <take>.', '<convinced> <take>.', '<take>.'],
  'accept@terse': ['<take>.', '<yes> <take>.', '<yes> <take>.'],
  yes: ['yes.', 'good.', 'okay.', 'sold.', 'deal.', 'fine.', 'right.'],
  convinced: [
    'that sounds right.',
    "I'm convinced.",
    "that's what I need.",
    'great, sold.',
    'perfect.',
    'that settles it.',
    'yes, please.',
    'good, that helps.',
  ],
  'convinced@chatty': [
    "oh, that's wonderful!",
    'you talked me into it!',
    'yes, yes, yes!',
    "I'm sold!",
    "that's the one, I can feel it!",
  ],
  'convinced@expert': [
    'that meets my requirements.',
    'a sound choice.',
    'the case is clear.',
    'that satisfies my criteria.',
  ],
  'convinced@unsure': [
    'okay, I trust you on this.',
    'I feel better about it now.',
    'that sounds okay to me, yes.',
    'alright, why not.',
  ],
  take: [
    "I'll take {item}",
    "I'll go with {item}",
    "I'm going for {item}",
    "I'd like to get {item}",
    "let's go with {item}",
    "I'll buy {item}",
    "I'll get {item}",
  ],
};
