import type { AspectLexicon } from './aspect-lexicon.ts';

export const laptop: AspectLexicon = {
  key: 'laptop',
  name: 'laptop compartment',
  subjects: ['laptop sleeve is', 'laptop compartment is', 'computer pocket is', 'tablet sleeve is'],
  good: [
    'well cushioned',
    'suspended off the ground',
    'a perfect fit',
    'snug',
    'easy to reach at security',
    'lined with fleece',
  ],
  bad: ['unpadded', 'too tight', 'badly placed', 'too loose', 'open at the bottom', 'a hazard'],
  situations: [
    'for my 15 inch MacBook',
    'for a 16 inch notebook',
    'at airport security',
    'for my work computer',
    'with the charger in',
  ],
  goodClauses: [
    'my (13|14|15|16) inch (laptop|MacBook|ThinkPad) (slides|slips|fits) (right|) into the (padded|fleece-lined) sleeve (perfectly|with its case on|)',
    'I dropped the bag and my (laptop|computer|notebook) was (fine|unharmed|untouched) (thanks to the sleeve|)',
    'the (laptop|computer) (sleeve|compartment) (opens flat|has its own door) for (airport security|the scanner)',
    'the sleeve (keeps|holds) my (laptop|tablet) (off the floor|safe|in place) (when I set it down|)',
    'there is (a separate|an extra) sleeve for my (iPad|tablet) (next to|beside) the laptop',
  ],
  badClauses: [
    'my (13|14|15|16) inch (laptop|MacBook|notebook) (does not|will not|barely) (fit|go in) (in|) the sleeve (without force|)',
    'the laptop sleeve has (no|zero) (padding|cushion) (at the bottom|underneath) and my (screen cracked|computer got dented|laptop hit the floor)',
    'the (computer|laptop) (slides around|rattles|wobbles) in the (oversized|loose) sleeve',
    'getting the laptop (out|in) means (emptying|unpacking) (half the bag|everything)',
    'the (sleeve|compartment) (presses|pushes) the laptop (edge|corner) (into|against) (everything else|my papers)',
  ],
};

export const pockets: AspectLexicon = {
  key: 'pockets',
  name: 'pockets and organisation',
  subjects: [
    'pockets are',
    'organiser panel is',
    'side pockets are',
    'layout is',
    'inner dividers are',
    'bottle pocket is',
  ],
  good: ['well thought out', 'plentiful', 'clever', 'logical', 'deep and easy to reach', 'exactly where I want them'],
  bad: ['useless', 'too few', 'too shallow', 'confusing', 'impossible to reach', 'a mess'],
  situations: [
    'for keys and pens',
    'for cables and chargers',
    'for a water bottle',
    'for my passport',
    'for small things',
  ],
  goodClauses: [
    'there is a (pocket|slot|place) for (everything|every pen and cable|keys, passport and phone)',
    'the (side|mesh|stretch) pocket (holds|grips) (a litre bottle|my water bottle|a thermos) (firmly|without dropping it|)',
    'I can (find|grab) my (keys|passport|boarding pass) (blind|in a second|without digging) thanks to the (quick-access|hidden|top) pocket',
    'the (organiser|front panel) keeps my (cables|chargers|adapters) (sorted|untangled|in order)',
    'the (hidden|secret) pocket (at the back|) is (great|ideal|perfect) for (a wallet|cash|my passport)',
  ],
  badClauses: [
    'there is (only one|no) (inner|small) pocket so my (keys|cables|pens) (sink to the bottom|end up in a heap|vanish)',
    'my water bottle (falls|slides|pops) out of the side pocket (every time I bend|constantly|)',
    'the pockets (overlap|share the same space), so (filling one|a phone in one) (crushes|blocks) (the next|the other)',
    'I (spend|waste) (minutes|ages) (digging|rummaging) for my (passport|keys|charger) (in one black hole|)',
    'the (front|top) pocket is too (small|flat|shallow) for (a phone|anything|sunglasses)',
  ],
};

export const cleaning: AspectLexicon = {
  key: 'cleaning',
  name: 'ease of cleaning',
  subjects: ['lining is', 'light lining is', 'surface is', 'outer shell is', 'washable insert is'],
  good: [
    'wipeable',
    'easy to clean',
    'stain resistant',
    'machine washable',
    'spotless after a wipe',
    'simple to rinse',
  ],
  bad: ['a dirt magnet', 'impossible to clean', 'stained for good', 'covered in lint', 'always dusty', 'not washable'],
  situations: ['with a damp cloth', 'after a muddy trail', 'after the beach', 'after a coffee spill', 'with mild soap'],
  goodClauses: [
    '(mud|coffee|sunscreen|red wine) (wipes|washes|comes) (right|straight) off (with a damp cloth|with a bit of soap|)',
    'I (threw|put) it in the washing machine and it came out (like new|spotless|clean)',
    'the (removable|wipeable) lining makes (spills|sand|crumbs) (easy to clean|no problem at all)',
    'one (quick|) wipe and the (stain|dirt|dust) is gone',
    'it (hides|sheds) (dirt|dust|pet hair) (well|) and cleans up in (a minute|no time)',
  ],
  badClauses: [
    'every (smudge|stain|fingerprint) (stays|shows|is there) for ever, (no matter how I scrub|soap or not)',
    'the (pale|light|fuzzy) (lining|fabric) (attracts|collects) (lint|dust|cat hair) and (will not wash|cannot be cleaned)',
    'a (coffee|juice|sunscreen) stain (would not|does not) (come out|wash out) (after three washes|)',
    '(hand wash only means|cleaning it means) an (hour|evening) (of scrubbing|with a toothbrush)',
    'it (came out of the wash|dried) (with white streaks|covered in water marks|still dirty)',
  ],
};
