/**
 * Words by which reviewers judge things, of all trades (food, service, instruments, electronics, clothes, apps, films).
 * Base forms: opinion-lexicon.ts also finds their inflections. Words whose sign depends on what they are said of
 * ("cheap", "small", "hot", "long", "light") are left out: the stars of a run tell their sign in its domain.
 */
export const OPINION_WORDS: readonly (readonly [valence: number, words: string])[] = [
  [
    0.8,
    `addictive adore amazing astonishing awesome beautiful best blissful breathtaking brilliant captivating dazzling
    delectable delicious delightful delish divine dreamy drool ecstatic excellent exceptional exquisite
    extraordinary fabulous fantastic fave favorite favourite first-rate flawless gem glorious gorgeous great
    heavenly impeccable incomparable incredible irresistible killer love luscious magical magnificent marvellous
    marvelous masterful masterpiece mesmerizing mindblowing mmm mouth-watering mouthwatering must-have must-try omg
    outstanding paradise perfect perfection phenomenal priceless rave remarkable rocks scrumptious sensational
    spectacular splendid stellar stunning sublime sumptuous superb superior superlative terrific thrilled top-notch
    unbeatable unforgettable unmatched unparalleled unrivaled unsurpassed winner wonderful world-class wow yum yummm
    yummy`,
  ],
  [
    0.5,
    `accommodating accomplished accurate ace admire adorable advantage affordable agreeable airy ample appealing
    appetizing applaud appreciate appreciative approachable aromatic artful attentive attractive authentic bargain
    beauty beloved beneficial bless blessing bonus bravo bright buttery calming caring charismatic charm charmed
    charming cheerful chic classy clean clear clever comfort comfortable comfy commend compelling competent
    compliment congenial considerate consistent convenient cool courteous cozy creamy creative crisp crispy crunchy
    cute dainty decadent dedicated delicate dependable deserving diligent durable eager ease easy effective
    efficient effortless elegant enchanting endearing engaging enjoy enjoyable enjoyment entertaining enthusiastic
    ergonomic exceed excite excited exciting expert fair fascinating fast faultless flaky flattering flavorful
    flavorsome flavourful fluffy foolproof fragrant fresh freshly friendly fun functional funny generous genius
    gentle genuine glad good gourmet graceful gracious grateful handsome handy happily happy hassle-free
    heartwarming hearty helpful hilarious homey honest hooray hospitable ideal imaginative immaculate impress
    impressive improve improvement informative innovative inspiring intuitive invaluable inventive inviting jewel
    joy juicy knowledgeable kudos laid-back lightweight likable likeable lively lovable lovely loyal lush luxurious
    luxury magic mellow memorable neat nice nicest nostalgic notable obliging optimal organized painless passionate
    patient peaceful peppy perk personable picturesque playful pleasant pleased pleasing pleasurable pleasure
    plentiful plenty polished polite popular positive powerful praise precise premium professional prompt punctual
    quaint quick quiet quirky rapid reasonable recommend recommendable recommended refined refresh refreshing relax
    relaxing reliable respectful responsive reward rewarding rich robust romantic safe satisfaction satisfactory
    satisfy savory savvy seamless serene sexy sharp shine silky simple skilled skillful sleek slick smart smile
    smiling smooth snappy snug soft solid soothing sophisticated spacious spotless stable steal straightforward
    strong sturdy stylish successful succulent suitable supple supportive surpass sweet sweetheart swift talented
    tasteful tastefully tasty tender thankful thanks thoughtful tidy timeless treasure treat trendy trustworthy
    trusty unique unobtrusive upbeat upscale useful user-friendly valuable value versatile vibrant vivid warm warmth
    welcome welcoming well-built well-made whimsical wholesome win wise worth worthwhile worthy yay zesty zippy`,
  ],
  [
    0.25,
    `better fine acceptable adequate advanced alright balanced bold breeze casual cooperative correct crave decent detailed
    doable edible fancy fit flexible improved interesting modern ok okay passable pleasantly presentable proud ready
    reputable respectable secure spicy sufficient surprise tolerable unpretentious variety viable welcomed willing
    worked works`,
  ],
  [
    -0.25,
    `average basic bother bulky chewy complicated confusing costly crowd crowded dated difficult dim drafty dull
    expensive flat forgettable generic gritty harsh hassle heavy hefty hesitant hesitate humid hype iffy
    inaccessible lack lacking lackluster limited loose loud mediocre meh mess messy miss missing mistake mixed noise
    noisy odd ordinary overdone overrated picky plain predictable pricey pricy problem problematic quirk repetitive
    risky rough run-of-the-mill runny salty skeptical skimpy slow so-so sticky stiff strange sub-par subpar
    temperamental thin tight tiny tricky typical unclear underwhelming uneven uninspired uninspiring unremarkable
    unsure unusual wait waited waiting weak weird wobble worn worried worry`,
  ],
  [
    -0.5,
    `abrasive abrupt absurd abuse ache aggravating aggressive ailing aloof annoy annoyance annoyed annoying apathetic
    appalled arrogant ashamed attitude avoid awkward bad badly beware bitter blah bland bleak blemish bogus bored
    boring bothersome break breakage brittle broken bug buggy bum burn burnt buzz buzzy careless cheaply cheesy chip
    clueless clumsy clunky clutter cluttered complain complaint condescending cons crack cracked cramp cramped
    cranky crap crappy crash crashed crashing creak creaky creepy cringe crooked crude crumble curt damage damaged
    dead deceive deceptive defect deficient degrade delay delayed dent depressing desperate deteriorate die died
    difficulty dingy dirty disappoint disappointed disappointing disappointment discomfort disconnect discourage
    discourteous dishonest dislike dismal dismissive disorganized disrespectful dissatisfied distasteful distort
    distorted distortion doubt doubtful downside drab drag drawback dread dreary dry dud error exaggerated excessive
    excuse fail failed failure fake false fatty fault faulty fiddly flavorless flaw flawed flimsy flop foolish
    forgot forgotten fragile frail freeze freezes frustrate frustrated frustrating frustration fumble fuss fussy
    fuzzy garish gimmick gimmicky glitch glitchy gloomy gouge grease greasy greed greedy grimy gripe gross grouchy
    grudging grungy headache headaches hideous hiss hollow hopeless hostile hum hurt icky ignorant ignore ignored
    impatient impersonal impolite impossible impractical imprecise inaccurate inadequate inappropriate inattentive
    incompatible incompetent incomplete inconsiderate inconsistent inconvenient incorrect indifferent ineffective
    inefficient inept inexcusable inexperienced inferior inflexible insincere insipid insufficient insult interrupt
    intrusive irritable irritate irritating issue itchy jam jerk junk junky lag laggy lame lazy leak leaky lemon lie
    limp lose lousy lukewarm malfunction mangle messed misfire mishandle mislead misleading misplaced misrepresent
    mistaken monotonous muddy mushy musty nagging nauseous negative neglect neglected nerve-racking nickel-and-dime
    nuisance obnoxious obscene offend offensive oily outdated outrageous over-cooked over-priced overbearing
    overcharge overcharged overcooked overheat overhyped overload overlooked overpowering overpriced overstuffed
    overwhelming pain painful pathetic peel pitiful pity plasticky pointless poor poorly pretentious problems pushy
    rancid rattle rattling refuse regret reject repulsive resent rip rip-off ripoff rotten rubbery rude rudely rush
    rushed rust rusty sad sadly scam scary scold scratch scratchy scream screech shabby sham shame shoddy
    short-lived shrill slippery sloppy smell smelly snag snob snobby snooty snotty soggy sorry sour spoil spoiled
    squeak squeaky stain stale static sting stingy stink stinks stinky stress stressful struggle stubborn stuck
    stupid substandard suck sucky suffer tacky tasteless tear tedious tinny tired tiresome torn tough trap trouble
    troublesome ugly unacceptable unaccommodating unappealing unappetizing unattractive unbalanced unbearable
    uncaring uncomfortable uncooked uncooperative undependable undercooked underseasoned understaffed undesirable
    uneasy uneventful unfair unfit unfortunate unfortunately unfriendly unhappy unhealthy unhelpful unimpressed
    unimpressive uninteresting uninviting unnatural unnecessary unorganized unpleasant unprofessional unreasonable
    unreliable unresponsive unsafe unsanitary unsatisfactory unsatisfied unsatisfying unstable unsuitable untrained
    unwelcome unwelcoming unwilling upset upsetting useless vague warp wary waste wasted watered-down watery
    weakness whine wobbly worse worsen wreck wrong yell yelled`,
  ],
  [
    -0.8,
    `abhorrent abominable abysmal appalling atrocious awful broke catastrophe catastrophic defective despicable
    despise detest disaster disastrous disgrace disgraceful disgust disgusted disgusting dreadful dump embarrassing
    embarrassment filthy foul garbage ghastly gruesome hate horrendous horrible horrid horrific horrify horror
    inedible inexcusably infuriating insulting intolerable joke laughable livid loathe ludicrous miserable misery
    nasty nausea nightmare outraged pathetically poison puke rage refund repulsed returned returning revolting
    ridiculous rubbish shameful shit shitty sickening swindle terrible terribly terrified thief trash travesty
    unbearably undrinkable uneatable unsavory unusable unwatchable vile vomit worst worthless wretched yuck yucky`,
  ],
];
