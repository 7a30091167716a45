/** Sentences about no aspect, in the notation of the lexicons. */
export const FILLERS: readonly string[] = [
  'I (bought|ordered|got) this for a (trip|journey|holiday) to (Lisbon|Peru|Japan|Iceland|Vietnam|the Alps|Morocco|Chile).',
  'My (brother|sister|wife|husband|roommate|boss|neighbour) (has|owns|bought) the same (one|model).',
  'This was a (birthday|graduation|Christmas|wedding) (gift|present) for my (son|daughter|nephew|partner|dad).',
  'It (arrived|came) on a (Monday|Tuesday|Thursday|Friday|Saturday) (morning|afternoon|).',
  'I (have been|am) (travelling|on the road) (for work|for a living|) since (spring|2009|last year|university).',
  'I (read|went through) (dozens|hundreds|a lot) of reviews before (deciding|ordering|making up my mind).',
  'I (am|was) a (nurse|teacher|student|photographer|flight attendant|consultant|carpenter) (from|in) (Ohio|Leeds|Toronto|Texas|Dublin|Oregon).',
  'This is my (second|third|fourth|fifth) (review|purchase) (on this site|this year|).',
  'We (took|flew) the (night train|early flight|ferry|bus) to (Naples|Hanoi|Oslo|Seville|Krakow) (last month|in May|in October|).',
  '(My|The) (dog|cat|toddler) (liked|loved|slept on) the (box|carton|wrapping) more than anything.',
  'I (usually|normally|always) (travel|go away) (with friends|alone|with the kids|twice a year).',
  'It has been (two|three|five|nine) (weeks|months) (now|since I bought it|).',
  'I (will|shall) update this (review|post) (after|in) (the summer|a few months|my next trip).',
  'My (previous|last|old) one was (from|by) (another|a different) (maker|brand|shop).',
  '(Sorry|Apologies) for the (long|rambling) review.',
  'I (hope|trust) this (helps|is useful) (somebody|someone|other buyers).',
  '(We|I) (walked|hiked|cycled) (part of|) the (Camino|West Highland Way|coast path|Danube) (in June|last autumn|).',
  'I (saw|noticed) it in a (video|magazine|shop window) (and thought about it for weeks|first|).',
  'I am (five foot two|six foot one|of average height|rather tall|on the short side).',
  'I (start|started) a new (job|course|chapter) in (January|September|the city).',
];

/** Reviewers' last words, by how they feel. */
export const VERDICTS: Readonly<Record<'good' | 'mixed' | 'bad', readonly string[]>> = {
  good: [
    'I would (buy|order) (it|this) again (in a heartbeat|without thinking|tomorrow).',
    '(Highly|Warmly|Gladly) recommended.',
    '(Very|So|Really) (happy|pleased) with (it|this purchase|my choice).',
    'I (could not|cannot) be happier (with it|).',
  ],
  mixed: [
    'It is (fine|okay|all right) (overall|for now|).',
    'I am (torn|of two minds) (about it|).',
    'It (does|did) the job, (more or less|no more no less).',
  ],
  bad: [
    'I (sent|am sending) it back.',
    'I would not (buy|order) (it|this) again.',
    '(Very|Really|So) disappointed.',
    '(Look|Keep looking) elsewhere.',
  ],
};

/** Titles of reviews, by stars. */
export const TITLES: Readonly<Record<1 | 2 | 3 | 4 | 5, readonly string[]>> = {
  1: ['(Avoid|Do not buy)', '(Awful|Terrible)', 'What a (letdown|disappointment)', 'One star is (too many|generous)'],
  2: ['(Not|Hardly) (great|for me)', 'Expected (more|better)', 'Meh at best', '(Two|A couple of) stars'],
  3: ['(Okay|Decent|Average)', 'Mixed feelings', 'Good and bad', 'It is (fine|alright)'],
  4: ['(Very|Pretty|Quite) good', '(Solid|Good) (choice|buy)', 'Almost perfect', '(Happy|Glad) I bought it'],
  5: ['(Love|Adore) it', '(Perfect|Excellent|Fantastic)', 'Best (one yet|purchase this year)', 'Five stars'],
};

/** Sentences that carry personal data, to be masked later: `EMAIL`, `PHONE` and `LINK` are filled in. */
export const PERSONAL: Readonly<Record<'email' | 'phone' | 'link', readonly string[]>> = {
  email: [
    '(Write|Mail) me at EMAIL if you (want|need) (photos|details).',
    'Questions? EMAIL is (my address|where I can be reached).',
  ],
  phone: ['(Call|Text) me on PHONE (for details|any time|).', 'My number is PHONE (if you want to buy mine|).'],
  link: ['I (posted|put) (photos|a video) at LINK (yesterday|).', 'See LINK for (my full review|pictures).'],
};
