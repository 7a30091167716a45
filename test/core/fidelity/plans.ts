// Three hand-made worlds with their plans, written out so that a test can be checked by eye: long, as data is.
import { act, node, planOf, worldOf } from './world.ts';

/** A guitarist: goal sound, likes solid builds, let down by batteries; one candidate turned down for its build. */
const pedalWorld = worldOf({
  aspects: [
    ['sound quality', 'tone', 'sound', 'great tone', 'distortion sound'],
    ['build quality', 'solid build', 'metal case', 'sturdy', 'durability'],
    ['background noise', 'hum', 'hiss', 'noise'],
    ['price', 'value for the money', 'good price', 'cheap'],
    ['tuning stability', 'stay in tune', 'tuning', 'holds tune'],
    ['battery life', 'batteries', 'battery', 'nine volt'],
  ],
  items: {
    T: 'Boss DS-1 Distortion Guitar Pedal, Orange',
    C: 'Behringer UM300 Ultra Metal Heavy Metal Pedal',
    H1: 'Snark SN-1 Guitar Tuner',
    H2: 'Fender Deluxe Gig Bag - Acoustic',
    X: 'Dunlop GCB95 Cry Baby Wah Pedal',
    Y: 'MXR M104 Distortion Plus Pedal',
  },
  reviews: {
    u1a: ['u1', 'H1', 10, [5, -0.8, 'It died after two weeks, the battery life is awful.']],
    u1b: ['u1', 'H2', 20, [1, 0.8, 'The build quality is solid and the stitching has held up on the road.']],
    c1: ['u2', 'C', 30, [1, -0.8, 'The plastic housing cracked within a month of gigging.']],
    c2: ['u3', 'C', 40, [0, 0.4, 'For such a cheap pedal the tone is decent.']],
    t1: ['u2', 'T', 35, [0, 0.8, 'Warm tone that cleans up nicely with the volume knob.']],
    t2: ['u4', 'T', 50, [1, 0.9, 'Mine has survived ten years of gigs, built like a tank.']],
    t3: ['u6', 'T', 70, [5, 0.7, 'One nine volt lasts for months, so no trouble with batteries.']],
    h1: ['u7', 'H1', 60, [5, -0.5, 'Eats batteries for breakfast.']],
    goal: ['u1', 'T', 100, [0, 0.8, 'It has a warm and singing sound.']],
    late: ['u5', 'T', 120, [1, 0.6, 'The case still looks new after a year.']],
    voice: [
      'u8',
      'X',
      15,
      [
        0,
        0.5,
        'guitar pedal distortion metal heavy tone sound guitar pedal metal distortion heavy wah tuner bag tuner bag acoustic baby cry ultra orange deluxe plus wah',
      ],
    ],
  },
});
const pedalPlan = planOf(
  {
    dialogId: 'd-pedal',
    userId: 'u1',
    day: 100,
    target: 'T',
    history: ['H1', 'H2'],
    rejected: [{ itemId: 'C', aspectId: 1, evidenceIds: ['e3'] }],
    goals: [[0, 'g1']],
    evidence: {
      e1: ['u1b', 0, 'history'],
      e2: ['u1a', 0, 'history'],
      e3: ['c1', 0, 'community'],
      e4: ['c2', 0, 'community'],
      e5: ['t1', 0, 'community'],
      e6: ['t2', 0, 'community'],
      e7: ['t3', 0, 'community'],
      g1: ['goal', 0, 'goal'],
    },
    nodes: [
      node('n1', 'open', [
        act('system', 'greet'),
        act('user', 'greet'),
        act('user', 'disclose', { aspectId: 0, polarity: 'positive', evidenceIds: ['g1'] }),
      ]),
      node('n2', 'elicit', [
        act('system', 'elicit', { aspectId: 1 }),
        act('user', 'disclose', { aspectId: 1, polarity: 'positive', evidenceIds: ['e1'] }),
      ]),
      node('n3', 'refer_history', [
        act('system', 'elicit'),
        act('user', 'refer_history', { aspectId: 5, polarity: 'negative', itemId: 'H1', evidenceIds: ['e2'] }),
      ]),
      node('n4', 'recommend', [
        act('system', 'recommend', { itemId: 'C' }),
        act('system', 'justify', { itemId: 'C', aspectId: 0, polarity: 'positive', evidenceIds: ['e4'] }),
        act('system', 'justify', { itemId: 'C', aspectId: 1, polarity: 'negative', evidenceIds: ['e3'] }),
      ]),
      node('n5', 'critique', [
        act('user', 'critique', { itemId: 'C', aspectId: 1, polarity: 'negative' }),
        act('user', 'reject', { itemId: 'C' }),
      ]),
      node('n6', 'recommend', [
        act('system', 'recommend', { itemId: 'T' }),
        act('system', 'justify', { itemId: 'T', aspectId: 0, polarity: 'positive', evidenceIds: ['e5'] }),
      ]),
      node('n7', 'justify', [
        act('user', 'inquire', { itemId: 'T', aspectId: 5 }),
        act('system', 'answer', { itemId: 'T', aspectId: 5, polarity: 'positive', evidenceIds: ['e7'] }),
      ]),
      node('n8', 'compare', [
        act('user', 'inquire', { itemId: 'C', aspectId: 1 }),
        act('system', 'compare', { itemId: 'C', aspectId: 1, polarity: 'negative', evidenceIds: ['e3'] }),
        act('system', 'justify', { itemId: 'T', aspectId: 1, polarity: 'positive', evidenceIds: ['e6'] }),
      ]),
      node('n9', 'accept', [act('user', 'accept', { itemId: 'T' })]),
      node('n10', 'close', [act('system', 'close'), act('user', 'close')]),
    ],
    edges: [
      ['n1', 'n2'],
      ['n1', 'n3'],
      ['n2', 'n4'],
      ['n3', 'n4'],
      ['n4', 'n5'],
      ['n5', 'n6'],
      ['n6', 'n7'],
      ['n6', 'n8'],
      ['n7', 'n9'],
      ['n8', 'n9'],
      ['n9', 'n10'],
    ],
  },
  pedalWorld,
);

