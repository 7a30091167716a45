import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openAspectModel } from '../../activities/aspect-artefacts.ts';
import { originOf } from '../../activities/borrow-aspects.ts';
import { createFittingActivities } from '../../activities/fit-aspects.ts';
import { createSmallStore, smallReviews } from './small-run.ts';
import type { SmallStore } from './small-run.ts';

describe('aspects taken from another run', () => {
  let small: SmallStore;
  beforeAll(async () => {
    small = await createSmallStore();
    const lender = await small.prepared('lender', smallReviews(80));
    const fitting = createFittingActivities(small.ports);
    await small.environment.run(() => fitting.fitAspects(lender.ref));
  });
  afterAll(() => small.remove());

  const fitFrom = async (run: string, from: string, reviews = smallReviews(40)) => {
    const folder = await small.prepared(run, reviews, { aspects: { from } });
    const fitting = createFittingActivities(small.ports);
    return { folder, counts: await small.environment.run(() => fitting.fitAspects(folder.ref)) };
  };

  it('are its very bytes, with nothing encoded, and say where they are from', async () => {
    const before = small.encoding.given.length;
    const { folder, counts } = await fitFrom('borrower', 'lender');
    expect(small.encoding.given).toHaveLength(before);
    expect(counts).toMatchObject({ aspects: 5, units: 0 });
    const lender = await small.prepared('lender', smallReviews(80));
    for (const name of ['aspectModel', 'projection', 'centroids', 'clusters'] as const) {
      expect(await folder.sha256(folder.keys[name])).toBe(await lender.sha256(lender.keys[name]));
    }
    // The lender's training period ends on day 56, this run's own on day 28.
    expect(await originOf(folder)).toMatchObject({ run: 'lender', encoderId: 'words', laterThanTraining: true });
    expect(await originOf(lender)).toMatchObject({ run: 'lender', laterThanTraining: false });
  });

  it('name the first lender of a chain, and whether it saw later reviews', async () => {
    await fitFrom('second', 'lender');
    const { folder } = await fitFrom('third', 'second', smallReviews(200));
    expect(await originOf(folder)).toMatchObject({ run: 'lender', laterThanTraining: false });
  });

  it('bring the lender’s static encoder along, and refuse another that is asked for by name', async () => {
    const lender = await small.prepared('static-lender', smallReviews(80), { aspects: { encoder: 'static' } });
    const fitting = createFittingActivities(small.ports);
    await small.environment.run(() => fitting.fitAspects(lender.ref));
    const { folder } = await fitFrom('static-borrower', 'static-lender');
    const before = small.encoding.given.length;
    const { model, encoder } = await openAspectModel(small.ports, folder);
    expect(encoder.id).toBe(model.encoderId);
    expect(encoder.id).toMatch(/^static-/u);
    expect(await encoder.encode(['The strap is soft.'])).toHaveLength(encoder.dimension);
    expect(small.encoding.given).toHaveLength(before);
    const other = await small.prepared('other-encoder', smallReviews(40), {
      aspects: { from: 'static-lender', encoder: 'minilm' },
    });
    await expect(small.environment.run(() => fitting.fitAspects(other.ref))).rejects.toMatchObject({
      code: 'bad_configuration',
      details: { subject: 'aspects.encoder' },
    });
    expect(await other.store.exists(other.keys.clusters)).toBe(false);
  });

  it.each([
    ['nobody', /there is no run "nobody"/u],
    ['unfitted', /"unfitted" has no fitted aspects yet/u],
    ['itself', /cannot take its aspects from itself/u],
  ])('are refused from %s, naming the field', async (from, problem) => {
    await small.prepared('unfitted', smallReviews(40));
    const refused = fitFrom(from === 'itself' ? 'itself' : 'refused', from);
    await expect(refused).rejects.toMatchObject({ code: 'bad_configuration', details: { subject: 'aspects.from' } });
    await expect(refused).rejects.toThrow(problem);
  });
});
