/**
 * A second reading, by meaning, of turns in which the rules miss a planned act: people speak of battery life by asking
 * when they must "plug it in". Each clause is compared with the names of the run's aspects and with what the plan cites
 * on them (cosines of sentence embeddings); its sign is taken from the run's sentiment model, or asked of an entailment
 * model (hearing.ts). Where words for planned acts are all that the rules miss, it may acquit or convict; and it hears
 * claims that nothing stands behind.
 */
import type { SentimentModel } from '../aspects/sentiment-model.ts';
import { scoreUnits } from '../aspects/sentiment.ts';
import type { AspectCluster } from '../aspects/aspect.ts';
import { splitClauses } from '../text/clauses.ts';
import type { SentenceEncoder } from '../text/sentence-encoder.ts';
import { splitSentences } from '../text/sentences.ts';
import type { EntailmentModel } from '../text/entailment.ts';
import type { DialogReading, ReadTurn } from './dialog-reading.ts';
import { createHearing, type Hearing } from './hearing.ts';
import type { ParsedUtterance } from './parse-utterance.ts';

export interface Listener {
  readonly encoder: SentenceEncoder;
  readonly sentiment: SentimentModel | null;
  /** null: which way words lean is for rules and sentiment alone. */
  readonly entailment: EntailmentModel | null;
}

export interface HeardClause {
  readonly text: string;
  /** Whether a title stood in it. */
  readonly named: boolean;
  /** In [-1, 1]. */
  readonly sentiment: number;
  /** Cosine with the nearest name of each coherent aspect, or what the plan cites on it. */
  readonly nearness: ReadonlyMap<number, number>;
  /** Cosine with a sentence that the plan cites; -1: it is none. */
  readonly likeness: (text: string) => number;
}

export interface SecondReading {
  readonly turns: ReadonlyMap<number, readonly HeardClause[]>;
  readonly hearing: Hearing;
  /** Whether the turn speaks of the aspect, and of no other one clearly more. */
  speaksOf(turnIndex: number, aspectId: number): boolean;
  /** Weaker: among the aspects that a clause of the turn is nearest to. For questions whose answer is known. */
  maySpeakOf(turnIndex: number, aspectId: number): boolean;
  /** The clause that means much the same as a cited sentence, its sign aside; null: none does. */
  likest(turnIndex: number, quote: string): HeardClause | null;
  /** The clause of the turn that is nearest to the aspect; null: the turn was not read again. */
  nearest(turnIndex: number, aspectId: number): HeardClause | null;
  /** Sentiment in [-1, 1] of the clause that is nearest to the aspect; 0: the turn was not read again. */
  sentimentOn(turnIndex: number, aspectId: number): number;
}

const PHRASES = 6;
/** Least cosine with a name of the aspect or with what is cited on it, and how far below another aspect's it may lie. */
const NEAR = 0.3;
const SLACK = 0.03;
/** A question may be about one of so many aspects, if it is faintly near. */
const PLACES = 3;
const FAINT = 0.12;
/** From this cosine on, a clause and a cited sentence are about the same. */
export const SAME = 0.45;

export async function readAgain(
  reading: DialogReading,
  clusters: readonly AspectCluster[],
  { encoder, sentiment, entailment }: Listener,
): Promise<SecondReading> {
  const anchors = anchorsOf(reading, clusters);
  const said = reading.turns.flatMap((read) =>
    clausesOf(read).map((clause) => ({ turnIndex: read.turn.turnIndex, ...clause })),
  );
  const given = [...new Set(anchors.map(({ text }) => text))];
  const texts = said.map(({ text }) => text);
  const rows = await encoder.encode([...texts, ...given]);
  const { dimension } = encoder;
  const sentiments = scoreUnits(sentiment, texts, rows.subarray(0, texts.length * dimension));
  const place = new Map(given.map((text, index) => [text, texts.length + index]));
  const turns = new Map<number, HeardClause[]>();
  for (const [row, { turnIndex, text, named }] of said.entries()) {
    const likeness = (other: string): number => {
      const at = place.get(other);
      return at === undefined ? -1 : dot(rows, row, at, dimension);
    };
    const nearness = new Map<number, number>();
    for (const anchor of anchors) {
      nearness.set(anchor.aspectId, Math.max(likeness(anchor.text), nearness.get(anchor.aspectId) ?? -1));
    }
    turns.set(turnIndex, [
      ...(turns.get(turnIndex) ?? []),
      { text, named, sentiment: sentiments[row] ?? 0, nearness, likeness },
    ]);
  }
  return listenTo(turns, createHearing(entailment));
}

