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
  /** Of cosines: MiniLM, whatever describes the run's reviews, for every limit in these checks was set with it. */
  readonly encoder: SentenceEncoder;
  /** With the encoder that it was fitted on; null: by the lexicon alone. */
  readonly sentiment: { readonly model: SentimentModel; readonly encoder: SentenceEncoder } | null;
  /** null: which way words lean is for rules and sentiment alone. */
  readonly entailment: EntailmentModel | null;
}

export interface HeardClause {
  readonly text: string;
  /** Whether a title stood in it. */
  readonly named: boolean;
}

/** What embeddings make of a clause. */
export interface Meaning {
  /** In [-1, 1]. */
  readonly sentiment: number;
  /** Cosine with the nearest name of each coherent aspect, or what the plan cites on it. */
  readonly nearness: ReadonlyMap<number, number>;
  /** Cosine with a sentence that the plan cites; -1: it is none. */
  readonly likeness: (text: string) => number;
}

/**
 * Clauses are embedded as they are asked for, between two rounds of checking, as inference is (hearing.ts): most turns say
 * plainly what they say. What is not read yet is not near to anything and leans no way.
 */
export interface SecondReading {
  readonly hearing: Hearing;
  /** Of the turn, in order. */
  clauses(turnIndex: number): readonly HeardClause[];
  /** null: not read yet. */
  meaning(clause: HeardClause): Meaning | null;
  /** Whether the turn speaks of the aspect, and of no other one clearly more. */
  speaksOf(turnIndex: number, aspectId: number): boolean;
  /** Weaker: among the aspects that a clause of the turn is nearest to. For questions whose answer is known. */
  maySpeakOf(turnIndex: number, aspectId: number): boolean;
  /** The clause that means much the same as a cited sentence, its sign aside; null: none does. */
  likest(turnIndex: number, quote: string): (HeardClause & Meaning) | null;
  /** The words of the clause that is nearest to the aspect, null where there is none; undefined: not read yet. */
  nearest(turnIndex: number, aspectId: number): string | null | undefined;
  /** Sentiment in [-1, 1] of the clause that is nearest to the aspect; 0: not read yet. */
  sentimentOn(turnIndex: number, aspectId: number): number;
  /** Reads and hears what was asked since; false: nothing was. */
  answer(): Promise<boolean>;
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

export function readAgain(
  reading: DialogReading,
  clusters: readonly AspectCluster[],
  listener: Listener,
): SecondReading {
  const meanings = createMeanings(anchorsOf(reading, clusters), listener);
  const turns = new Map(reading.turns.map((read) => [read.turn.turnIndex, clausesOf(read)]));
  const hearing = createHearing(listener.entailment);
  const clauses = (turnIndex: number): readonly HeardClause[] => turns.get(turnIndex) ?? [];
  /** Of the whole turn, or nothing: half of it might mislead. */
  const read = (turnIndex: number): (HeardClause & Meaning)[] => {
    const found = clauses(turnIndex).map((clause) => ({ clause, meaning: meanings.of(clause.text) }));
    if (found.some(({ meaning }) => meaning === null)) return [];
    return found.flatMap(({ clause, meaning }) => (meaning === null ? [] : [{ ...clause, ...meaning }]));
  };
  const nearest = (turnIndex: number, aspectId: number): (HeardClause & Meaning) | null => {
    const near = (clause: Meaning): number => clause.nearness.get(aspectId) ?? -1;
    return read(turnIndex).toSorted((a, b) => near(b) - near(a))[0] ?? null;
  };
  return {
    hearing,
    clauses,
    meaning: ({ text }) => meanings.of(text),
    speaksOf: (turnIndex, aspectId) =>
      read(turnIndex).some(({ nearness }) => {
        const cosine = nearness.get(aspectId) ?? -1;
        return cosine >= NEAR && cosine >= Math.max(...nearness.values()) - SLACK;
      }),
    maySpeakOf: (turnIndex, aspectId) =>
      read(turnIndex).some(({ nearness }) => {
        const cosine = nearness.get(aspectId) ?? -1;
        return cosine >= FAINT && [...nearness.values()].filter((other) => other > cosine).length < PLACES;
      }),
    likest: (turnIndex, quote) => {
      const [clause] = read(turnIndex).toSorted((a, b) => b.likeness(quote) - a.likeness(quote));
      return clause !== undefined && clause.likeness(quote) >= SAME ? clause : null;
    },
    nearest: (turnIndex, aspectId) => {
      const found = nearest(turnIndex, aspectId);
      return found === null ? (clauses(turnIndex).length === 0 ? null : undefined) : found.text;
    },
    sentimentOn: (turnIndex, aspectId) => nearest(turnIndex, aspectId)?.sentiment ?? 0,
    answer: async () => {
      const readMore = await meanings.answer();
      return (await hearing.answer()) || readMore;
    },
  };
}

interface Anchor {
  readonly aspectId: number;
  readonly text: string;
}

function createMeanings(anchors: readonly Anchor[], { encoder, sentiment }: Listener) {
  const { dimension } = encoder;
  const given = [...new Set(anchors.map(({ text }) => text))];
  const place = new Map(given.map((text, index) => [text, index]));
  const known = new Map<string, Meaning>();
  const asked = new Set<string>();
  let givenRows: Float32Array | null = null;
  return {
    of(text: string): Meaning | null {
      const meaning = known.get(text);
      if (meaning === undefined) asked.add(text);
      return meaning ?? null;
    },
    async answer(): Promise<boolean> {
      const texts = [...asked];
      asked.clear();
      if (texts.length === 0) return false;
      const standing = (givenRows ??= await encoder.encode(given));
      const rows = await encoder.encode(texts, { passing: true });
      const isShared = sentiment === null || sentiment.encoder === encoder;
      const own = isShared ? rows : await sentiment.encoder.encode(texts, { passing: true });
      const sentiments = scoreUnits(sentiment?.model ?? null, texts, own);
      for (const [index, text] of texts.entries()) {
        const row = rows.subarray(index * dimension, (index + 1) * dimension);
        const likeness = (other: string): number => {
          const at = place.get(other);
          return at === undefined ? -1 : dot(row, standing, at * dimension);
        };
        const nearness = new Map<number, number>();
        for (const anchor of anchors) {
          nearness.set(anchor.aspectId, Math.max(likeness(anchor.text), nearness.get(anchor.aspectId) ?? -1));
        }
        known.set(text, { sentiment: sentiments[index] ?? 0, nearness, likeness });
      }
      return true;
    },
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

function clausesOf({ parsed }: ReadTurn): HeardClause[] {
  return splitSentences(masked(parsed))
    .flatMap(splitClauses)
    .flatMap((clause) => clause.split(ENUMERATION))
    .map((clause) => ({ text: clause.replaceAll(TITLE, 'it'), named: clause.includes(TITLE) }));
}

function anchorsOf({ plan }: DialogReading, clusters: readonly AspectCluster[]): Anchor[] {
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

function dot(row: Float32Array, rows: Float32Array, from: number): number {
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += (row[k] ?? 0) * (rows[from + k] ?? 0);
  return sum;
}
