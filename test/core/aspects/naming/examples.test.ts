import { describe, expect, it } from 'vitest';

import { clusterExamples } from '../../../../core/aspects/naming/examples.ts';

describe('clusterExamples', () => {
  it('takes the texts nearest to the centroid, each from another review, none twice, none too short', () => {
    const texts = [
      'the food was really good',
      'the food was so good',
      'good food',
      'the food was so good',
      'we all liked the food',
    ];
    const rows = Float32Array.from([0.8, 0.6, 1, 0, 1, 0, 1, 0, 0.6, 0.8]);
    const reviewIds = ['a', 'b', 'c', 'd', 'b'];
    const found = clusterExamples({ texts, reviewIds, rows }, [0, 0, 0, 0, 0], Float32Array.from([1, 0, 0, 1]), 2);
    expect(found).toEqual([['the food was so good', 'the food was really good'], []]);
  });
});
