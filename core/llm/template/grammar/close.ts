import type { Grammar } from './grammar.ts';

export const CLOSE: Grammar = {
  system: ['<pleased> <bye>', '<pleased> <bye>', '<bye>'],
  pleased: [
    'glad I could help.',
    'good choice!',
    "you're welcome.",
    'happy to help.',
    'it was a pleasure.',
    'excellent!',
    'wonderful.',
    'great, thank you for the chat.',
  ],
  bye: [
    'goodbye!',
    'have a great day!',
    'all the best!',
    'take care!',
    'enjoy it!',
    'come back any time. Bye!',
    'bye for now!',
    'see you next time!',
  ],
  user: [
    'thanks, bye!',
    'thank you, goodbye.',
    'thanks for your help, bye!',
    "that's all, thank you. Bye!",
    'many thanks, and goodbye.',
    'cheers, bye!',
  ],
  'user@terse': ['thanks, bye.', 'bye.', 'thanks. Goodbye.', "that's all. Bye."],
  'user@chatty': [
    "thank you so much, you've been lovely. Bye!",
    'thanks a million, bye-bye!',
    'this was fun, thank you! Goodbye!',
    'you made my day, thanks, bye!',
  ],
  'user@expert': [
    'thank you, that was efficient. Goodbye.',
    'much obliged, goodbye.',
    'thanks for the solid information. Bye.',
  ],
  'user@unsure': [
    'thank you for being patient with me. Bye!',
    'thanks, I feel much better now. Goodbye.',
    'thank you, I hope it works out. Bye.',
  ],
};
