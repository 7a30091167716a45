/**
 * How varied dialogs read, over what bench/dialogs.ts wrote, beside two sets of human dialogs:
 *   npx tsx bench/variety.ts FILE [--redial redial.jsonl.gz] [--inspired inspired.tsv.gz] [--top 15]
 * Titles and quotes are set aside: a title counts as one word, a quote as none. "Forms" also set aspects' labels aside, a
 * stricter count than sentences. distinct-n falls with the amount of text and BLEU with its length: every set is cut
 * to the words of the smallest, and every dialog compared by self-BLEU to the same number of words.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

import { z } from 'zod';

import {
  distinctN,
  duplicateDialogs,
  headOf,
  repeatedSentences,
  selfBleu,
  wordsOf,
} from '../core/judging/diversity.ts';
import { type BenchDialog, readDialogs } from './dialog-file.ts';
import { withoutTitlesAndQuotes } from './spoken-titles.ts';

interface Utterance {
  readonly speaker: string;
  readonly text: string;
}
/** Speakers are "user" and "system" in all sets; seekers are users. */
type Dialogs = readonly (readonly Utterance[])[];

const LONGER_THAN = 6;
const BLEU_WORDS = 80;
const BLEU_SAMPLE = { dialogs: 200, references: 20, seed: 1 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    redial: { type: 'string' },
    inspired: { type: 'string' },
    top: { type: 'string', default: '15' },
  },
});
const [file] = positionals;
if (file === undefined) throw new RangeError('usage: bench/variety.ts FILE [--redial FILE] [--inspired FILE]');
const written = readDialogs(file).filter((dialog) => dialog.accepted);
const asSpoken: Dialogs = written.map((dialog) => dialog.turns);
const bare: Dialogs = written.map((dialog) =>
  dialog.turns.map((turn) => ({ ...turn, text: withoutTitlesAndQuotes(turn.text, dialog.titles) })),
);

printRepetition();
printComparison([
  ['ours, as spoken', asSpoken],
  ['ours, titles and quotes aside', bare],
  ...(values.redial === undefined ? [] : [['ReDial', readRedial(values.redial)] as const]),
  ...(values.inspired === undefined ? [] : [['INSPIRED', readInspired(values.inspired)] as const]),
]);
printPersonas();

function printRepetition(): void {
  const labelled = bare.map((turns) => turns.map(({ text }) => text));
  const labels = labelsOf(written);
  const forms = labelled.map((turns) => turns.map((text) => text.replaceAll(labels, 'aspect')));
  console.log(
    `${written.length} dialogs; ${duplicateDialogs(asSpoken.map((turns) => turns.map((t) => t.text)))} twice`,
  );
  for (const [name, texts] of [
    ['sentences', labelled],
    ['forms (labels aside as well)', forms],
  ] as const) {
    const repeated = repeatedSentences(texts, LONGER_THAN);
    const over = repeated.filter(({ share }) => share > 0.02).length;
    console.log(`${name} of more than ${LONGER_THAN} words in over 2 % of the dialogs: ${over}`);
    for (const { sentence, share } of repeated.slice(0, Number(values.top))) {
      console.log(`  ${(100 * share).toFixed(2)} %  ${sentence}`);
    }
  }
}

