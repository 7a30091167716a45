/** Wishing for an aspect, without an opinion word: "battery life matters most to me". */
export const DESIRE_PHRASES =
  'want | wants | wanted | wanting | need | needs | needed | looking for | searching for | hunting for | ' +
  "after something | i'm after | am after | after one | care about | care a lot | care most | care for | " +
  'important | importance | matter | matters | mattered | priority | priorities | essential | crucial | ' +
  "key for me | key to me | must | prefer | preferably | prefers | would like | i'd like | i'd love | " +
  'would love | hoping | hope | wish for | insist | appeals | first thing i look | look for | ' +
  'value | big on | sucker for | picky about | particular about | fussy about | counts for a lot | ' +
  'counts most | make or break | non-negotiable | deciding factor | top of my list | high on my list | ' +
  'ideally';

/** No strong view either way. */
export const INDIFFERENCE_PHRASES =
  "don't mind | do not mind | doesn't matter | does not matter | don't care | do not care | " +
  "doesn't bother me | does not bother me | not bothered | not too bothered | not fussed | not fussy | " +
  'not picky | not too picky | no strong view | no strong views | no strong opinion | no strong opinions | ' +
  'no strong feelings | no strong feeling | no strong preference | no real preference | no preference | ' +
  "no particular preference | no opinion | no view | no views | don't have a view | don't have strong | " +
  "don't have a strong | don't feel strongly | do not feel strongly | either way | one way or the other | " +
  'no firm view | no firm views | no firm feelings | whatever | take it or leave it | ' +
  'not a priority | not a big deal | no big deal | not that important | not so important | ' +
  "isn't that important | isn't important | not important | nice to have | easy about | easygoing about | " +
  "indifferent | neutral | on the fence | middle of the road | haven't thought much | haven't thought | " +
  "not much thought | not something i think | can't say i | hard to say | mixed | so-so | average | " +
  'okay with anything | fine with anything | flexible on | flexible about | open on | open about | ' +
  "open-minded | depends | not really a factor | not a factor | don't really think | " +
  "don't think much about | low on my list | bit of both | up and down | ups and downs";