function listenTo(turns: ReadonlyMap<number, readonly HeardClause[]>, hearing: Hearing): SecondReading {
  const of = (turnIndex: number): readonly HeardClause[] => turns.get(turnIndex) ?? [];
  const nearest = (turnIndex: number, aspectId: number): HeardClause | null => {
    const near = (clause: HeardClause): number => clause.nearness.get(aspectId) ?? -1;
    return of(turnIndex).toSorted((a, b) => near(b) - near(a))[0] ?? null;
  };
  return {
    turns,
    hearing,
    speaksOf: (turnIndex, aspectId) =>
      of(turnIndex).some(({ nearness }) => {
        const cosine = nearness.get(aspectId) ?? -1;
        return cosine >= NEAR && cosine >= Math.max(...nearness.values()) - SLACK;
      }),
    maySpeakOf: (turnIndex, aspectId) =>
      of(turnIndex).some(({ nearness }) => {
        const cosine = nearness.get(aspectId) ?? -1;
        return cosine >= FAINT && [...nearness.values()].filter((other) => other > cosine).length < PLACES;
      }),
    likest: (turnIndex, quote) => {
      const [clause] = of(turnIndex).toSorted((a, b) => b.likeness(quote) - a.likeness(quote));
      return clause !== undefined && clause.likeness(quote) >= SAME ? clause : null;
    },
    nearest,
    sentimentOn: (turnIndex, aspectId) => nearest(turnIndex, aspectId)?.sentiment ?? 0,
  };
}

/** Finer than the units of profiling: an enumeration may hold a claim that nothing stands behind. */
const ENUMERATION = /,\s+(?=(?:and|while|which|plus|as well as|with)\b)/u;

/** A word that nobody says. */
const TITLE = 'Xtitlex';

/** Titles say nothing of aspects, quotations are the reviewers' words: the one becomes "it", the other is left out. */
export function ownWords(parsed: ParsedUtterance): string {
  return masked(parsed).replaceAll(TITLE, 'it').replaceAll(/\s+/gu, ' ').trim();
}

function masked(parsed: ParsedUtterance): string {
  const titles = [...parsed.items, ...parsed.strangers].map(({ start, end }) => ({ start, end, put: TITLE }));
  // With the space before and the space or stop behind. A quote that ends its sentence ends the speaker's too: what follows
  // is no part of what led up to it.
  const quotes = parsed.quotes.map(({ start, end, text }) => ({
    start: start - 1,
    end: end + 1,
    put: /[.!?…]$/u.test(text.trim()) ? '\n' : '',
  }));
  const spans = [...titles, ...quotes].toSorted((a, b) => b.start - a.start);
  return spans.reduce(
    (now, { start, end, put }) => now.slice(0, Math.max(0, start)) + put + now.slice(end),
    parsed.text,
  );
}

function clausesOf({ parsed }: ReadTurn): Pick<HeardClause, 'text' | 'named'>[] {
  return splitSentences(masked(parsed))
    .flatMap(splitClauses)
    .flatMap((clause) => clause.split(ENUMERATION))
    .map((clause) => ({ text: clause.replaceAll(TITLE, 'it'), named: clause.includes(TITLE) }));
}

function anchorsOf({ plan }: DialogReading, clusters: readonly AspectCluster[]): { aspectId: number; text: string }[] {
  const names = clusters
    .filter(({ coherent }) => coherent)
    .flatMap(({ aspectId, label, phrases }) =>
      [...new Set([label, ...phrases.slice(0, PHRASES).map(({ phrase }) => phrase)])].map((text) => ({
        aspectId,
        text,
      })),
    );
  return [...names, ...plan.evidence.map(({ aspectId, quote }) => ({ aspectId, text: quote }))];
}

function dot(rows: Float32Array, i: number, j: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += (rows[i * width + k] ?? 0) * (rows[j * width + k] ?? 0);
  return sum;
}
