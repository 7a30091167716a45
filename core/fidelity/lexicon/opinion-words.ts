/** Opinion words of reviews and of talk about products and places, as written; compared by stem. */
export const POSITIVE_WORDS =
  'positive favourable favorable ' +
  'stunning popular beloved survived bliss blissful superbly ' +
  'good great excellent fantastic amazing awesome superb outstanding wonderful lovely brilliant terrific perfect ' +
  'perfectly fine nice nicely decent solid solidly sturdy sturdily durable reliable reliably dependable robust tough ' +
  'rugged well-made well-built comfortable comfy cozy smooth smoothly crisp clean cleanly warm rich sweet beautiful ' +
  'beautifully gorgeous elegant sleek attractive stylish accurate accurately precise precisely consistent consistently ' +
  'stable steady secure securely snug quiet silent responsive fast quick quickly prompt promptly speedy easy easily ' +
  'effortless effortlessly simple intuitive convenient handy versatile flexible useful helpful friendly attentive kind ' +
  'courteous welcoming polite professional knowledgeable delicious tasty flavorful flavourful fresh juicy tender yummy ' +
  'affordable inexpensive reasonable bargain steal generous worth worthwhile valuable love loves loved loving adore ' +
  'enjoy enjoys enjoyed enjoyable happy happier happiest pleased pleasing pleasant delight delighted delightful ' +
  'satisfied satisfying satisfaction impressed impressive impress thrilled praise praised praises rave raved raves ' +
  'raving favorite favourite best better superior strong strongest shine shines shining excel excels stellar ' +
  'flawless flawlessly dreamy winner win pros plus upside strength strengths gem top-notch first-rate spot-on improved ' +
  'appreciate appreciated admire fond keen glad trust trusted trustworthy admired impeccable immaculate spotless ' +
  'spacious bright vibrant lush lightweight compact superbly admirably refreshing punchy clarity crystal-clear ' +
  'satisfactory acceptable commendable exceptional exceptionally remarkable faultless stands-up bulletproof rock-solid';

export const NEGATIVE_WORDS =
  'stained flaked jam jams ' +
  'negative unfavourable unfavorable ' +
  'questionable ruined spoiled bothered bothering bother suck nightmarish frustrates maddening mad ' +
  'steep catch nuisance joke irritate irritates annoys annoyed angers grumble crashed froze freezes cracked bad badly poor poorly terrible terribly awful awfully horrible horribly dreadful lousy mediocre disappointing ' +
  'disappointed disappoint disappoints disappointment letdown weak weakest weakness weaknesses flimsy fragile brittle ' +
  'cheaply shoddy junk junky crap crappy rubbish garbage useless worthless defective faulty broken broke break breaks ' +
  'breaking snapped snap crack cracked cracks cracking fail fails failed failing failure unreliable inconsistent ' +
  'inaccurate imprecise unstable wobbly wobble loose sloppy slow sluggish laggy lag late delayed delay delays noisy ' +
  'hiss hissy hum buzz buzzes buzzing buzzy crackle crackles crackling static harsh muddy tinny shrill dull thin hollow ' +
  'muffled distorted scratchy rattle rattles rattling squeak squeaky uncomfortable painful stiff awkward clumsy ' +
  'cumbersome bulky difficult confusing confused complicated frustrating frustrated frustration annoying annoyed annoy ' +
  'annoyance irritating irritated hate hates hated dislike dislikes disliked regret regretted unhappy dissatisfied ' +
  'upset angry rude unfriendly unhelpful dismissive careless dirty filthy greasy stale bland tasteless soggy ' +
  'overcooked undercooked burnt dry overpriced pricey costly problem problems trouble troubles troublesome troubled ' +
  'issue issues flaw flaws flawed fault faults complain complains complained complaint complaints gripe gripes grumble ' +
  'grumbled grumbles criticise criticised criticize criticized criticism worse worst inferior lacking lacks lacked ' +
  'shortcoming shortcomings drawback drawbacks downside downsides con cons concern concerns worried worry ' +
  'worries wary dealbreaker deal-breaker dies died dead dying quit stopped wear wears wore worn frayed fray rust rusty ' +
  'rusted peel peeling leak leaks leaking leaked jam jammed stuck dud lemon struggle struggles struggled suffer suffers ' +
  'suffered sucks sucked pathetic abysmal subpar unimpressive underwhelming underwhelmed underwhelm overhyped ' +
  'unacceptable nightmare pain hassle burned burnt stung bitten bitter messy tangled tangle unsatisfactory unsafe ' +
  'underpowered insufficient inadequate tedious iffy patchy spotty dodgy temperamental finicky fiddly sore unfortunate ' +
  'unfortunately sadly miss misses missed cringe skeptical sceptical hurt hurts';

