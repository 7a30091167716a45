import type { AspectLexicon } from './aspect-lexicon.ts';

export const zippers: AspectLexicon = {
  key: 'zippers',
  name: 'zippers',
  subjects: ['zippers are', 'zips are', 'zipper pulls are', 'main zipper is', 'YKK zippers are'],
  good: ['smooth', 'sturdy', 'easy to pull', 'first rate', 'buttery', 'chunky and reliable', 'snag-free'],
  bad: ['flimsy', 'sticky', 'cheap', 'stiff', 'hard to close', 'misaligned', 'prone to jam'],
  situations: [
    'around the corners',
    'when the bag is stuffed',
    'with gloves on',
    'with one hand',
    'on the front pocket',
  ],
  goodClauses: [
    'the (zippers|zips) (glide|run|slide) (smoothly|like butter|without a hitch) (around the corners|with one hand|)',
    'not (one|a single) zipper has (jammed|snagged|split) (so far|in two years|)',
    'the zipper pulls are (big|chunky|long) enough to (grab|find) (in the dark|with gloves|)',
    'I (overstuff|overfill) it and the zippers (still|) (hold|close|stay shut)',
    'the (zipper teeth|zips) (mesh|line up) (cleanly|perfectly) every time',
  ],
  badClauses: [
    'the (main|front|side) zipper (jammed|broke|split open|came off its track) (on day two|in the airport|within a month|)',
    'the (zippers|zips) (snag|catch|get stuck) (on the lining|at every corner|on the fabric flap) (constantly|)',
    'a zipper pull (snapped off|came off in my hand) (the first week|already|)',
    'I have to (fight|wrestle|tug at) the zipper (every time|to close it|with both hands)',
    'the zipper teeth (separate|pop open) (as soon as it is full|under the least strain|)',
  ],
};

export const durability: AspectLexicon = {
  key: 'durability',
  name: 'durability',
  subjects: ['stitching is', 'fabric is', 'seams are', 'nylon is', 'build quality is', 'construction is'],
  good: [
    'bombproof',
    'rock solid',
    'tough as nails',
    'reinforced where it counts',
    'built to last',
    'rugged',
    'tight and even',
  ],
  bad: ['coming apart', 'paper thin', 'frayed', 'shoddy', 'badly sewn', 'worn through', 'fragile'],
  situations: [
    'after two years',
    'after thirty flights',
    'at the stress points',
    'under daily abuse',
    'along the bottom',
  ],
  goodClauses: [
    'after (two|three|four) years of (daily use|commuting|rough handling) there is (not a loose thread|no wear|no tear) (anywhere|to be seen|)',
    'it has (survived|outlasted|shrugged off) (baggage handlers|thirty flights|a fall down the stairs) (without a scratch|)',
    'the (seams|stitches) (show no|have no) sign of (wear|giving way|fraying) (yet|)',
    'the (ballistic nylon|canvas|fabric) (resists|takes) (scuffs|abrasion|abuse) (like armour|very well|)',
    'this (thing|pack) is (built|made) (like a tank|to last a lifetime)',
  ],
  badClauses: [
    'the (seam|stitching) (ripped|tore|gave way|came undone) (after|within) (two months|a few weeks|three trips)',
    'a (strap|handle|loop) (tore off|ripped out of its seam) (in the middle of a trip|on the second flight|)',
    'the (fabric|material) (wore through|frayed|has a hole) (at the bottom|at the corners) (already|)',
    'it (fell apart|disintegrated|did not last) (before the year was out|in under six months|a single semester)',
    'threads (hang|are hanging) (loose|) (everywhere|from every seam) and it is (a month|weeks) old',
  ],
};

export const rain: AspectLexicon = {
  key: 'rain',
  name: 'rain protection',
  subjects: ['rain cover is', 'waterproofing is', 'coating is', 'water resistance is', 'rain flap is'],
  good: ['excellent', 'reliable', 'completely waterproof', 'better than promised', 'up to a monsoon', 'watertight'],
  bad: ['useless', 'a joke', 'leaky', 'gone after one season', 'not waterproof at all', 'poor'],
  situations: [
    'in a downpour',
    'in a thunderstorm',
    'on a wet bike ride',
    'during the rainy season',
    'in Scottish drizzle',
  ],
  goodClauses: [
    'I was (caught|soaked) in a (downpour|storm|cloudburst) and everything inside (stayed|was) (bone dry|dry)',
    'water (beads up|rolls|runs) (and|) right off (the fabric|it|) (in the rain|)',
    'the (hidden|included|elastic) rain cover (fits|goes on) (in seconds|tightly|) and keeps the (rain|wet) out',
    'not a (drop|bit) of (water|rain) (got|came) (in|through) (in a whole week of rain|)',
    'even (after an hour|two hours) of (heavy|pouring) rain the (lining|inside) was dry',
  ],
  badClauses: [
    'my (clothes|books|papers) (got|were) (soaked|drenched|wet) in a (light shower|little drizzle|short rain)',
    'water (seeps|leaks|gets) (in|through) (at the seams|along the zip|at the top) (whenever it rains|)',
    'the rain cover (blows off|does not fit|tore) (in the first wind|at once|)',
    'so much for (waterproof|water resistant): there was a (puddle|pool) (in the bottom|inside) after (a drizzle|one wet walk)',
    'the (water-repellent|waterproof) coating (peeled|flaked) off (in sheets|after one season|)',
  ],
};
