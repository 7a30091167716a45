/**
 * Nouns that stand for any item, person or time whatever is reviewed. No word of a domain belongs here: what is generic
 * in one domain alone ("guitar", "restaurant") is spread over its clusters, and the excess pushes it down.
 */
export const GENERIC_NOUNS: ReadonlySet<string> = new Set(
  (
    'thing something anything everything nothing lot bit way stuff kind sort type one ones other others rest piece pair ' +
    'couple plenty bunch ton amount time day week month year hour minute second moment night morning afternoon evening ' +
    'tonight today yesterday tomorrow weekend weekday monday tuesday wednesday thursday friday saturday sunday date ' +
    'pm am star review reviewer rating score product item purchase order buy place spot amazon yelp world life people ' +
    'person guy gal man woman lady gentleman girl boy kid child friend husband wife boyfriend girlfriend son daughter mom ' +
    'dad mother father brother sister family someone everyone anyone folk self reason problem issue fact case point ' +
    'matter question answer idea thought opinion word example difference side end top bottom half part middle front ' +
    'back use need job fan choice option number set doubt purpose experience visit trip try chance basis pro con ' +
    'update title hype future past first last same mine dollar buck money ok okay wow lol etc truth tho em wanna gonna'
  ).split(' '),
);
