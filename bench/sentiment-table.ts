import { POLARITIES, type GoldPolarity, type Polarity } from './sentiment-gold.ts';

/** |score| below one of these is read as neutral. */
const THRESHOLDS = [0.05, 0.15, 0.33];

/** Accuracy, macro F1, recall and confusion of each way of scoring, beside always saying the commonest. */
export function printTable(
  title: string,
  gold: readonly GoldPolarity[],
  ways: Readonly<Record<string, readonly number[]>>,
): void {
  const truth = gold.map(({ polarity }) => polarity);
  const present = POLARITIES.filter((polarity) => truth.includes(polarity));
  const counts = present.map((polarity) => `${truth.filter((one) => one === polarity).length} ${polarity}`);
  console.log(`\n${title}: ${gold.length} (${counts.join(', ')})`);
  console.log(`${'way'.padEnd(18)} zone  accuracy macroF1  recall ${present.join('/')}   confusion (rows: gold)`);
  for (const [way, scores] of Object.entries(ways)) {
    for (const threshold of THRESHOLDS) {
      const said = scores.map((score) =>
        score > threshold ? 'positive' : score < -threshold ? 'negative' : 'neutral',
      );
      console.log(`${way.padEnd(18)} ${threshold.toFixed(2)}  ${figures(truth, said, present)}`);
    }
    const between = scores.filter((score) => Math.abs(score) >= 0.05 && Math.abs(score) < 0.35).length;
    console.log(`${''.padEnd(18)} ${((100 * between) / scores.length).toFixed(1)} % of scores between .05 and .35`);
  }
  const commonest = [...present].sort(
    (a, b) => truth.filter((one) => one === b).length - truth.filter((one) => one === a).length,
  )[0];
  const majority = truth.map(() => commonest ?? 'positive');
  console.log(`${'majority'.padEnd(18)}       ${figures(truth, majority, present)}`);
}

function figures(truth: readonly Polarity[], said: readonly Polarity[], present: readonly Polarity[]): string {
  const count = (gold: Polarity | null, one: Polarity | null): number =>
    truth.filter((polarity, row) => (gold ?? polarity) === polarity && (one ?? said[row]) === said[row]).length;
  const right = truth.filter((polarity, row) => polarity === said[row]).length;
  const f1 = present.map((polarity) => {
    const all = count(polarity, null) + count(null, polarity);
    return all === 0 ? 0 : (2 * count(polarity, polarity)) / all;
  });
  const mean = f1.reduce((sum, one) => sum + one, 0) / present.length;
  const recall = present.map((polarity) => (count(polarity, polarity) / count(polarity, null)).toFixed(2)).join('/');
  const confusion = present.map((gold) => POLARITIES.map((one) => count(gold, one)).join(' ')).join(' | ');
  return `${(right / truth.length).toFixed(3)}    ${mean.toFixed(3)}    ${recall.padEnd(15)}  ${confusion}`;
}
