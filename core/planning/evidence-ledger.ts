import type { Citation } from './citable-evidence.ts';
import type { Evidence } from './dialog-act.ts';

/** Gives handles ("e1", "e2", ...) in the order of citing; the same sentence for the same aspect keeps its handle. */
export interface EvidenceLedger {
  cite(citations: readonly Citation[]): string[];
  readonly evidence: readonly Evidence[];
}

export function createEvidenceLedger(): EvidenceLedger {
  const evidence: Evidence[] = [];
  const handles = new Map<string, string>();
  const handleOf = (citation: Citation): string => {
    const { reviewId, sentenceIndex, aspectId, role } = citation.evidence;
    const key = JSON.stringify([reviewId, sentenceIndex, aspectId, role]);
    const known = handles.get(key);
    if (known !== undefined) return known;
    const evidenceId = `e${evidence.length + 1}`;
    handles.set(key, evidenceId);
    evidence.push({ evidenceId, ...citation.evidence });
    return evidenceId;
  };
  return { cite: (citations) => citations.map(handleOf), evidence };
}