/** Any label that one of the dialogs was planned on. */
function labelsOf(dialogs: readonly BenchDialog[]): RegExp {
  const labels = [...new Set(dialogs.flatMap((dialog) => dialog.labels))]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((label) => label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(String.raw`\b(?:${labels.join('|')})\b`, 'giu');
}

function printComparison(sets: readonly (readonly [string, Dialogs])[]): void {
  for (const speaker of ['both', 'system', 'user'] as const) {
    const chosen = sets.map(([name, dialogs]) => [name, spokenBy(dialogs, speaker)] as const);
    const tokens = Math.min(...chosen.map(([, dialogs]) => tokensIn(dialogs)));
    const fewest = Math.min(...chosen.map(([, dialogs]) => dialogs.length));
    console.log(`\n${speaker}: ${tokens} words of each set`);
    console.log('set                              dialogs  turns  words  distinct-1  distinct-2  self-BLEU');
    for (const [name, dialogs] of chosen) {
      const head = headOf(dialogs.flat(), tokens);
      const words = dialogs.map((turns) => turns.flatMap((text) => wordsOf(text)).slice(0, BLEU_WORDS));
      const cells = [
        dialogs.length.toString().padStart(9),
        (dialogs.flat().length / dialogs.length).toFixed(1).padStart(7),
        (tokensIn(dialogs) / dialogs.length).toFixed(0).padStart(7),
        (distinctN(head, 1) ?? 0).toFixed(3).padStart(12),
        (distinctN(head, 2) ?? 0).toFixed(3).padStart(12),
        (selfBleu(words.slice(0, fewest), BLEU_SAMPLE) ?? 0).toFixed(3).padStart(11),
      ];
      console.log(name.padEnd(31) + cells.join(''));
    }
  }
}

function spokenBy(dialogs: Dialogs, speaker: 'both' | 'user' | 'system'): string[][] {
  return dialogs.map((turns) =>
    turns.filter((turn) => speaker === 'both' || turn.speaker === speaker).map(({ text }) => text),
  );
}

function tokensIn(dialogs: readonly (readonly string[])[]): number {
  return dialogs.flat().reduce((sum, text) => sum + wordsOf(text).length, 0);
}

function printPersonas(): void {
  console.log(
    '\nusers by persona: words a turn, share of sentences that no other persona says, most frequent openings',
  );
  const styles = [...new Set(written.map(({ persona }) => persona))].sort();
  const sentences = new Map(styles.map((style) => [style, userSentences(style)]));
  for (const style of styles) {
    const own = sentences.get(style) ?? [];
    const others = new Set(styles.filter((other) => other !== style).flatMap((other) => sentences.get(other) ?? []));
    const apart = own.filter((sentence) => !others.has(sentence)).length / Math.max(1, own.length);
    const turns = bare.filter((_, index) => written[index]?.persona === style).flat();
    const texts = turns.filter(({ speaker }) => speaker === 'user').map(({ text }) => wordsOf(text));
    const mean = texts.reduce((sum, words) => sum + words.length, 0) / Math.max(1, texts.length);
    console.log(`  ${style.padEnd(8)} ${mean.toFixed(1)}  ${(100 * apart).toFixed(0)} %  ${openings(texts)}`);
  }
}

function userSentences(style: BenchDialog['persona']): string[] {
  return bare
    .filter((_, index) => written[index]?.persona === style)
    .flatMap((turns) => turns.filter(({ speaker }) => speaker === 'user'))
    .flatMap(({ text }) => text.split(/(?<=[.!?])\s+/).map((sentence) => wordsOf(sentence).join(' ')));
}

function openings(texts: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const words of texts) {
    const opening = words.slice(0, 2).join(' ');
    counts.set(opening, (counts.get(opening) ?? 0) + 1);
  }
  const most = [...counts].sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1)).slice(0, 5);
  return most.map(([opening, count]) => `${opening} ${((100 * count) / texts.length).toFixed(1)} %`).join(', ');
}

function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

function readRedial(path: string): Dialogs {
  const schema = z.object({
    initiatorWorkerId: z.number(),
    messages: z.array(z.object({ senderWorkerId: z.number(), text: z.string() })),
  });
  return readText(path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)))
    .map(({ initiatorWorkerId, messages }) =>
      messages.map(({ senderWorkerId, text }) => ({
        speaker: senderWorkerId === initiatorWorkerId ? 'user' : 'system',
        text: text.replaceAll(/@\d+/g, 'title'),
      })),
    );
}

/** Columns: dialog, utterance, speaker, turn, text, text with placeholders, titles in it ("A (1999);B (2001)"). */
function readInspired(path: string): Dialogs {
  const dialogs = new Map<string, Utterance[]>();
  for (const line of readText(path).split('\n').slice(1)) {
    const [dialog, , speaker, , text, , movies] = line.split('\t');
    if (dialog === undefined || text === undefined) continue;
    const turns = dialogs.get(dialog) ?? [];
    const titles = (movies ?? '').split(';').map((title) => title.replace(/\(\d{4}\)/, '').trim());
    const masked = withoutTitlesAndQuotes(
      text.replaceAll('QUOTATION_MARK', ''),
      titles.filter((title) => title !== ''),
    );
    turns.push({ speaker: speaker === 'SEEKER' ? 'user' : 'system', text: masked });
    dialogs.set(dialog, turns);
  }
  return [...dialogs.values()];
}
