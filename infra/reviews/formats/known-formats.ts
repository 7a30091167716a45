import { amazon2014 } from './amazon-2014.ts';
import { amazon2018 } from './amazon-2018.ts';
import { amazon2023 } from './amazon-2023.ts';
import { mobilerec } from './mobilerec.ts';
import type { SourceFormat } from './source-format.ts';
import { yelp } from './yelp.ts';

/** Formats that are known by their fields, in the order in which `auto` tries them; `generic` comes after all. */
export const KNOWN_FORMATS: readonly SourceFormat[] = [amazon2018, amazon2014, amazon2023, yelp, mobilerec];
