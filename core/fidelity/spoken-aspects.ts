/** Whether a turn speaks of an aspect, and which way it leans on it: by its words, its quotations and what it answers. */
import type { Evidence, Polarity } from '../planning/dialog-act.ts';
import type { Leaning } from './aspect-polarity.ts';
import { citedIn, type DialogReading, type ReadTurn } from './dialog-reading.ts';
import { quotesEvidence } from './quoted-evidence.ts';
import { restates, stemsOf } from './restatement.ts';
import { stemOf } from './words/lexemes.ts';

/** An aspect, of one item or of any. */
export interface Topic {
  readonly aspectId: number;
  readonly itemId: string | null;
}

/** In the words, in a quotation of evidence on it, or as the answer to a question about it. */
export function speaksOf(aspectId: number, read: ReadTurn, reading: DialogReading): boolean {
  if (read.parsed.aspects.some((aspect) => aspect.aspectId === aspectId)) return true;
  if (quotedOn(aspectId, read, reading).length > 0 || restatedOn(aspectId, read, reading).length > 0) return true;
  // By meaning last: it costs an embedding.
  return carriesOver(aspectId, read) || (reading.second?.speaksOf(read.turn.turnIndex, aspectId) ?? false);
}

const SHORT_ANSWER = 5;

/** With an opinion, a wish, a pronoun, or in a few words: small talk on something else does not carry an aspect over. */
function answers({ parsed }: ReadTurn): boolean {
  const words = parsed.words.filter(({ form }) => /\p{L}/u.test(form));
  return (
    parsed.leaning !== 'unclear' ||
    words.length <= SHORT_ANSWER ||
    parsed.clauses.some(({ desire, indifference }) => desire || indifference) ||
    words.some(({ form }) => /^(?:it|it's|its|that|that's|they|them|those|these|this|one|mine)$/u.test(form))
  );
}

/** "Yes, it let me down last time": the previous speaker named the aspect, and this turn names no other one clearly. */
export function carriesOver(aspectId: number, read: ReadTurn): boolean {
  const asked = read.previous?.parsed.aspects.some((aspect) => aspect.aspectId === aspectId) ?? false;
  return asked && !read.parsed.aspects.some((aspect) => aspect.strength !== 'weak') && answers(read);
}

function quotedOn(aspectId: number, read: ReadTurn, reading: DialogReading): Evidence[] {
  return citedIn(read.turn)
    .flatMap((id) => reading.evidence.get(id) ?? [])
    .filter((evidence) => evidence.aspectId === aspectId && quotesEvidence(read.parsed, evidence));
}

/** Evidence on the aspect, cited by this turn or before it, that the turn says again in words of its own. */
function restatedOn(aspectId: number, read: ReadTurn, reading: DialogReading): Evidence[] {
  const cited = reading.turns
    .filter(({ turn }) => turn.turnIndex <= read.turn.turnIndex)
    .flatMap(({ turn }) => citedIn(turn));
  return [...new Set(cited)]
    .flatMap((id) => reading.evidence.get(id) ?? [])
    .filter((evidence) => evidence.aspectId === aspectId && restates(read.parsed, evidence.quote) === 'restated');
}

/** The sign of what is restated, unless the speaker adds an opinion of the other sign that nobody wrote. */
function restatedSign({ aspectId, itemId }: Topic, read: ReadTurn, reading: DialogReading): Leaning | null {
  const restated = restatedOn(aspectId, read, reading).filter(
    (evidence) => itemId === null || evidence.itemId === itemId,
  );
  const signs = new Set(restated.map(({ sentiment }) => Math.sign(sentiment)));
  const [sign] = signs;
  if (signs.size !== 1 || sign === undefined || sign === 0) return null;
  const written = new Set(restated.flatMap(({ quote }) => [...stemsOf(quote)]));
  const { words, opinions } = read.parsed;
  const sentences = new Set(words.filter(({ form }) => written.has(stemOf(form))).map(({ sentence }) => sentence));
  const added = opinions.filter(({ first, last, sign: own }) => {
    const inside = words.slice(first, last + 1);
    return own !== sign && inside.every(({ form, sentence }) => sentences.has(sentence) && !written.has(stemOf(form)));
  });
  return added.length > 0 ? null : sign > 0 ? 'positive' : 'negative';
}

export function quotedSigns(aspectId: number, read: ReadTurn, reading: DialogReading): ReadonlySet<Leaning> {
  return new Set(
    quotedOn(aspectId, read, reading).map(({ sentiment }) =>
      sentiment > 0 ? 'positive' : sentiment < 0 ? 'negative' : 'neutral',
    ),
  );
}

/** The speaker's own words first; a bare quotation speaks by its sentiment. */
export function leaningOn({ aspectId, itemId }: Topic, read: ReadTurn, reading: DialogReading): Leaning {
  const restated = restatedSign({ aspectId, itemId }, read, reading);
  if (restated !== null) return restated;
  const parsed = read.parsed.aspects.find((aspect) => aspect.aspectId === aspectId);
  if (parsed && parsed.leaning !== 'unclear') return parsed.leaning;
  const [sign, another] = quotedSigns(aspectId, read, reading);
  if (sign !== undefined) return another === undefined ? sign : 'mixed';
  return parsed || !carriesOver(aspectId, read) ? 'unclear' : read.parsed.leaning;
}

/** Only what clearly says something else. Something between good and bad may be put either way. */
export function contradicts(polarity: Polarity, leaning: Leaning): boolean {
  return leaning !== 'mixed' && leaning !== 'unclear' && polarity !== leaning;
}
