import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { writeAspectModel } from '../../activities/aspect-artefacts.ts';
import { openListener } from '../../activities/open-listener.ts';
import { distilRunEncoder } from '../../activities/run-encoder.ts';
import type { SentenceEncoder } from '../../core/text/sentence-encoder.ts';
import { createSmallStore, smallReviews } from './small-run.ts';
import type { SmallStore } from './small-run.ts';

describe('who hears what dialogs say', () => {
  let small: SmallStore;
  beforeAll(async () => {
    small = await createSmallStore();
  });
  afterAll(() => small.remove());

  it("is the worker's encoder, also where the run's own sentences were described by a static one", async () => {
    const { ports, encoding } = small;
    const { encoder } = encoding;
    const folder = await small.prepared('static', smallReviews(40), { simulation: { entailment: false } });
    const texts = smallReviews(40).map(({ text }) => text);
    const embeddings = await encoder.encode(texts);
    const own = await small.environment.run<[], SentenceEncoder, () => Promise<SentenceEncoder>>(() =>
      distilRunEncoder(ports, folder, { texts, embeddings, teacher: encoder }),
    );
    await writeAspectModel(folder, {
      encoderId: own.id,
      head: {
        dimension: own.dimension,
        projected: 2,
        weights: new Float32Array(2 * own.dimension),
        bias: new Float32Array(2),
      },
      consensus: null,
      centroids: Float32Array.of(1, 0),
      floor: null,
      temperature: 1,
      sentiment: { weights: Array.from({ length: own.dimension }, () => 0), bias: 0, scale: 1 },
      stability: null,
    });
    const listener = await openListener(ports, folder);
    expect(listener.encoder).toBe(encoder);
    expect(listener.sentiment?.encoder.id).toBe(own.id);
    expect(own.id).toMatch(/^static-/u);
  });
});
