/** Where everything of a run lies in the store. Only ids made by us stand in keys; ids from data never do. */
export function runKeys(run: string) {
  // The time behind a scheduled run's name has colons, which are no characters of a key.
  const root = `runs/${run.replaceAll(':', '')}`;
  return {
    root,
    config: `${root}/config.json`,
    manifest: `${root}/manifest.json`,
    summary: `${root}/summary.json`,
    audit: `${root}/audit.json`,
    reviews: `${root}/reviews/reviews.parquet`,
    items: `${root}/reviews/items.parquet`,
    rejects: `${root}/reviews/rejects.jsonl`,
    reviewFunnel: `${root}/reviews/funnel.json`,
    aspectModel: `${root}/aspects/model.json`,
    centroids: `${root}/aspects/centroids.f32`,
    projection: `${root}/aspects/projection.f32`,
    staticEncoder: `${root}/aspects/static-encoder.json`,
    staticVectors: `${root}/aspects/static-encoder.f32`,
    clusters: `${root}/aspects/clusters.json`,
    aspectOrigin: `${root}/aspects/origin.json`,
    reviewShards: `${root}/aspects/shards/plan.json`,
    sentenceShards: `${root}/aspects/shards/`,
    sentenceShard: (shard: number) => `${root}/aspects/shards/${String(shard).padStart(5, '0')}.parquet`,
    sentences: `${root}/aspects/sentences.parquet`,
    labelNoise: `${root}/aspects/noise.json`,
    userProfiles: `${root}/profiles/users.parquet`,
    itemTrajectories: `${root}/profiles/items.parquet`,
    profileFit: `${root}/profiles/decay.json`,
    profileSparsity: `${root}/profiles/sparsity.json`,
    targets: `${root}/plans/targets.json`,
    retries: `${root}/plans/retries.json`,
    plan: (dialogId: string) => `${root}/plans/${dialogId}.json`,
    /** After each stint of an attempt, until it is judged. */
    transcript: (dialogId: string, attempt: number, stint: number) =>
      `${root}/attempts/${dialogId}/${attempt}/${stint}.json`,
    /** Every model call of a stint with its times: for the audit, and compared with nothing. */
    calls: (dialogId: string, attempt: number, stint: number) => `${root}/calls/${dialogId}/${attempt}-${stint}.json`,
    /** Those of a try of the stint that a fault ended, by the time of its first call. */
    callsOfTry: (dialogId: string, attempt: number, stint: number, startedAtMs: number) =>
      `${root}/calls/${dialogId}/${attempt}-${stint}-${startedAtMs}.json`,
    callsOf: (dialogId: string, attempt: number) => `${root}/calls/${dialogId}/${attempt}-`,
    attempt: (dialogId: string, attempt: number) => `${root}/attempts/${dialogId}/${attempt}.json`,
    dialogs: `${root}/dialogs/`,
    dialog: (dialogId: string) => `${root}/dialogs/${dialogId}.json`,
    dialogAudit: (dialogId: string) => `${root}/audit/${dialogId}.json`,
    selection: `${root}/selection.json`,
    rejections: `${root}/rejections.parquet`,
    journal: (hash: string) => `${root}/llm/${hash.slice(0, 2)}/${hash}.json`,
    /** Notes of calls under way, of runs with a budget, until their dialog is settled. */
    asked: (dialogId: string, digest: string, number: number) => `${root}/asked/${dialogId}/${digest}-${number}.json`,
    askedPrefix: `${root}/asked/`,
    askedOf: (dialogId: string) => `${root}/asked/${dialogId}/`,
    journalPrefix: `${root}/llm/`,
    card: `${root}/dataset/README.md`,
    datasetSplit: (split: string) => `${root}/dataset/data/${split}-00000-of-00001.parquet`,
    recommender: (variant: string, seed: number) => `${root}/recommender/${variant}-${seed}`,
    /** What a variant trained here ranked of another run's test dialogs. */
    tested: (on: string, variant: string, seed: number) =>
      `${root}/experiments/transfer/${on.replaceAll(':', '')}/${variant}-${seed}.parquet`,
    recommenderMetrics: `${root}/recommender/metrics.json`,
    report: `${root}/report/index.html`,
    /** What an experiment of this run came to: `table.json`, `table.md`, `report.html`. */
    experiment: (name: string) => `${root}/experiments/${name}`,
  } as const;
}
export type RunKeys = ReturnType<typeof runKeys>;
