import type { Polarity } from '../../planning/dialog-act.ts';
import type { EvidenceBrief } from '../../simulation/agent-context.ts';

const NEUTRAL_BELOW = 0.05;

export function signOf(sentiment: number): Polarity {
  if (Math.abs(sentiment) < NEUTRAL_BELOW) return 'neutral';
  return sentiment > 0 ? 'positive' : 'negative';
}

/** Whether a sentence may be quoted for a statement of this polarity. */
export function agrees(evidence: EvidenceBrief, polarity: Polarity): boolean {
  return signOf(evidence.sentiment) === polarity;
}
