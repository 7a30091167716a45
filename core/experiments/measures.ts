import type { TokenUsage } from '../simulation/dialog.ts';
import type { ExperimentName } from './arms.ts';
import type { Statistic } from './paired-comparison.ts';
import type { ReferenceReading, Tally } from './reference-reading.ts';

/** One target of an arm, as measures see it. Words and acts are those of the last attempt, accepted or not. */
export interface ArmDialog {
  readonly dialogId: string;
  readonly userId: string;
  readonly targetItemId: string;
  readonly accepted: boolean;
  /** Attempts made. */
  readonly attempts: number;
  /** Checks that found something in the first attempt, one a violation. */
  readonly firstViolations: readonly string[];
  /** The same of the last attempt, by the reference's profiles and labels. */
  readonly referenceViolations: readonly string[];
  readonly turns: number;
  /** As `planShape` writes it. */
  readonly shape: string;
  readonly turnedDown: number;
  readonly reference: ReferenceReading;
  /** Of all attempts. */
  readonly usage: TokenUsage;
}

export interface Measure {
  readonly id: string;
  readonly label: string;
  /** share: of 1, shown in percent. */
  readonly unit: 'share' | 'number' | 'dollars';
  readonly statistic: Statistic<ArmDialog>;
  /** Of a share of statements: how many each dialog brings. */
  readonly statements?: (dialog: ArmDialog) => number;
}

type ReadingName = keyof ReferenceReading;

export const MEASURES: readonly Measure[] = [
  { id: 'accepted', label: 'accepted', unit: 'share', statistic: mean(({ accepted }) => (accepted ? 1 : 0)) },
  {
    id: 'acceptedAtOnce',
    label: 'accepted at the first attempt',
    unit: 'share',
    statistic: mean(({ accepted, attempts }) => (accepted && attempts === 1 ? 1 : 0)),
  },
  {
    id: 'violationsAtOnce',
    label: 'violations a first attempt',
    unit: 'number',
    statistic: mean(({ firstViolations }) => firstViolations.length),
  },
  {
    id: 'sound',
    label: 'without a violation by the reference',
    unit: 'share',
    statistic: mean(({ referenceViolations }) => (referenceViolations.length === 0 ? 1 : 0)),
  },
  held('claimsCited', 'claims that their cited review bears out'),
  held('claimsAgree', "claims that the item's trajectory does not contradict"),
  held('preferencesCited', 'preferences that an own cited review bears out'),
  held('preferencesAgree', 'views that the temporal profile does not contradict'),
  held('preferencesLater', "likes and dislikes that the user's later reviews share"),
  {
    id: 'statements',
    label: 'claims and preferences a dialog',
    unit: 'number',
    statistic: mean(({ reference }) => reference.claimsAgree.statements + reference.preferencesCited.statements),
  },
  {
    id: 'turnedDown',
    label: 'candidates turned down',
    unit: 'number',
    statistic: mean(({ turnedDown }) => turnedDown),
  },
  { id: 'turns', label: 'turns', unit: 'number', statistic: mean(({ turns }) => turns) },
  { id: 'planVariety', label: 'pairs of plans of different shape', unit: 'share', statistic: variety },
  { id: 'calls', label: 'model calls a target', unit: 'number', statistic: mean(({ usage }) => usage.calls) },
  {
    id: 'tokens',
    label: 'tokens a target',
    unit: 'number',
    statistic: mean(({ usage }) => usage.promptTokens + usage.completionTokens),
  },
  {
    id: 'cost',
    label: 'cost an accepted dialog',
    unit: 'dollars',
    statistic: ratio(
      ({ usage }) => usage.costMicroUsd / 1e6,
      ({ accepted }) => (accepted ? 1 : 0),
    ),
  },
];

function mean(value: (dialog: ArmDialog) => number): Statistic<ArmDialog> {
  return ratio(value, () => 1);
}

/** Over all statements of all dialogs: a dialog with more of them counts for more. */
function held(id: ReadingName, label: string): Measure {
  const of = ({ reference }: ArmDialog): Tally => reference[id];
  const statistic = ratio(
    (dialog) => of(dialog).held,
    (dialog) => of(dialog).statements,
  );
  return { id, label, unit: 'share', statistic, statements: (dialog) => of(dialog).statements };
}

function ratio(above: (dialog: ArmDialog) => number, below: (dialog: ArmDialog) => number): Statistic<ArmDialog> {
  return (dialogs, weights) => {
    let [upper, lower] = [0, 0];
    for (const [place, dialog] of dialogs.entries()) {
      upper += (weights[place] ?? 0) * above(dialog);
      lower += (weights[place] ?? 0) * below(dialog);
    }
    return lower === 0 ? null : upper / lower;
  };
}

/**
 * Chance that two different targets' plans differ in shape (Gini-Simpson, without replacement): 0, all of one shape; 1, all
 * of different ones. A target drawn twice by the bootstrap is no pair. With W = sum w_i and C_s = sum of the weights of
 * shape s: (W^2 - sum_s C_s^2) / (W^2 - sum_i w_i^2).
 */
function variety(dialogs: readonly ArmDialog[], weights: ArrayLike<number>): number | null {
  const ofShape = new Map<string, number>();
  let [total, squares] = [0, 0];
  for (const [place, { shape }] of dialogs.entries()) {
    const weight = weights[place] ?? 0;
    total += weight;
    squares += weight ** 2;
    ofShape.set(shape, (ofShape.get(shape) ?? 0) + weight);
  }
  let alike = 0;
  for (const weight of ofShape.values()) alike += weight ** 2;
  const pairs = total ** 2 - squares;
  return pairs === 0 ? null : (total ** 2 - alike) / pairs;
}

const OBEYS = 'the template model says what is planned: this is the plan and the grammar, not how agents keep to it';
const SAME_MATERIAL =
  'both plans are drawn from the same statements and the template model says them as planned: no agent had a choice';
const OWN_REFERENCE =
  'the template model says its plan, and the temporal plan is made of the reference itself: how far profiles lie apart, not which is truer';
const NOMINAL = 'the template model has no price; its words stand for tokens';

/** Why a difference in this measure would mean nothing where the template model speaks; null where it means something. */
export function silenceOf(experiment: ExperimentName, measureId: string, provider: string): string | null {
  if (provider !== 'template') return null;
  if (measureId === 'cost' || measureId === 'tokens') return NOMINAL;
  if (experiment === 'noise') return null;
  if (['accepted', 'acceptedAtOnce', 'violationsAtOnce'].includes(measureId)) return OBEYS;
  const isReading = measureId.startsWith('claims') || measureId.startsWith('preferences');
  if (experiment === 'plans') return isReading || measureId === 'sound' ? SAME_MATERIAL : null;
  return ['claimsAgree', 'preferencesAgree', 'sound'].includes(measureId) ? OWN_REFERENCE : null;
}
