import type { Grammar } from './grammar.ts';

export const GREET: Grammar = {
  system: ['<hello> <offer>', '<hello> <offer>', '<hello>'],
  hello: [
    'hi!',
    'hello!',
    'hi there!',
    'good day!',
    'welcome!',
    'hello and welcome!',
    'hey there!',
    'hi, nice to meet you.',
  ],
  offer: [
    'I help people (find|choose|pick) {domain}.',
    "let's find the right one among {domain}.",
    'I can go through {domain} with you.',
    "I'd be glad to help you choose among {domain}.",
    'shopping for {domain} today?',
    'I know what other (customers|people) say about {domain}, so ask away.',
    'looking at {domain}? I can help.',
    'tell me what you need and I will look through {domain}.',
  ],
  user: ['hi!', 'hello!', 'hi there.', 'hello, thanks for helping.', 'hey!', 'good day.', 'hi, thank you.'],
  'user@terse': ['hi.', 'hello.', 'hey.', 'hi there.'],
  'user@chatty': [
    'hi there, so glad to find some help!',
    'hello! Hope your day is going well.',
    "hey! I've been putting this off for ages.",
    "hi! Okay, let's do some shopping.",
    'hello, hello!',
    'hi! A friend told me to ask you.',
  ],
  'user@expert': [
    'good day.',
    'hello.',
    "hello, let's get to the point.",
    'good day, I have a fairly clear idea.',
    'hi, I know roughly what I need.',
  ],
  'user@unsure': [
    'hi, um, I could use some help.',
    "hello, I'm a bit lost here.",
    'hi, I hope this is the right place to ask.',
    'hello, I never know how to choose.',
    'hi, please bear with me.',
  ],
};