/** A diner: goal food, let down by service, no view of prices; the target straight away; one optional question. */
const dinerWorld = worldOf({
  aspects: [
    ['food', 'delicious food', 'dish', 'flavors', 'menu'],
    ['service', 'friendly staff', 'waiter', 'server', 'customer service'],
    ['prices', 'reasonable prices', 'cost', 'expensive'],
    ['atmosphere', 'ambiance', 'decor', 'cozy place', 'music'],
    ['wait time', 'long wait', 'line', 'minutes'],
  ],
  items: {
    T: 'Bella Notte Trattoria',
    C: 'Lotus Garden Noodle House',
    H1: 'The Breadfruit & Rum Bar',
    H2: "Postino's Winecafe",
    X: 'Pho Saigon Kitchen',
  },
  reviews: {
    u1a: ['u1', 'H1', 5, [1, -0.7, 'Our waiter was rude and forgot half of the order.']],
    u1b: [
      'u1',
      'H2',
      8,
      [3, 0.6, 'Candles, low music, a lovely room to sit in.'],
      [2, 0, 'Prices are what you expect downtown.'],
    ],
    t1: ['u2', 'T', 20, [0, 0.9, 'The gnocchi is the best I have had outside of Italy.']],
    t2: ['u3', 'T', 25, [1, 0.8, 'The staff remembered us from our first visit.']],
    t3: ['u4', 'T', 30, [2, -0.5, 'A bit steep for what is on the plate.']],
    t4: ['u5', 'T', 31, [4, -0.6, 'We stood in line for an hour without a reservation.']],
    goal: ['u1', 'T', 40, [0, 0.9, 'Every dish tasted like home.']],
    voice: ['u8', 'X', 15, [0, 0.5, 'kitchen garden house noodle bar rum kitchen garden house noodle bar rum notte']],
  },
});
const dinerPlan = planOf(
  {
    dialogId: 'd-diner',
    userId: 'u1',
    day: 40,
    target: 'T',
    history: ['H1', 'H2'],
    rejected: [],
    goals: [[0, 'g1']],
    evidence: {
      e1: ['u1a', 0, 'history'],
      e2: ['u1b', 0, 'history'],
      e3: ['u1b', 1, 'history'],
      e4: ['t1', 0, 'community'],
      e5: ['t2', 0, 'community'],
      e6: ['t3', 0, 'community'],
      e7: ['t4', 0, 'community'],
      g1: ['goal', 0, 'goal'],
    },
    nodes: [
      node('n1', 'open', [
        act('system', 'greet'),
        act('user', 'greet'),
        act('user', 'disclose', { aspectId: 0, polarity: 'positive', evidenceIds: ['g1'] }),
      ]),
      node('n2', 'elicit', [
        act('system', 'elicit', { aspectId: 1 }),
        act('user', 'disclose', { aspectId: 1, polarity: 'negative', evidenceIds: ['e1'] }),
      ]),
      node('n3', 'elicit', [
        act('system', 'elicit', { aspectId: 2 }),
        act('user', 'disclose', { aspectId: 2, polarity: 'neutral', evidenceIds: ['e3'] }),
      ]),
      node('n4', 'recommend', [
        act('system', 'recommend', { itemId: 'T' }),
        act('system', 'justify', { itemId: 'T', aspectId: 0, polarity: 'positive', evidenceIds: ['e4'] }),
        act('system', 'justify', { itemId: 'T', aspectId: 1, polarity: 'positive', evidenceIds: ['e5'] }),
      ]),
      node(
        'n5',
        'justify',
        [
          act('user', 'inquire', { itemId: 'T', aspectId: 2 }),
          act('system', 'answer', { itemId: 'T', aspectId: 2, polarity: 'negative', evidenceIds: ['e6'] }),
        ],
        true,
      ),
      node('n6', 'accept', [act('user', 'accept', { itemId: 'T' })]),
      node('n7', 'close', [act('system', 'close'), act('user', 'close')]),
    ],
    edges: [
      ['n1', 'n2'],
      ['n1', 'n3'],
      ['n2', 'n4'],
      ['n3', 'n4'],
      ['n4', 'n5'],
      ['n4', 'n6'],
      ['n5', 'n6'],
      ['n6', 'n7'],
    ],
  },
  dinerWorld,
);

