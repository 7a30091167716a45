import type { RunConfig } from '../../../core/config/run-config.ts';
import { RunConfigSchema } from '../../../core/config/run-config.ts';
import { createRandom, deriveSeed, type Random } from '../../../core/random.ts';
import type { CheckpointStore } from '../../../core/recommender/checkpoint.ts';
import { principalDirections } from '../../../core/recommender/principal-directions.ts';
import type { RankingExample, RecommenderData } from '../../../core/recommender/recommender-data.ts';

/** What a target's kind and brand can be told from. */
export type Tells = 'dialog' | 'history' | 'both' | 'neither';

export interface PlantedWorldSettings {
  readonly tells: Tells;
  readonly kinds: number;
  readonly brands: number;
  /** Items of one kind and brand. */
  readonly copies: number;
  readonly textDimension: number;
  readonly dimension: number;
  readonly trainExamples: number;
  readonly heldOutExamples: number;
  readonly seed: number;
}

export const SMALL_WORLD = {
  kinds: 6,
  brands: 6,
  copies: 2,
  textDimension: 16,
  dimension: 16,
  trainExamples: 160,
  heldOutExamples: 60,
  seed: 1,
} as const;

/**
 * Items have a kind and a brand, and texts that show both. The user wants one kind and one brand; `tells` plants where
 * that can be learned: the dialog's turns, the history's items, or the kind in the dialog and the brand in the history.
 */
export function plantWorld(settings: PlantedWorldSettings): RecommenderData {
  const { kinds, brands, copies, textDimension, seed } = settings;
  const random = createRandom(deriveSeed(seed, 'world', settings.tells));
  const vector = (): number[] =>
    Array.from({ length: textDimension }, () => random.normal() / Math.sqrt(textDimension));
  const kindVectors = Array.from({ length: kinds }, vector);
  const brandVectors = Array.from({ length: brands }, vector);
  const items = Array.from({ length: kinds * brands * copies }, (_, item) => ({
    kind: item % kinds,
    brand: Math.floor(item / kinds) % brands,
  }));
  const noisy = (parts: readonly (readonly number[] | undefined)[]): number[] =>
    vector().map((noise, at) => 0.3 * noise + parts.reduce((sum, part) => sum + (part?.[at] ?? 0), 0));
  const catalogueText = Float32Array.from(
    items.flatMap(({ kind, brand }) => noisy([kindVectors[kind], brandVectors[brand]])),
  );

  const turnRows: number[][] = [];
  const example = (split: RankingExample['split'], number: number): RankingExample => {
    const target = random.int(items.length);
    const { kind = 0, brand = 0 } = items[target] ?? {};
    const told = settings.tells;
    const heard =
      told === 'dialog' ? [kindVectors[kind], brandVectors[brand]] : told === 'both' ? [kindVectors[kind]] : [];
    const turns = Array.from({ length: 4 }, (_, turn) => {
      turnRows.push(noisy(turn % 2 === 1 ? heard : []));
      return { textIndex: turnRows.length - 1, speaker: turn % 2 === 1 ? ('user' as const) : ('system' as const) };
    });
    const history = drawHistory(
      items,
      target,
      { kind: told === 'history' ? kind : null, brand: told === 'history' || told === 'both' ? brand : null },
      random,
    );
    const exampleId = `${split}-${number}`;
    const historyAges = history.map(() => null);
    return {
      exampleId,
      source: 'dialog',
      split,
      turns,
      history,
      historyAges,
      seen: history,
      target,
      userId: `u${split}-${number}`,
      sequence: split === 'train' ? number : null,
    };
  };
  const examples = (split: RankingExample['split'], count: number) =>
    Array.from({ length: count }, (_, number) => example(split, number));
  const train = examples('train', settings.trainExamples);
  const validation = examples('validation', settings.heldOutExamples);
  const test = examples('test', settings.heldOutExamples);
  const texts = Float32Array.from(turnRows.flat());
  const itemIds = items.map((_, item) => `i${String(item).padStart(4, '0')}`);
  return {
    encoderId: 'planted',
    textDimension,
    catalogue: {
      itemIds,
      indexOf: new Map(itemIds.map((itemId, row) => [itemId, row])),
      text: catalogueText,
      counts: new Float32Array(items.length).fill(1),
      recentCounts: new Float32Array(items.length).fill(1),
      words: items.map(({ kind, brand }) => [kind, kinds + brand]),
    },
    texts,
    textMean: new Float32Array(textDimension),
    vocabulary: [],
    textWords: turnRows.map(() => []),
    wordTexts: null,
    sequences: train.map(({ exampleId, history, target }) => ({ userId: exampleId, items: [...history, target] })),
    textProjection: principalDirections(
      Float32Array.from([...texts, ...catalogueText]),
      textDimension,
      settings.dimension,
      seed,
    ),
    train,
    validation,
    test,
    skippedDialogs: [],
    fingerprint: JSON.stringify(settings),
  };
}

/** Two items with what the history tells and one at random, in random order, never the target. */
function drawHistory(
  items: readonly { readonly kind: number; readonly brand: number }[],
  target: number,
  wanted: { readonly kind: number | null; readonly brand: number | null },
  random: Random,
): number[] {
  const matching = items.flatMap((item, row) =>
    row !== target && (wanted.kind ?? item.kind) === item.kind && (wanted.brand ?? item.brand) === item.brand
      ? [row]
      : [],
  );
  const others = items.flatMap((_, row) => (row !== target && !matching.includes(row) ? [row] : []));
  const drawn = [...random.shuffle(matching).slice(0, 2), ...random.shuffle(others).slice(0, 1)];
  return random.shuffle(drawn);
}

export function recommenderSettings(changes: Partial<RunConfig['recommender']>): RunConfig['recommender'] {
  const { recommender } = RunConfigSchema.parse({ source: { reviews: 'none.json' } });
  return { ...recommender, ...changes };
}

/** Keeps the last checkpoint, and every one before it. */
export function memoryCheckpoints(): CheckpointStore & { readonly saved: Parameters<CheckpointStore['save']>[0][] } {
  const saved: Parameters<CheckpointStore['save']>[0][] = [];
  return {
    saved,
    load: () => Promise.resolve(saved.at(-1) ?? null),
    save: (checkpoint) => {
      saved.push(checkpoint);
      return Promise.resolve();
    },
  };
}

export const breathe = (): Promise<void> => Promise.resolve();