/** Words that wink's lexicon calls polar and that are not so in such talk, or only in one of their readings. */
export const NOT_OPINIONS =
  'concerned position positions attention distortion ' +
  'recommend recommended recommends recommendation recommendations suggestion noted stand meet starving lost saving according survived built importance must right ' +
  'want need care important hope wish boss top pretty hard like help please thank thanks yes ok okay no kill bass fun ' +
  'matter kick sharp flat low high pick share clear sincerely honest honestly true sure interested interest agree value ' +
  'quality super deal cool join ability special promise welcome party play game free active chance ready chill cut ' +
  'drop pay fire shot battle god hell damn stop limited strange crazy mad insane wicked sick ill sorry excuse alone ' +
  'high question enough quite avoid reject refuse pass skip doubt unsure suspect ask beg challenge cover debt fee loud hot cold light heavy big ' +
  'small straight natural original certain solution solve solved increase reach matters serious seriously';

/** Whole expressions, matched before words; spaces match any white space. Checked longest first. */
export const POSITIVE_PHRASES =
  'win me over | won at least | scores with | scores on | wins people over | knocked it out | swear by | swears by | cannot get enough | ' +
  'highly recommend | highly recommended | would recommend it | ' +
  'please people | please buyers | please customers | please owners | please reviewers | please users | please guests | ' +
  'please players | tend to please | tends to please | hard to dislike | ' +
  'could not be happier | cannot be happier | can not be happier | could not be better | cannot be better | ' +
  'without a hitch | without a problem | ' +
  'holds up | hold up | held up | holding up | hold their own | holds its own | stays in tune | ' +
  "stay in tune | can't complain | cannot complain | couldn't be happier | can't beat | hard to beat | " +
  "hard to fault | can't fault | can't go wrong | works well | work well | works great | works fine | " +
  'working well | does the job | does its job | gets the job done | exceeded expectations | ' +
  'built to last | made to last | built like a tank | like a tank | like a charm | lasts for | ' +
  'lasts years | lasted me | lasts long | long lasting | long-lasting | well made | well built | ' +
  'well liked | well received | well regarded | spoken well of | speak well of | high marks | top marks | ' +
  'thumbs up | big plus | strong point | strong points | strong suit | selling point | good value | ' +
  'great value | value for money | money well spent | bang for the buck | bang for your buck | spot on | ' +
  'second to none | top notch | up to scratch | on the money | served me well | been kind to me | ' +
  'won me over | sings | nothing but praise | happy with | big fan | fan of | can rely on | ' +
  'counts in its favour | counts in its favor';

export const NEGATIVE_PHRASES =
  "can't stand | cannot stand | could not stand | couldn't stand | loathe | loathes | despise | spare me | does nothing for me | did nothing for me | " +
  "could not care less | couldn't care less | could do without | do without | up the wall | round the bend | around the bend | " +
  'gets on my nerves | got on my nerves | on my nerves | drives me mad | drove me mad | is a minus | a minus | not a fan | no fan of | ' +
  'displeased | like least | liked least | left me cold | leaves me cold | my least favorite | least favourite | ' +
  'far from perfect | far from good | far from great | far from ideal | ' +
  'high for what | prices are high | price is high | high prices | high price | prices run high | lost patience | lose my patience | sucks | ' +
  'let me down | lets me down | letting me down | let down | lets down | let people down | ' +
  'lets people down | let them down | lets you down | let you down | fell apart | falls apart | ' +
  'fall apart | falling apart | came apart | comes apart | gave out | gives out | giving out | ' +
  'gave up on me | wears out | wore out | went wrong | goes wrong | sore point | sore spot | weak point | ' +
  'weak points | weak spot | weak side | weak link | low marks | thumbs down | could be better | ' +
  'could have been better | should be better | should have been better | leaves something to be desired | ' +
  'leaves a lot to be desired | leave a lot to be desired | left a lot to be desired | ' +
  'leaves much to be desired | not up to scratch | below par | hit or miss | hit and miss | falls short | ' +
  'fall short | fell short | falling short | lets it down | bad luck | bad experience | bad experiences | ' +
  'had it with | fed up | sick of | tired of | put me off | puts me off | putting me off | turned me off | ' +
  'off-putting | sent it back | sent mine back | send it back | had to return | ended up returning | ' +
  "returned it | went back to the shop | waste of money | not worth | wasn't worth | isn't worth | " +
  'burned me | bitten me | does not hold up | too expensive | too pricey | too much money | ' +
  'mixed at best | nothing special | nothing to write home about | never again | counts against it | ' +
  'held against it | hold against it | less than impressed | less than thrilled | less than happy | ' +
  'on the low side | not great | pet peeve | red flag | a mess';
