import { expect, it } from 'vitest';

import { shardView } from '../../cli/shard-view.ts';

const describing = (done: number, total: number) => ({ what: 'describe sentences', done, total });

it('is exact where every shard is known', () => {
  expect(shardView({ done: 0, shards: 1, sentences: 0 }, [describing(3, 10)])).toEqual(describing(3, 10));
});

it('takes unknown shards for average ones', () => {
  const view = shardView({ done: 1, shards: 4, sentences: 100 }, [
    describing(50, 300),
    { ...describing(9, 9), what: 'split' },
  ]);
  expect(view).toEqual({ what: 'describe sentences, 1 of 4 shards done', done: 150, total: 800 });
});

it('shows what else is done before the first shard speaks and after the last', () => {
  const splitting = { what: 'split sentences', done: 1, total: 2 };
  expect(shardView({ done: 0, shards: 4, sentences: 0 }, [splitting])).toBe(splitting);
  expect(shardView({ done: 4, shards: 4, sentences: 9 }, [splitting])).toBe(splitting);
  expect(shardView({ done: 0, shards: 4, sentences: 0 }, [])).toBeNull();
});
