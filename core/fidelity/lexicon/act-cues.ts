/** Expressions by which an utterance shows what it does. Matched on word boundaries in lower-cased, quote-free text. */
export const GREETING_CUES =
  'hi | hello | hey | hiya | howdy | greetings | good morning | good afternoon | good evening | good day | ' +
  "welcome | nice to meet you | what's up | how can i help | how may i help | what can i do for you | " +
  'what can i help | thanks for dropping | thanks for stopping | morning | evening | afternoon | yo | ' +
  "sup | g'day | happy to help | glad to help | how's it going | how are you | pleased to meet you | " +
  'there you are';

export const CLOSING_CUES =
  'bye | goodbye | good bye | see you | see ya | take care | farewell | cheers | thanks | thank you | ' +
  'thx | ta | enjoy | have fun | have a good | have a great | have a nice | have a lovely | ' +
  "you're welcome | you are welcome | my pleasure | no problem | glad i could | glad to | happy to | " +
  "hope you | hope it | anytime | any time | best of luck | good luck | that's all | that is all | " +
  'all set | until next time | talk soon | catch you later | appreciate | pleasure | happy playing | ' +
  'happy listening | till next time | come back | have a wonderful | all the best | much obliged | ' +
  "grateful | you've been a | great help";

export const ACCEPTANCE_CUES =
  "i'll take it | i'll take that | i'll take this | i'll take the | i'll take one | i'll have it | " +
  "i'll have that | i'll get it | i'll get that | i'll get the | i'll get this | i'll get one | i'll buy | " +
  "i'll order | i'll go with | i'll go for | i'll try it | i'll give it a | i'll give that a | i'll grab | " +
  "i'll pick it | i will take | i will get | i will go with | i will buy | i will order | i will have it | " +
  "i'll pick that | i'll pick this | i'll pick up | let's go with | let's do it | let's do that | " +
  "let's take | let's get | let's order | sold | it's a deal | deal | you've sold me | you sold me | " +
  "you've convinced me | you convinced me | i'm convinced | im convinced | i am convinced | i'm sold | " +
  "i'm in | count me in | that's the one | this is the one | that's it then | that's what i want | " +
  'that settles it | decided | my pick | my choice | ' +
  'the one for me | one for me | ' +
  'sounds perfect | sounds ideal | perfect for me | perfect, | works for me | that works | sign me up | ' +
  'add it to | order it | ordering it | ordering that | ordering one | buying it | buying that | ' +
  'buying one | getting it | getting that | getting one | going with | taking it | taking that | ' +
  "i'll accept | i accept | happy to take | go for it | wrap it up | that will do | that'll do | " +
  "yes please | i want it | i want that one | i'd like that one | i'd like it | i'd like to order | " +
  "i'd like to buy | i'd like to get | i'd go with | i'll go ahead | going for | i'll book | i'll head | " +
  "i'll visit | ill take | ill get | ill go with | gonna get | gonna take | gonna go with | gonna order | " +
  "gonna buy | i'm going to get | i'm going to take | i'm going to order | i'm going to buy | winner | " +
  "fits the bill | ticks all | ticks every | checks all | sounds like the one | that's my | " +
  'good enough for me | sounds right | sounds great | sounds good | good fit | great fit | perfect fit | ' +
  "right one for me | i'll install | i'll download | bought | take my money";

export const REFUSAL_CUES =
  'do not want | decline | different one | different option | ' +
  "not for me | not the one | not my thing | not really my | no thanks | no thank you | nope | i'll pass | " +
  "i will pass | pass on | have to pass | gonna pass | going to pass | i'd pass | i'd rather not | " +
  "rather not | i'll skip | skip that | skip it | skip this | skip the | have to skip | let me skip | " +
  "won't work | will not work | doesn't work for me | does not work for me | won't do | will not do | " +
  "that won't | something else | anything else | another one | another option | other options | " +
  'other option | a different | something different | rule that | rule it | rules it out | rules that | ' +
  'ruling it | ruled out | cross it off | cross that off | scratch that | dealbreaker | deal-breaker | ' +
  "deal breaker | no go | no-go | i can't go | can't go with | can't accept | cannot accept | " +
  "don't want it | don't want that | don't want the | don't want this | wouldn't want | i wouldn't | " +
  "not what i'm after | not what i want | not what i need | not what i'm looking | not interested | " +
  "i'm out | count me out | leave it | leave that | move on | next option | what else | show me another | " +
  'show me something | try another | not going to | not gonna | turn it down | turn that down | ' +
  "turning it down | turn this one down | hard no | not convinced | not sold | isn't for me | " +
  "isn't the one | isn't right for me | isn't going to | put me off | puts me off | too risky | " +
  'steer clear | give it a miss | giving it a miss | give that a miss | give this one a miss | ' +
  "that's out | it's out | not that one | not this one | keep looking | look elsewhere | any other | " +
  "drop it | that's a no | is a no | a no from me | reject | rejecting | that kills it | can't take it | " +
  "won't take it | not taking | not getting | won't be getting | won't buy | would not buy | " +
  'not quite right | alternatives';

/** A request without a question mark. */
export const REQUEST_CUES =
  "hows | whats | any chance | tell me | let me know | i wonder | i'm wondering | wondering | curious | could you | can you | " +
  "would you | do you | what about | how about | how is | how's | how does | how do | what do | what is | " +
  "what's | is it | does it | are there | any word on | any idea | describe | share | walk me through | " +
  "talk me through | i would love to hear | i'd love to hear | i'd like to hear | i'd like to know | " +
  'want to know | say more | what matters | have you | fill me in | which | where do you stand | ' +
  'how important | give me an idea | asking | help me understand | i would like to know | would like to know | ' +
  'like to understand | want to understand | keen to know | keen to hear | love to know | wonder about | i need to know';

export const RECOMMENDATION_CUES =
  'recommend | suggest | suggestion | how about | what about | try | take a look | have a look | look at | ' +
  'consider | check out | might like | may like | would suit | could suit | suits | fit for you | ' +
  "good fit | my pick | pick for you | go with | option | candidate | there is | there's | i have | " +
  "i've got | meet | worth | propose | point you | think of | comes to mind | one to | match | idea | " +
  'start with | choice';

/** "I wouldn't recommend it": the opposite of a recommendation. */
export const DISSUASION_CUES =
  "wouldn't recommend | would not recommend | don't recommend | do not recommend | can't recommend | " +
  "cannot recommend | wouldn't suggest | don't suggest | advise against | stay away from | " +
  "steer clear of | wouldn't buy | don't buy | can't suggest | never recommend";

/** The user's own past: what tells a reference to history from a wish. */
export const HISTORY_CUES =
  'had | bought | used | owned | own | have had | i have | my | mine | got | tried | reviewed | ordered | ' +
  'picked up | last | before | previous | previously | earlier | back then | ago | once | went | visited | ' +
  'been to | was | were | played | past | installed | downloaded | ate | already | used to';

/** An earlier item, spoken of by its place in the talk. */
export const EARLIER_ITEM_CUES =
  'the first one | the first | the earlier one | the earlier | the previous one | the previous | ' +
  'the other one | the former | the last one | the second one | the one before | the other | ' +
  'the one you mentioned | the one i turned down | the one i passed | your first | your earlier | ' +
  'your previous | your other';
