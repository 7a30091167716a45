/** Which aspects of the run's vocabulary an utterance speaks of: labels, naming phrases, and kindred words (weak). */
import type { AspectCluster } from '../aspects/aspect.ts';
import { ASPECT_FAMILIES } from './lexicon/aspect-families.ts';
import { NEGATIVE_WORDS, POSITIVE_WORDS } from './lexicon/opinion-words.ts';
import { stemOf } from './words/lexemes.ts';
import { isPunctuation, type Word } from './words/tokenise.ts';

/** label: the whole label was said; phrase: a naming phrase; weak: a word of them, or one of its family. */
export type MentionStrength = 'label' | 'phrase' | 'weak';

export interface AspectMention {
  readonly aspectId: number;
  readonly strength: MentionStrength;
  /** First and last word. */
  readonly first: number;
  readonly last: number;
}

export interface AspectRecogniser {
  mentions(words: readonly Word[]): AspectMention[];
}

const PHRASES = 10;
/** The label and its strongest phrases. */
const FAMILY_PHRASES = 5;
/** A word that names more clusters than this tells nothing of which is meant. */
const MAX_SHARED = 3;
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'the a an of for and with in on to is are was it its this that one my your their our i you they very really so as be ' +
    'at by or from have has had do does thing things product item stuff lot bit also just get got use used'
  ).split(' '),
);
const POLAR: ReadonlySet<string> = new Set(`${POSITIVE_WORDS} ${NEGATIVE_WORDS}`.split(' '));

interface Entry {
  readonly aspectId: number;
  readonly strength: 'label' | 'phrase';
  readonly stems: readonly string[];
}

const contentStems = (phrase: string): string[] =>
  (phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !STOP_WORDS.has(word)).map(stemOf);

/** Hears the aspects that plans may speak of: incoherent ones name nothing ("other" is said in "on the other hand"). */
export function createAspectRecogniser(all: readonly AspectCluster[]): AspectRecogniser {
  const clusters = all.filter(({ coherent }) => coherent);
  const entries: Entry[] = clusters.flatMap((cluster) => [
    { aspectId: cluster.aspectId, strength: 'label' as const, stems: contentStems(cluster.label) },
    ...cluster.phrases
      .slice(0, PHRASES)
      .map(({ phrase }) => ({ aspectId: cluster.aspectId, strength: 'phrase' as const, stems: contentStems(phrase) })),
  ]);
  const weak = weakStems(clusters);
  return { mentions: (words) => findMentions(words, entries, weak) };
}

/** Stem to the clusters that it may stand for. */
function weakStems(clusters: readonly AspectCluster[]): ReadonlyMap<string, ReadonlySet<number>> {
  const byStem = new Map<string, Set<number>>();
  const add = (stem: string, aspectId: number): void => {
    byStem.set(stem, (byStem.get(stem) ?? new Set<number>()).add(aspectId));
  };
  const labelStems = new Map<string, Set<number>>();
  for (const cluster of clusters) {
    const phrases = [cluster.label, ...cluster.phrases.slice(0, PHRASES).map(({ phrase }) => phrase)];
    const words = phrases.flatMap((phrase) => phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
    const own = new Set(words.filter((word) => !STOP_WORDS.has(word) && !POLAR.has(word)).map(stemOf));
    for (const stem of own) add(stem, cluster.aspectId);
    for (const stem of contentStems(cluster.label)) {
      labelStems.set(stem, (labelStems.get(stem) ?? new Set<number>()).add(cluster.aspectId));
    }
    // Families hang on the strongest names only: far-off ones would draw in half of the language.
    const label = new Set(phrases.slice(0, FAMILY_PHRASES).flatMap(contentStems));
    for (const family of ASPECT_FAMILIES) {
      const stems = family.map(stemOf);
      if (stems.some((stem) => label.has(stem))) for (const stem of stems) add(stem, cluster.aspectId);
    }
  }
  return new Map([...byStem].filter(([stem, ids]) => ids.size <= MAX_SHARED || labelStems.has(stem)));
}

function findMentions(
  words: readonly Word[],
  entries: readonly Entry[],
  weak: ReadonlyMap<string, ReadonlySet<number>>,
): AspectMention[] {
  const content = words.flatMap((word, index) =>
    word.masked || STOP_WORDS.has(word.form)
      ? []
      : [{ index, stem: isPunctuation(word.form) ? '' : stemOf(word.form) }],
  );
  // Hyphenated words ("build-quality") count by their parts too.
  const mentions: AspectMention[] = [];
  for (const entry of entries) {
    if (entry.stems.length === 0) continue;
    for (let start = 0; start + entry.stems.length <= content.length; start++) {
      if (!entry.stems.every((stem, offset) => content[start + offset]?.stem === stem)) continue;
      const first = content[start]?.index ?? 0;
      const last = content[start + entry.stems.length - 1]?.index ?? first;
      mentions.push({ aspectId: entry.aspectId, strength: entry.strength, first, last });
    }
  }
  const whole = [...mentions];
  for (const { index, stem } of content) {
    const parts = [stem, ...(words[index]?.form.split(/['-]/) ?? []).filter((part) => part.length > 3).map(stemOf)];
    for (const part of new Set(parts)) {
      for (const aspectId of weak.get(part) ?? []) {
        const covered = whole.some((mention) => mention.first <= index && index <= mention.last);
        if (!covered) mentions.push({ aspectId, strength: 'weak', first: index, last: index });
      }
    }
  }
  return mentions.sort((a, b) => a.first - b.first || a.last - b.last || a.aspectId - b.aspectId);
}
