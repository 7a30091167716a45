/** What a run's workflows can be searched by in the Temporal UI. Registered on every server that we start. */
export const SEARCH_ATTRIBUTES = [
  { name: 'ConvRecRun', type: 'Keyword' },
  { name: 'ConvRecDomain', type: 'Keyword' },
  { name: 'ConvRecStage', type: 'Keyword' },
  { name: 'ConvRecDialog', type: 'Keyword' },
  /** Pseudonymous. */
  { name: 'ConvRecUser', type: 'Keyword' },
  { name: 'ConvRecStatus', type: 'Keyword' },
  { name: 'ConvRecFailure', type: 'Keyword' },
  { name: 'ConvRecAttempts', type: 'Int' },
  { name: 'ConvRecWaiting', type: 'Keyword' },
] as const;
