import { decimal, percent, signed } from '../../report/numbers.ts';
import type { FusionTable } from './fusion-table.ts';

/** The table's words and figures, the same in the terminal, in `table.md` and in the report. */

export const QUESTION = 'Does fusing history with dialog recommend better than the dialog alone?';

export interface TextTable {
  readonly caption: string;
  readonly header: readonly string[];
  /** The first column is words, the others are figures. */
  readonly lines: readonly (readonly string[])[];
}

type MaybeInterval = FusionTable['rows'][number]['fuzzy']['at70'];

const shown = (value: MaybeInterval): string =>
  value === null ? '–' : `${decimal(value.mean, 3)} [${decimal(value.low, 3)}, ${decimal(value.high, 3)}]`;
const change = (value: MaybeInterval): string =>
  value === null ? '–' : `${signed(value.mean, 3)} [${signed(value.low, 3)}, ${signed(value.high, 3)}]`;
const share = (value: MaybeInterval): string =>
  value === null
    ? '–'
    : `${signed(value.mean * 100, 1)} % [${signed(value.low * 100, 1)}, ${signed(value.high * 100, 1)}]`;

export function textTables(table: FusionTable): TextTable[] {
  const all = [
    fullTable(table),
    candidateTable(table),
    differenceTable(table),
    relativeTable(table),
    coldTable(table),
    popularityTable(table),
    attentionTable(table),
    encoderTable(table),
    curveTable(table),
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

function fullTable({ rows, random }: FusionTable): TextTable {
  return {
    caption: 'Full ranking: all items that the user had not seen. Success: the first recommendation, exact or by title',
    header: ['variant (seeds)', 'Hit@1 = success', 'Hit@10', 'NDCG@10', 'title >= 70', 'title >= 95'],
    lines: [
      ...rows.map(({ variant, seeds, full, fuzzy }) => [
        `${variant} (${seeds.length})`,
        ...[full.hitAt1, full.hitAt10, full.ndcgAt10, fuzzy.at70, fuzzy.at95].map((value) => shown(value ?? null)),
      ]),
      [
        'random order',
        ...[random.full.hitAt1, random.full.hitAt10, random.full.ndcgAt10, random.fuzzy.at70, random.fuzzy.at95].map(
          (value) => decimal(value ?? null, 3),
        ),
      ],
    ],
  };
}

function candidateTable({ rows, random }: FusionTable): TextTable {
  const names = ['hitAt1', 'hitAt10', 'ndcgAt10'] as const;
  return {
    caption: 'Among 25 candidates: the target and 24 fresh random items that the user had not seen',
    header: ['variant', 'Hit@1 = success', 'Hit@10', 'NDCG@10'],
    lines: [
      ...rows.map(({ variant, candidates }) => [variant, ...names.map((name) => shown(candidates[name] ?? null))]),
      ['random order', ...names.map((name) => decimal(random.candidates[name] ?? null, 3))],
    ],
  };
}

const differenceTable = ({ differences }: FusionTable): TextTable => ({
  caption: 'Full ranking, paired differences on the same dialogs; an interval that holds 0 shows nothing',
  header: ['difference', 'Hit@1', 'Hit@10', 'NDCG@10'],
  lines: differences.map(({ variant, against, hitAt1, hitAt10, ndcgAt10 }) => [
    `${variant} less ${against}`,
    ...[hitAt1, hitAt10, ndcgAt10].map(change),
  ]),
});

const relativeTable = ({ relative }: FusionTable): TextTable => ({
  caption: 'Hit@1 relative to the strongest baseline by Hit@1 (the paper: +10.9 % on Yelp, protocol not stated)',
  header: ['variant', 'ranking', 'baseline', 'Hit@1'],
  lines: relative.map(({ variant, protocol, baseline, hitAt1 }) => [
    variant,
    protocol === 'full' ? 'full' : '25 candidates',
    baseline,
    share(hitAt1),
  ]),
});

const coldTable = ({ rows, dialogs }: FusionTable): TextTable => ({
  caption:
    `Full ranking, targets with a training interaction (${dialogs.test - dialogs.cold}) and ` +
    `without one, cold (${dialogs.cold})`,
  header: ['variant', 'warm Hit@10', 'warm NDCG@10', 'cold Hit@10', 'cold NDCG@10'],
  lines: rows.map(({ variant, warm, cold }) => [
    variant,
    ...[warm.hitAt10, warm.ndcgAt10, cold.hitAt10, cold.ndcgAt10].map(shown),
  ]),
});

const popularityTable = ({ popularity }: FusionTable): TextTable => ({
  caption: 'Share of the first ten places by tenth of the catalogue, most often reviewed first; even would be 10 %',
  header: ['whose', ...Array.from({ length: 10 }, (_, decile) => String(decile + 1))],
  lines: popularity.map(({ who, deciles }) => [who, ...deciles.map((value) => percent(value))]),
});

const attentionTable = ({ attention }: FusionTable): TextTable => ({
  caption:
    'Attention on items of the history that share a category with the target (without categories: two of the three most spoken-of aspects)',
  header: ['variant', 'dialogs', 'attention', 'without preference', 'difference'],
  lines: attention.map(({ variant, dialogs, mass, random, difference }) => [
    variant,
    String(dialogs),
    shown(mass),
    shown(random),
    change(difference),
  ]),
});

const encoderTable = ({ encoders, dialogEncoder }: FusionTable): TextTable => ({
  caption: `Full ranking, dialogs read as ${dialogEncoder}, less the same variant that reads them by the run's own encoder`,
  header: ['variant', 'seeds', 'Hit@10', 'NDCG@10'],
  lines: encoders.map(({ variant, seeds, hitAt10, ndcgAt10 }) => [
    variant,
    String(seeds.length),
    change(hitAt10),
    change(ndcgAt10),
  ]),
});

const curveTable = ({ curve, dialogs }: FusionTable): TextTable => ({
  caption: 'By the share of the training dialogs (pairs from reviews and sequences stay whole), full ranking',
  header: ['variant', 'dialogs', 'seeds', 'Hit@10', 'NDCG@10'],
  lines: curve.map(({ variant, share: part, seeds, hitAt10, ndcgAt10 }) => [
    variant,
    `${Math.ceil(part * dialogs.train)} (${percent(part)})`,
    String(seeds.length),
    shown(hitAt10),
    shown(ndcgAt10),
  ]),
});

const ENCODERS: Readonly<Record<string, string>> = {
  turns: 'dialogs are read turn by turn, as frozen embeddings',
  tokens:
    'dialogs are read word by word, as frozen embeddings and learned vectors of the words that the catalogue and training reviews know',
};

const SPLITS: Readonly<Record<string, string>> = {
  'global-date': 'split by date: nothing later than the training period is learned from',
  'leave-last-out':
    "each user's last interaction tests, the one before validates: training sees what others did later, so figures are higher than by date",
};

/** How the figures came about. */
export function notes(table: FusionTable): string[] {
  const { run, provider, goal, split, dialogEncoder, dialogs, items, untitled } = table;
  return [
    `Run ${run}, dialogs spoken by ${provider}, goals from ${goal}; ${SPLITS[split] ?? split}; ${ENCODERS[dialogEncoder] ?? dialogEncoder}. ` +
      `${dialogs.train} training dialogs, ${dialogs.validation} to choose epochs and gates, ${dialogs.test} to test, ` +
      `${dialogs.cold} of them with a target that training never saw; ${items} items.`,
    'Every dialog is cut before the first turn of the node in which the target is named or described. Items that the user had ' +
      'had are left out of every ranking alike; equal scores stand in random order by seed. Means over seeds, 95 % bootstrap ' +
      'intervals over test dialogs, which do not tell how other dialogs, users or seeds of the data would come out.',
    'Titles are compared by token-set ratio, 0 to 100: at 70 goods of the same kind count, at 95 hardly anything but the item ' +
      'itself and its variants.' +
      (untitled === 0 ? '' : ` ${untitled} of ${items} items have no title: they count by their id alone.`),
    'Beside the paper: it reports +10.9 % Hit@1 on Yelp and 41.68 % success on MobileRec. It states neither candidates nor ' +
      'what a success is, its dialogs are spoken by GPT-4o, its datasets have some 12,000 dialogs, and its encoders are larger: ' +
      'the figures here are of another protocol, and comparable in kind only.',
    'cross-attention-shuffled-history is the control: the same model, trained and tested on the histories of other users. What ' +
      'cross-attention gains by a history, and not by being larger, is its difference to the control.',
  ];
}
