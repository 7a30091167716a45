/**
 * Words by which people speak of the common aspects of products and places without naming them. A cluster belongs to a
 * family when its label or a naming phrase holds one of the family's words; the others then count as weak mentions.
 */
export const ASPECT_FAMILIES: readonly (readonly string[])[] = [
  'price cost pricing priced money value expensive cheap affordable inexpensive pricey overpriced budget bargain dollar bucks wallet pay'.split(
    ' ',
  ),
  'sound tone audio sonic sounds sounding acoustics hear volume'.split(' '),
  'noise hum hiss buzz noisy quiet silent'.split(' '),
  'workmanship craftsmanship built build construction made materials'.split(' '),
  'durability fragile tougher sturdier stronger durable sturdy sturdiness lasting last lifespan longevity robust rugged tough flimsy break breaks broke wear'.split(
    ' ',
  ),
  'battery charge charging power recharge runtime'.split(' '),
  'shipping delivery arrive arrived ship shipped package packaging courier'.split(' '),
  'size fit fits sizing small large big dimensions compact'.split(' '),
  'weight heavy light lightweight weighs'.split(' '),
  'comfort comfortable comfy uncomfortable ergonomic'.split(' '),
  'design look looks appearance style styling color colour finish aesthetics'.split(' '),
  'setup install installation assemble assembly'.split(' '),
  'ease easy simple usability intuitive use user-friendly'.split(' '),
  'service serve serving served staff waiter waitress server support customer help'.split(' '),
  'food meal dish dishes taste flavor flavour cooking menu'.split(' '),
  'atmosphere ambience ambiance decor vibe'.split(' '),
  'wait waiting line queue speed slow'.split(' '),
  'tuning tune tuner intonation pitch in-tune'.split(' '),
  'screen display picture resolution'.split(' '),
  'connection connectivity bluetooth wifi pairing wireless'.split(' '),
  'location parking place area neighborhood'.split(' '),
  'portion portions helping serving'.split(' '),
  'cleanliness clean dirty hygiene'.split(' '),
  'grip handle hold feel texture'.split(' '),
  'reliability reliable dependable unreliable'.split(' '),
  'strings string gauge'.split(' '),
  'cable cord lead wire'.split(' '),
];
