import type { Grammar } from './grammar.ts';

export const INQUIRE: Grammar = {
  aspect: ['<ack-user> <question>', '<question>', '<question>'],
  'aspect@terse': ['<question>', '<question-short>'],
  question: [
    'how {is} the {aspect}{onitem}?',
    'what do (people|others|reviewers) say about the {aspect}{onitem}?',
    'can you tell me (more |something |)about the {aspect}{onitem}?',
    'what about the {aspect}{onitem}?',
    'and the {aspect}{onitem}?',
    'what should I know about the {aspect}{onitem}?',
    'what is the word on the {aspect}{onitem}?',
    'do you know anything about the {aspect}{onitem}?',
    'how did (others|people) find the {aspect}{onitem}?',
    'what can I expect of the {aspect}{onitem}?',
  ],
  'question-short': ['the {aspect}{onitem}?', 'how {is} the {aspect}?', 'and the {aspect}?', 'what of the {aspect}?'],
  'question@chatty': [
    "ooh, and what's the story with the {aspect}{onitem}?",
    'before I get carried away, how {is} the {aspect}{onitem}?',
    "I'm curious, what do (people|folks) say about the {aspect}{onitem}?",
    'tell me about the {aspect}{onitem}, will you?',
    'and how do (people|folks) get on with the {aspect}{onitem}?',
    'now the {aspect}{onitem}, what have you heard?',
  ],
  'question@unsure': [
    'sorry to ask, but how {is} the {aspect}{onitem}?',
    'could you maybe tell me about the {aspect}{onitem}?',
    "I'm wondering about the {aspect}{onitem}, what do others say?",
    'is there anything I should know about the {aspect}{onitem}?',
    'hmm, what about the {aspect}{onitem}?',
  ],
  'question@expert': [
    'what is the evidence on the {aspect}{onitem}?',
    'how {does} the {aspect}{onitem} hold up in practice?',
    'any reports on the {aspect}{onitem}?',
    'what do experienced (users|reviewers) report about the {aspect}{onitem}?',
    'let me probe the {aspect}{onitem}: what is known?',
  ],
  open: [
    '<ack-user> what do others say about {item}?',
    'what should I know about {item}?',
    'can you tell me more about {item}?',
    'what speaks for {item}?',
  ],
};
