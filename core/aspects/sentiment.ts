import { opinionView, type OpinionView } from './sentiment/opinion-view.ts';
import { polarityLogits, softmax } from './sentiment/polarity-network.ts';
import { starScore } from './sentiment/star-score.ts';
import type { SentimentModel } from './sentiment-model.ts';

/**
 * Sentiment of units (clauses), in [-1, 1]. The paper leaves scale and method open. Two witnesses are joined, neither of
 * which has seen a sentence that someone labelled for an evaluation:
 *
 *   l  the lexicon with its rules for negation, contrast and supposition, in (-1, 1)          (sentiment/opinion-view.ts)
 *   p  a network on the embedding x: p(blame), p(neither), p(praise)                      (sentiment/polarity-network.ts)
 *
 *   raw = tanh(log(p(praise) / p(blame)) / 4 + 2 l) (1 - p(neither))
 *
 * The network is taught by the run's own stars where the lexicon agrees (sentiment/weak-labels.ts), and by sentences
 * written by hand (sentiment/seed-sentences.ts). The lexicon leads: it sees negations, which embeddings hardly do; the
 * network speaks where it knows no word. `raw` then passes a dead zone, so that "neither" is told apart from "a little":
 * see `calibrated`. Without a network, a ridge head h on the stars stands in: raw = tanh(2 l + h / 3).
 */
const LOG_ODDS_SHARE = 0.25;
/** Beyond this the network is sure; further odds are extrapolation. */
const MAX_LOG_ODDS = 8;
const LEXICON_SHARE = 2;
const STAR_SHARE = 1 / 3;
/** Raw scores within +-DEAD_ZONE are no opinion. */
const DEAD_ZONE = 0.08;
/** What no opinion is squeezed into, and where opinions begin. */
const NEITHER = 0.04;
const OPINION = 0.4;

/** Sentiment of each unit (clause), in [-1, 1]. Embeddings are (texts.length, dimension); no model: the lexicon alone. */
export function scoreUnits(model: SentimentModel | null, texts: readonly string[], embeddings: Float32Array): number[] {
  return texts.map((text, row) => {
    const view = opinionView(text);
    return calibrated(model === null ? view.score : rawScore(model, view, embeddings, row));
  });
}

function rawScore(model: SentimentModel, view: OpinionView, embeddings: Float32Array, row: number): number {
  const said = LEXICON_SHARE * view.score;
  if (model.network === undefined) return Math.tanh(said + STAR_SHARE * starScore(model, embeddings, row));
  const logits = polarityLogits(model.network, embeddings, row);
  const odds = Math.max(-MAX_LOG_ODDS, Math.min(MAX_LOG_ODDS, logits[2] - logits[0]));
  return Math.tanh(LOG_ODDS_SHARE * odds + said) * (1 - (softmax(logits)[1] ?? 0));
}

/**
 * Piecewise linear and odd: [0, DEAD_ZONE] onto [0, NEITHER], what is beyond onto [OPINION, 1]. Downstream asks for an
 * opinion's sign before its size, and a mean over many sentences must not be moved by those that hold none. The step is
 * meant: between NEITHER and OPINION lie only means over several units.
 */
export function calibrated(raw: number): number {
  const size = Math.abs(raw);
  if (size < DEAD_ZONE) return (raw * NEITHER) / DEAD_ZONE;
  return Math.sign(raw) * (OPINION + ((1 - OPINION) * (size - DEAD_ZONE)) / (1 - DEAD_ZONE));
}

/** A sentence's sentiment from its units'. What comes last weighs more: "it works, but ..." is a complaint. */
export function overallSentiment(units: readonly number[]): number {
  const weights = units.map((_, place) => (place === units.length - 1 ? 1.5 : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? 0 : units.reduce((sum, unit, place) => sum + unit * (weights[place] ?? 0), 0) / total;
}