/** Apps whose names share words; an open question; the candidate's standing on adverts is mixed, the sentence bad. */
const appWorld = worldOf({
  aspects: [
    ['adverts', 'ads', 'too many ads', 'pop ups'],
    ['ease of use', 'easy to use', 'user friendly', 'interface'],
    ['photo filters', 'filters', 'effects', 'presets'],
    ['crashes', 'app crashes', 'freezes', 'stability'],
    ['subscription', 'free trial', 'subscription cost', 'paying'],
  ],
  items: {
    T: 'PixelCam Pro: Photo Editor & Collage Maker',
    C: 'PixelCam Lite: Photo Editor & Stickers',
    H1: 'Lumora Camera - Portrait Retouch',
    X: 'Snapfold Album',
  },
  reviews: {
    u1a: [
      'u1',
      'H1',
      3,
      [3, -0.7, 'It freezes whenever I save a portrait.'],
      [1, 0.7, 'Very user friendly, I found everything at once.'],
    ],
    c1: ['u2', 'C', 10, [0, -0.6, 'An ad pops up after every single tap.']],
    c2: ['u3', 'C', 11, [0, 0.6, 'Hardly any ads so far.']],
    t1: ['u4', 'T', 12, [2, 0.8, 'The film presets are gorgeous.']],
    t2: ['u5', 'T', 13, [3, 0.7, 'Rock solid, has not crashed on me once.']],
    t3: ['u6', 'T', 14, [0, 0.6, 'No ads whatsoever, bliss.']],
    goal: ['u1', 'T', 30, [2, 0.9, 'The filters make my snaps look like film.']],
    voice: [
      'u8',
      'X',
      2,
      [
        0,
        0.5,
        'photo editor collage maker stickers camera portrait album pro lite photo editor collage maker stickers camera portrait album pro lite retouch',
      ],
    ],
  },
});
const appPlan = planOf(
  {
    dialogId: 'd-app',
    userId: 'u1',
    day: 30,
    target: 'T',
    history: ['H1'],
    rejected: [{ itemId: 'C', aspectId: 0, evidenceIds: ['e3'] }],
    goals: [[2, 'g1']],
    evidence: {
      e1: ['u1a', 0, 'history'],
      e2: ['u1a', 1, 'history'],
      e3: ['c1', 0, 'community'],
      e4: ['t1', 0, 'community'],
      e5: ['t2', 0, 'community'],
      e6: ['t3', 0, 'community'],
      g1: ['goal', 0, 'goal'],
    },
    nodes: [
      node('n1', 'open', [act('system', 'greet'), act('user', 'greet')]),
      node('n2', 'elicit', [
        act('system', 'elicit'),
        act('user', 'disclose', { aspectId: 2, polarity: 'positive', evidenceIds: ['g1'] }),
      ]),
      node('n3', 'elicit', [
        act('system', 'elicit', { aspectId: 3 }),
        act('user', 'disclose', { aspectId: 3, polarity: 'negative', evidenceIds: ['e1'] }),
      ]),
      node('n4', 'recommend', [
        act('system', 'recommend', { itemId: 'C' }),
        act('system', 'justify', { itemId: 'C', aspectId: 0, polarity: 'negative', evidenceIds: ['e3'] }),
      ]),
      node('n5', 'critique', [
        act('user', 'critique', { itemId: 'C', aspectId: 0, polarity: 'negative' }),
        act('user', 'reject', { itemId: 'C' }),
      ]),
      node('n6', 'recommend', [
        act('system', 'recommend', { itemId: 'T' }),
        act('system', 'justify', { itemId: 'T', aspectId: 2, polarity: 'positive', evidenceIds: ['e4'] }),
        act('system', 'justify', { itemId: 'T', aspectId: 3, polarity: 'positive', evidenceIds: ['e5'] }),
      ]),
      node('n7', 'accept', [act('user', 'accept', { itemId: 'T' })]),
      node('n8', 'close', [act('system', 'close'), act('user', 'close')]),
    ],
    edges: [
      ['n1', 'n2'],
      ['n1', 'n3'],
      ['n2', 'n4'],
      ['n3', 'n4'],
      ['n4', 'n5'],
      ['n5', 'n6'],
      ['n6', 'n7'],
      ['n7', 'n8'],
    ],
  },
  appWorld,
);

export const WORLDS = {
  pedal: { base: pedalWorld, plan: pedalPlan },
  diner: { base: dinerWorld, plan: dinerPlan },
  app: { base: appWorld, plan: appPlan },
} as const;
export type WorldName = keyof typeof WORLDS;
