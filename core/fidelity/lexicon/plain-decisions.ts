/**
 * Everyday ways to turn something down, to take it, to part and to ask, beyond set phrases. Sources of regular
 * expressions over lower-cased text in which titles and quotations are blanked out.
 */
const START = String.raw`(?:^|[.!?,;:-]\s*|\s{3,})(?:(?:so|then|ok|okay|well|oh|ah|nah|right|just|please|let's|and|but|sorry|hm+|ugh|no+)[\s,]+)*`;
const ENDED = String.raw`(?:out|off|cancell?ed|gone|a no|no good|ruled out|not happening|a non-?starter|disqualified|eliminated|finished|toast)`;

export const TURNED_DOWN = [
  String.raw`${START}(?:i )?(?:pass|next|skip|strike|scrap|scratch|bin|ditch|drop|nix|forget|veto|shelve|never mind|nevermind)\b(?! (?:me|through)\b)`,
  String.raw`(?:\b(?:is|are|'s|that's|it's|they're|consider (?:it|that|this))\s+|\s{3,}|'s\s+)${ENDED}\b(?! (?:of this world|the charts))`,
  String.raw`\b(?:rule|rules|ruled|ruling|count|cross|take|strike|leave|knock)\b.{0,40}\b(?:out|off)\b`,
  String.raw`\b(?:'ll|will|better|rather|must|to|should|going to|gonna|i) (?:leave|discard|drop|dismiss|forgo) (?:it|that|this|the\b|\s{2,})`,
  String.raw`\b(?:rather|prefer to|like to) see (?:another|others|something)\b|\bshow me another\b|\bunwelcome news\b`,
  String.raw`\boff (?:the|my) (?:list|table)\b|\bout of the (?:running|question)\b|\bon the shelf\b`,
  String.raw`\b(?:put|send|take|hand|give) (?:that|this|it|them)(?: one)? (?:back|away)\b`,
  String.raw`\b(?:refuse|refusing|decline|declining|disqualifying|disqualifies|unacceptable|not acceptable|not a chance|no chance|no way|hard pass|say no to|no deal|look past|walk away|walking away|steer away|looking elsewhere|something else|another (?:one|option|idea|place|suggestion)|what else|anything else)\b`,
] as const;

/** A negation in answer to an offer turns it down, unless it waves the weakness aside. */
export const ANY_NO = String.raw`\b(?:no+|nope|nah|not|never|neither|nor|none|nothing|cannot|without|hardly|dont|wont|cant|isnt|aint|doesnt|shant|wouldnt|couldnt|im out)\b|n't\b`;
export const WAVED_ASIDE = String.raw`\b(?:not|no|isn't|isnt|never|hardly) (?:a |an |any |much of a |really a |such a |the )?(?:big |huge |real |great )?(?:problem|issue|deal|dealbreaker|deal-breaker|bother|worry|worries|concern|biggie|matter|bad|important|end of the world)\b|(?:n't|not|dont|doesnt) (?:really |much |even |that |so )?(?:mind|bother|matter|care|worry|put me off|trouble)\b`;

export const TAKEN = [
  String.raw`${START}(?:i|we) (?:take|go to|go for|opt for|settle for|want|choose|buy|order|pick|book|accept)\b(?! (?:to|care|it easy)\b)`,
  String.raw`\b(?:wrap|ring|hook|bag|box|line|book|sign|put) (?:it|that|this|me|one|them|us)? ?(?:up|in|down)\b|\bwrap up\b`,
  String.raw`\b(?:copping|cop that|say less|gets my (?:business|money|vote)|have (?:a deal|yourself a (?:deal|customer|sale))|got (?:a deal|yourself a (?:deal|customer|sale))|where do i (?:pay|sign)|that one,? please|it's mine|installing|downloading|booking it|we have a winner|add to (?:cart|basket|my)|to my (?:cart|basket)|consider me)\b`,
  String.raw`\b(?:shall|will|'ll|gonna|going to|let's|lets|let us) (?:\w+ ){0,2}(?:dine|visit|eat|go|head|do|use|wear|stay|try|give (?:it|that|this|them) a (?:try|go|shot|whirl|spin|chance)|take|get|have(?! to)|buy|order|book|pick|grab|install|download)\b(?! (?:look|think|elsewhere|with something|another|something|without)\b)`,
  String.raw`\b(?:it is|it'll be|that's it|that is the one) then\b|\s{3,}it is\b`,
] as const;
/** Putting a decision off. */
export const PUT_OFF = String.raw`\b(?:think (?:about|on|it over)|sleep on|not sure|unsure|undecided|maybe|perhaps|might|get back to|let me (?:check|see|think)|hold off|wait and see|some other time|mull|consider)\b`;

export const PARTED = [
  String.raw`\b(?:b+y+e+|buh-?bye|good ?night|good day|ciao|cheerio|toodle-?(?:oo|pip)|laters?|peace|adios|hasta|gracias|merci|danke|grazie|provecho|appetit|so long|take it easy|speak soon|speak again|talk again|catch you|off i go|that's everything|that is everything|have (?:a|an|the|yourself|some)\b|ty|tysm|thnx|thankyou|thankful|kind of you|nice (?:talking|chatting)|lovely (?:talking|chatting)|you too|u too|likewise|same to you|all yours|let me know if|reach out|here if you|if you need|safe travels|mind how you go|godspeed|my best|best wishes|wish you|hope (?:you|it|that|she|he|they)|will do|welcome|obliged|helped|help|happy \w+ing|you're the best|lifesaver|legend|star)\b`,
] as const;

/** A sentence that begins like a question, without its mark. */
export const ASKED = String.raw`\b(?:right|pls|plz|please say|innit|yeah|no|or not|ok|huh|dose it|does it|do they|is it|are they|will it)\s*\??\s*$|\b(?:does|dose) it\b|\b(?:pls|plz|please) (?:say|tell)\b|(?:^|[.!?;]\s*)(?:(?:so|and|but|ok|okay|well|hm+|oh|meh|right|then|also|cool|nice|sweet|fine|one more thing|thats ok|that's ok)[\s,]+)*(?:how|what|whats|when|where|which|who|why|is|are|do|does|did|can|could|will|would|has|have|any|was|were|should|shall|shan't|ever|fussed|bothered|gonna)\b`;
