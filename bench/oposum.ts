import { readdir, readFile } from 'node:fs/promises';

/** A domain of OPOSUM dev (Angelidis and Lapata, 2018): product review segments with gold aspects. */
export interface OposumDomain {
  readonly name: string;
  /** All segments, those without an aspect too: the fit sees them all. */
  readonly segments: readonly {
    readonly reviewId: string;
    readonly text: string;
    readonly labels: readonly string[];
  }[];
}

/** Segments without "None" are scored; of several labels the first counts. */
export async function readOposum(folder: string): Promise<OposumDomain[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('-dev.asp')).sort();
  return Promise.all(
    files.map(async (file) => {
      const [header = '', ...lines] = (await readFile(`${folder}/${file}`, 'utf8')).split('\n');
      const aspects = header.trim().split('|');
      let reviewId = '';
      const segments = lines.flatMap((line) => {
        const [text = '', indices] = line.split('\t');
        if (indices === undefined) {
          reviewId = text.trim() || reviewId;
          return [];
        }
        const labels = indices
          .trim()
          .split(/\s+/u)
          .map((index) => aspects[Number(index)] ?? '');
        return [{ reviewId, text: text.trim(), labels: labels.filter((label) => label !== 'None') }];
      });
      return { name: file.replace('-dev.asp', ''), segments: segments.filter(({ text }) => text !== '') };
    }),
  );
}
