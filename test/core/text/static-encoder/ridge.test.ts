import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { conjugateGradients } from '../../../../core/text/static-encoder/conjugate-gradients.ts';
import { fitAffineMap } from '../../../../core/text/static-encoder/pooled-map.ts';
import { centredProduct, multiplyRows } from '../../../../core/text/static-encoder/row-kernels.ts';
import {
  squaredColumnNorms,
  timesMatrix,
  transposedTimesMatrix,
} from '../../../../core/text/static-encoder/sparse-rows.ts';

/** Rows [0, 2], [], [1, 1, 2] with entries 1, 1 and 0.5. */
const SPARSE = {
  starts: Int32Array.of(0, 2, 2, 5),
  terms: Int32Array.of(0, 2, 1, 1, 2),
  scales: Float64Array.of(1, 1, 0.5),
  columns: 3,
};

describe('sparse rows', () => {
  it('multiply as the dense matrix [[1,0,1],[0,0,0],[0,1,.5]] does', () => {
    const matrix = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect([...timesMatrix(SPARSE, matrix, 2)]).toEqual([6, 8, 0, 0, 5.5, 7]);
    expect([...transposedTimesMatrix(SPARSE, Float32Array.of(1, 2, 9, 9, 4, 6), 2)]).toEqual([1, 2, 4, 6, 3, 5]);
    expect([...squaredColumnNorms(SPARSE)]).toEqual([1, 0.5, 1.25]);
  });
});

describe('conjugate gradients', () => {
  it('solves [[4,1],[1,3]] x = b for two right sides in two steps', () => {
    const matrix = Float32Array.of(4, 1, 1, 3);
    const system = {
      diagonal: Float64Array.of(4, 3),
      // The matrix is symmetric: A P by rows of A.
      apply: (columns: Float32Array) => multiplyRows(matrix, columns, 2),
    };
    // Columns: x = (1, 2) and x = (-1, 0).
    const solution = conjugateGradients(system, Float32Array.of(6, -4, 7, -1), 2, 2);
    for (const [at, value] of [1, -1, 2, 0].entries()) expect(solution[at]).toBeCloseTo(value, 5);
  });

  it('leaves a right side of nothing at nothing', () => {
    const system = { diagonal: Float64Array.of(1), apply: (columns: Float32Array) => columns };
    expect([...conjugateGradients(system, Float32Array.of(0), 1, 5)]).toEqual([0]);
  });
});

const whole = fc.integer({ min: -9, max: 9 });
const matrixOf = (rows: number, width: number): fc.Arbitrary<Float32Array> =>
  fc.array(whole, { minLength: rows * width, maxLength: rows * width }).map((values) => Float32Array.from(values));

describe('dense products', () => {
  it('agree with the definition for every width', () => {
    const shapes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
    const cases = shapes.chain(([rows, width]) =>
      fc.tuple(fc.constant(width), matrixOf(rows, width), matrixOf(width, width), matrixOf(rows, width)),
    );
    fc.assert(
      fc.property(cases, ([width, x, matrix, y]) => {
        const rows = x.length / width;
        const cells = (count: number): number[][] =>
          Array.from({ length: count * width }, (_, at) => [Math.floor(at / width), at % width]);
        const sum = (count: number, term: (k: number) => number): number =>
          Array.from({ length: count }, (_, k) => term(k)).reduce((total, value) => total + value, 0);
        expect([...multiplyRows(x, matrix, width)]).toEqual(
          cells(rows).map(([i = 0, j = 0]) =>
            sum(width, (k) => (x[i * width + k] ?? 0) * (matrix[k * width + j] ?? 0)),
          ),
        );
        const none = new Float64Array(width);
        expect([...centredProduct(x, none, y, none)]).toEqual(
          cells(width).map(([i = 0, j = 0]) => sum(rows, (r) => (x[r * width + i] ?? 0) * (y[r * width + j] ?? 0))),
        );
      }),
    );
  });
});

describe('the affine map', () => {
  it('finds y = (2 x1 - x2 + 1, x2 + 3) again, and shrinks to the mean under a heavy ridge', () => {
    const inputs = Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1, 2, 1);
    const targets = Float32Array.of(1, 3, 3, 3, 0, 4, 2, 4, 4, 4);
    const exact = fitAffineMap(inputs, targets, 2, 1e-6);
    for (const [at, value] of [2, 0, -1, 1].entries()) expect(exact.matrix[at]).toBeCloseTo(value, 3);
    expect(exact.bias[0]).toBeCloseTo(1, 3);
    expect(exact.bias[1]).toBeCloseTo(3, 3);
    const shrunk = fitAffineMap(inputs, targets, 2, 1e6);
    expect(Math.max(...shrunk.matrix.map(Math.abs))).toBeLessThan(1e-4);
    expect(shrunk.bias[0]).toBeCloseTo(2, 3);
    expect(shrunk.bias[1]).toBeCloseTo(3.6, 3);
  });
});
