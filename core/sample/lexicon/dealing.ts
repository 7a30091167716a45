import type { AspectLexicon } from './aspect-lexicon.ts';

export const looks: AspectLexicon = {
  key: 'looks',
  name: 'looks',
  subjects: ['design is', 'colour is', 'look is', 'styling is', 'silhouette is', 'finish is'],
  good: [
    'gorgeous',
    'sleek',
    'elegant',
    'understated',
    'stylish',
    'even prettier than in the photos',
    'smart enough for the office',
  ],
  bad: ['ugly', 'dated', 'nothing like the photos', 'garish', 'childish', 'dull', 'bulky and awkward'],
  situations: ['in olive', 'in the office', 'in person', 'next to a suit', 'in the city'],
  goodClauses: [
    'I (get|got|keep getting) compliments (on|about) (the design|how stylish it looks|the colour) (at work|from strangers|)',
    'it looks (sleek|sharp|elegant|classy) (in the office|with a suit|in any city) (and on the trail|)',
    'the (olive|navy|rust|charcoal) (colour|shade) is (beautiful|gorgeous|lovely) (in real life|in person|)',
    'the (minimalist|clean|retro) (design|styling) (suits|fits) (me|my taste) (perfectly|exactly|)',
    'it does not look like (a school bag|hiking gear|a tourist pack), it looks (grown-up|elegant|expensive)',
  ],
  badClauses: [
    'the (colour|shade) is (nothing like|far from|not at all) (the photo|what I saw online|as pictured)',
    'it looks (cheap|ugly|like a school bag|like a turtle shell) (in person|on me|)',
    'the (huge|shiny|garish) logo (ruins|spoils) (the design|the look)',
    'the (colour|print) (faded|turned purple|bleached) in (one summer|the sun)',
    'I am (embarrassed|ashamed) to (take|wear) such an (ugly|odd-looking) thing (to the office|to meetings|)',
  ],
};

export const service: AspectLexicon = {
  key: 'service',
  name: 'customer service',
  subjects: ['customer service is', 'support team is', 'warranty department is', 'seller is', 'return process is'],
  good: ['outstanding', 'friendly', 'quick to answer', 'generous', 'painless', 'a pleasure to deal with'],
  bad: ['rude', 'unreachable', 'a nightmare', 'slow to answer', 'hopeless', 'hiding behind fine print'],
  situations: ['over the phone', 'by chat', 'under warranty', 'with my claim', 'after the purchase'],
  goodClauses: [
    '(customer service|the support team|the company) (answered|replied|responded) (within an hour|the same day|overnight) and sent a (replacement|new buckle|refund) (for free|at no charge|)',
    'the (lifetime|two-year) warranty was (honoured|respected) (without|with no) (fuss|questions|argument)',
    'the (lady|man|agent) on the (phone|hotline) was (kind|patient|helpful) (and solved it at once|)',
    'they (refunded|exchanged) it (without a word|no questions asked|in two days)',
    'I (emailed|called) support and (a real person|someone competent) (helped|sorted it out) (right away|)',
  ],
  badClauses: [
    '(customer service|support|the company) (never|has not) (answered|replied to) (my emails|my calls|three messages)',
    'they (refused|denied|rejected) my warranty (claim|request) (without looking|with a form letter|)',
    'I (spent|wasted) (an hour|two hours) on hold (only to be hung up on|with the hotline|for nothing)',
    'the seller (wanted|asked) me to pay (return shipping|a restocking fee) for (their|a) (mistake|faulty bag)',
    'the (agent|support rep) was (rude|dismissive|clueless) (when I asked for a refund|)',
  ],
};

export const price: AspectLexicon = {
  key: 'price',
  name: 'price',
  subjects: ['price is', 'value is', 'price tag is', 'cost is', 'value for money is'],
  good: ['unbeatable', 'a steal', 'more than fair', 'hard to beat', 'a bargain', 'very reasonable'],
  bad: ['outrageous', 'way too high', 'a rip-off', 'unjustified', 'steep', 'hard to swallow'],
  situations: ['for what you get', 'on sale', 'against the big brands', 'at full price', 'for a student'],
  goodClauses: [
    'I (paid|spent) (half|a third) of what (the big brands|competitors) (ask|charge) (for the same|)',
    'you (will not|cannot) (find|get) (a better deal|more for your money) (anywhere|at this price|)',
    'it is worth (every|each) (penny|cent|dollar) (I paid|)',
    'it (costs|is) (less than|cheaper than) (a dinner for two|my last three bags|I expected) and (does the job|feels expensive)',
    'I (got|caught) it on sale (for a song|at forty percent off) and (feel lucky|saved a lot)',
  ],
  badClauses: [
    'it is (overpriced|way too expensive|a waste of money) (for what you get|for a nylon sack|)',
    'you are (paying|charged) for the (logo|brand name), (nothing else|not for the bag)',
    'the price (went up|jumped) (twenty|forty) dollars (the week I bought it|for no reason|)',
    'I (saw|found) the same (one|thing) (elsewhere|down the street) for (half the price|a lot less money)',
    '(two hundred|a hundred and fifty|that many) dollars for this is (a joke|robbery|more than it is worth)',
  ],
};
