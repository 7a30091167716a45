import { COMMON } from './common.ts';
import type { Grammar } from './grammar.ts';

export const GREET: Grammar = {
  ...COMMON,
  system: ['<hello> <offer>', '<hello> <offer>', '<hello>'],
  hello: ['hi!', 'hello!', 'hi there!', 'welcome!'],
  'hello@warm': ['(hi|hello|hello there|hi there), (and welcome|nice to meet you|good to have you here)!', 'welcome!'],
  'hello@brisk': ['hi.', 'hello.', 'hello there.'],
  'hello@formal': ['good day [to you].', 'hello and welcome.', 'welcome.', 'greetings.'],
  'hello@casual': ['hey!', 'hey there!', 'hi!', 'hiya!', 'hey, (good to see you|welcome)!'],
  offer: [
    "I('ll| will| can) (help|assist) you (<find>|to <find>) <sought>.",
    'my (job|part|business) is to <find> <sought>[, with other {reviewers} as my (guide|witnesses)].',
    "let's (see if we can |)<find> <sought>[ together].",
    'I go by what (other|earlier|previous) {reviewers} have (written|said|reported), (so ask away|so feel free to ask|good and bad).',
    '<find-noun> <sought>? (I can help [you] [with that]|That is what I (do|am here for|am good at)|(Then you|You) are in the right place|You have come to the right (place|one)|(Gladly|Happily|With pleasure)[, let me see]).',
    "(tell|just tell) me (what you need|what you want|what matters to you|your wishes), and I('ll| will) (look|search|go) through (the|what people say in the) reviews.",
    'I have (read|gone through) (what|a lot of what) (people|{reviewers}) (write|say), (so you need not|to save you the trouble).',
  ],
  find: ['find', 'choose', 'pick', 'settle on', 'track down', 'hunt down'],
  'find-noun': ['looking for', 'hunting for', 'searching for', 'in need of', 'after', 'in the mood for'],
  sought: [
    '(the right|some good|some fitting) {domain}',
    '{domain} (that suit you|that fit|to your taste|to your liking|worth having)',
    'something (good|suitable|fitting|nice) among {domain}',
  ],
  'sought@unnamed': [
    '(something|the one thing) (that suits you|that fits|to your taste|to your liking|worth having)',
    'the right (thing|one|pick)',
    'something (good|suitable|fitting|nice|new)',
    'a (good|fitting) match',
  ],
  user: ['hi!', 'hello!', 'hi there.', 'hello, thanks for helping.', 'hey!', 'hi, thank you.'],
  'user@plain': ['hello.'],
  'user@terse': ['hi.', 'hello.', 'hey.', 'hi there.', 'morning.', 'yes, hi.'],
  'user@chatty': [
    '(hi|hey|hello) (there|you), (so|really|very) (glad|happy|pleased) (to find some help|to meet you|you are here)!',
    '(hi|hello|hey)! (Hope your day is going well|How nice to meet you|What a treat)!',
    "(hi|hey|hello)! (Okay|Right|Alright), let's (do this|get going|do some shopping|see what you've got)!",
    '(hello, hello|well hello there|hi hi)!',
    "(oh|ah), (hi|hello|hey)! (I'm all ears|This should be fun|I like this already)!",
  ],
  'user@expert': [
    '(good day|hello|hi).',
    "(hello|hi|good day), let's get (to the point|down to business|to the details).",
    '(hello|good day|hi), I have (a fairly clear|a specific|quite a clear|a precise) idea [of what I need].',
    '(hello|hi), I (roughly |more or less |)know what I (need|want|am after).',
    '(hello|good day), I (have a few|come with some|have certain) requirements.',
  ],
  'user@unsure': [
    '(hi|hello), (um|er|well), I could (use|do with) (some|a little) help.',
    "(hello|hi), I('m| am) a (bit|little) (lost|overwhelmed|undecided) (here|with all this|with all the choice).",
    '(hi|hello), I hope (this is the right place to ask|you can help me|I am in the right place).',
    '(hello|hi), I (never|hardly) know (how to choose|what to pick|where to start).',
    '(hi|hello), please (bear with me|be patient with me|go easy on me).',
    '(um|er), (hi|hello).',
  ],
};
