/** Courtesies and connectives with an opinion word that says nothing of the matter, at the start of a sentence. */
export const INTERJECTIONS =
  'no problem at all | no problem | no problems | no worries | not a problem | good choice | great choice | ' +
  'excellent choice | wonderful choice | nice choice | sound choice | fine choice | good pick | great pick | ' +
  'good to know | good to hear | great to hear | nice to hear | glad to hear | happy to hear | good question | ' +
  'great question | good point | fair point | fair enough | to be fair | in fairness | sorry to hear | good morning | ' +
  'good evening | good afternoon | good day | good luck | happy to help | glad to help | happily | luckily | ' +
  'unfortunately | sadly | sure thing | all right | sounds good | sounds great | ' +
  'oh no | too bad | thank goodness';
