/** What is known of the terms under which a source's reviews are given out; none of it is legal advice, and we add no rights. */
const KNOWN: Readonly<Record<string, string>> = {
  'amazon-2014':
    'The reviews are in the format of the Amazon review data of 2014 (McAuley et al.), which its authors give out for research; cite them as they ask.',
  'amazon-2018':
    'The reviews are in the format of the Amazon review data of 2018 (Ni et al., 2019), which its authors give out for research; cite them as they ask.',
  'amazon-2023':
    'The reviews are in the format of the Amazon Reviews 2023 data (Hou et al., 2024), which its authors give out for research; cite them as they ask.',
  yelp: 'The reviews are in the format of the Yelp dataset. Its terms of use allow academic use and forbid passing the data on: read them before sharing this folder.',
  mobilerec:
    'The reviews are in the format of MobileRec (Maqbool et al., 2023), which its authors give out for research; cite them as they ask.',
};

export function sourceTerms(format: string): string {
  const known = KNOWN[format] ?? 'The reviews come from a source of your own: its terms are known to you alone.';
  return `Dialogs quote the reviews they were made from, verbatim, and carry the source's user and item ids. So **the terms of the source
apply to this dataset** as well; ConvRecStudio adds no restriction and grants no right of its own. ${known}`;
}
