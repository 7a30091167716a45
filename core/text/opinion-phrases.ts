/**
 * Turns of phrase whose sense is not in their words, of any trade, as `opinionTokens` writes them ("can't" is "ca n't").
 * They are matched before single words, the longest first, and no negation reaches into them. Valence 0 silences words
 * that judge nothing here.
 */
export const OPINION_PHRASES: ReadonlyMap<string, number> = new Map(
  [
    [
      0.8,
      "out of this world|to die for|second to none|blown away|blew me away|blew us away|blew my mind|ca n't beat|can not beat|" +
        "could n't be better|could not be better|could n't be happier|could not be happier|could n't ask for more|" +
        "ca n't get enough|ca n't wait|can not wait|hands down|five stars|5 stars|look no further|like a charm|" +
        'must try|must have|kick ass|kicks ass|knock your socks off|hit it out of the park|worth every penny|' +
        "every penny|could n't be more pleased|do yourself a favor|top of the line|love love love|never fails",
    ],
    [
      0.5,
      "ca n't go wrong|can not go wrong|could n't go wrong|never go wrong|never gone wrong|hard to go wrong|hit the spot|" +
        'hits the spot|top notch|worth it|well worth|worth the|worth a|is worth|go back|be back|come back|coming back|going back|' +
        'return customer|must go|does the job|did the job|gets the job done|did the trick|does the trick|no complaints|' +
        'no complaint|no problem|no problems|no issues|no issue|no regrets|big fan|huge fan|a fan of|melt in your mouth|' +
        'melts in your mouth|melted in my mouth|above average|above and beyond|on point|spot on|on top of it|good deal|' +
        'great deal|a steal|a bang for|bang for the buck|bang for your buck|down to earth|thumbs up|four stars|4 stars|' +
        'well done|keep it up|highly recommend|a pleasure|at ease|as good as it gets|nothing but good|nothing but great|' +
        'nothing but praise|easy to use|easy on the eyes|sold on|no wait|never disappoints|a hit|mind blowing|have fun|good value|' +
        'better than ever|exceeded my expectations|better than expected|better than i expected',
    ],
    [
      0.25,
      "as advertised|as described|as expected|not bad|not too bad|not half bad|n't bad|n't too bad|n't that bad|fair price",
    ],
    [
      0,
      'as well|well ,|kind of|kinda|sort of|no doubt|no wonder|not only|not just|not to mention|why not|if not|thank you|' +
        'good morning|good evening|happy hour|best buy|super bowl|good friend|good friends|best friend|my love|first love|' +
        'sweet potato|sweet potatoes|sweet tea|sweet and sour|hot and sour|sour cream|sour soup|bitter melon|dry rub|' +
        'sticky rice|bad boy|a good deal of|a good amount|a good bit|good hour|good thing|fast food|fresh water|smart phone|' +
        'rich text|soft drink|soft drinks|hard drive|a matter of|would like|like to|fair share|good luck|at least|' +
        'in case|error bar|free of charge|no idea|no clue|next to nothing|long wait staff|wait staff|wait to try|' +
        'the works|works for|works at|works there|happy to|cold cuts|pulled pork|miss out|miss this|miss it',
    ],
    [
      -0.25,
      'just ok|just okay|only ok|hit or miss|hit and miss|so so|nothing special|nothing spectacular|nothing fancy|' +
        'nothing to write home about|nothing memorable|nothing great|nothing amazing|nothing extraordinary|not impressed|' +
        "no big deal|not the best|not the greatest|n't the best|n't the greatest|at best|on the expensive side|" +
        'on the pricey side|used to be|used to love|used to like|fewer than|three stars|3 stars|too much|too many',
    ],
    [
      -0.5,
      "to be desired|rip off|ripped off|not worth|n't worth|never again|stay away|steer clear|go elsewhere|let down|" +
        'a let down|lets down|fall apart|falls apart|fell apart|fallen apart|come apart|came apart|stopped working|quit working|' +
        "stops working|does n't work|did n't work|do n't work|not work|not working|n't working|would n't work|ca n't recommend|" +
        'look elsewhere|save your money|save your time|waste your|waste of|wasted my|money back|poor quality|gave up|give up|' +
        'two stars|2 stars|one star|1 star|zero stars|no stars|half hearted|ran out|run out|sold out|got sick|food poisoning|' +
        "went downhill|gone downhill|going downhill|go downhill|not enough|n't enough|had to ask|have to ask|had to wait|" +
        "not for me|not coming back|not be back|not go back|n't go back|n't be back|not be going back|n't be going back|" +
        "n't be coming back|n't come back|not come back|never go back|never be back|never come back|never return|not return|" +
        "n't return|small portions|tiny portions|bad taste|far from|pain in the|sent back|send back|sent it back|send it back|" +
        'sending it back|low quality|cheaply made|too bad|on the fence|nothing like|no flavor|no taste|no sense|turn off|' +
        "turned off|a turnoff|below average|beyond me|ca n't stand|could n't stand|thumbs down|what a joke|" +
        'under whelming|dead on arrival|on and off',
    ],
  ].flatMap(([valence, phrases]) =>
    String(phrases)
      .split('|')
      .map((phrase): [string, number] => [phrase, Number(valence)]),
  ),
);

/** The longest phrase, in tokens. */
export const LONGEST_PHRASE = Math.max(...[...OPINION_PHRASES.keys()].map((phrase) => phrase.split(' ').length));
