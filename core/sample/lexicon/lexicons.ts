import { cleaning, laptop, pockets } from './arranging.ts';
import type { AspectLexicon } from './aspect-lexicon.ts';
import { capacity, comfort, weight } from './carrying.ts';
import { looks, price, service } from './dealing.ts';
import { durability, rain, zippers } from './making.ts';

/** The dozen aspects planted in the sample. An aspect's place in this list is its index everywhere in `core/sample`. */
export const SAMPLE_ASPECTS: readonly AspectLexicon[] = [
  comfort,
  zippers,
  rain,
  laptop,
  capacity,
  weight,
  durability,
  pockets,
  looks,
  service,
  price,
  cleaning,
];
