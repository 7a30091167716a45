import { describe, expect, it } from 'vitest';

import { itemFromRecord } from '../../../core/reviews/item-record.ts';
import { itemFromRow, itemToRow, reviewFromRow, reviewToRow } from '../../../core/reviews/review-tables.ts';

describe('itemFromRecord', () => {
  it('reads Amazon metadata', () => {
    const record = {
      asin: 'B1',
      title: 'A &amp; B',
      categories: [['Gear', 'Bags, Cases']],
      price: '$1,019.99',
      brand: 'X',
      salesRank: 3,
    };
    expect(itemFromRecord(record)).toEqual({
      itemId: 'B1',
      name: 'A & B',
      categories: ['Gear', 'Bags, Cases'],
      price: 1019.99,
      description: '',
      attributes: { brand: 'X' },
    });
  });

  it('reads a Yelp business, without its averages over all time', () => {
    const record = {
      business_id: 'b',
      name: 'Café',
      categories: 'Food, Coffee & Tea',
      city: 'York',
      stars: 4.5,
      review_count: 9,
    };
    expect(itemFromRecord(record)).toMatchObject({
      categories: ['Food', 'Coffee & Tea'],
      attributes: { city: 'York' },
    });
  });

  it('finds the name in the description of a list without names', () => {
    const record = {
      'Product ID': '1384719342',
      Description: '21&#39; cable',
      price: '7.09',
      Category: 'Cables, Long',
    };
    expect(itemFromRecord(record)).toMatchObject({
      name: "21' cable",
      description: '',
      categories: ['Cables, Long'],
      price: 7.09,
    });
  });

  it('follows a mapping, and knows no item without an id', () => {
    expect(itemFromRecord({ sku: '1', label: 'L' }, { item_id: 'sku', name: 'label' })).toMatchObject({
      itemId: '1',
      name: 'L',
    });
    expect(itemFromRecord({ title: 'x' })).toBeNull();
  });
});

describe('rows', () => {
  it('come back as they went', () => {
    const item = {
      itemId: 'i',
      name: 'n',
      categories: ['c'],
      price: null,
      description: '',
      attributes: { b: '2', a: '1' },
    };
    expect(itemFromRow(itemToRow(item))).toEqual(item);
    const review = {
      reviewId: 'r',
      userId: 'u',
      itemId: 'i',
      rating: 4,
      timestampMs: 5,
      title: '',
      text: 't',
      split: 'test',
    } as const;
    expect(reviewFromRow(reviewToRow(review))).toEqual(review);
  });

  it('are refused when they are broken, naming the column', () => {
    expect(() => reviewFromRow({ review_id: 'r', rating: 9 })).toThrow(/reviews\.parquet.*rating/u);
  });
});
