import { createRandom, deriveSeed, type Random } from '../random.ts';
import { SAMPLE_ASPECTS } from './lexicon/lexicons.ts';
import { DAY_MS, type SampleSettings } from './sample-options.ts';

/** A product whose qualities may change on a date (a new supplier, a redesign). */
export interface SampleItem {
  readonly itemId: string;
  readonly name: string;
  readonly brand: string;
  /** Index into `KINDS`. */
  readonly kind: number;
  readonly price: number;
  readonly popularity: number;
  /** By date, the first from the release on; each row has a quality in [-1, 1] an aspect. */
  readonly qualities: readonly { readonly fromMs: number; readonly byAspect: readonly number[] }[];
}

const BRANDS = (
  'Fellmark, Norrvik, Calder & Wray, Osterley, Tramontane, Quillback, Haldane, Wexcombe, Ridgeline, Sundra, ' +
  'Pilgrim Works, Aldous, Kestrelway, Mistral Supply, Brackenfoot, Lodestar, Veldt, Corrie, Harbour & Pine, ' +
  'Tindra, Outbound Union, Larkspur, Moorgate, Zephyr Bay, Stonecrop'
).split(', ');
const MODELS = (
  'Transit, Meridian, Wayfarer, Drift, Commuter, Nomad, Juniper, Solstice, Harrier, Compass, Tundra, ' +
  'Pathfinder, Skyline, Bramble, Cascade, Ember, Fjord, Granite, Halcyon, Isthmus, Kodiak, Lumen, Marlin, ' +
  'Nimbus, Outrider, Pebble, Quarry, Rambler, Sparrow, Talus, Umbra, Vagabond'
).split(', ');
export const KINDS = [
  { name: 'Travel Backpack', category: 'Travel Backpacks', litres: [35, 40, 45], price: 140 },
  { name: 'Carry-On Pack', category: 'Carry-On Backpacks', litres: [28, 32, 36], price: 150 },
  { name: 'Daypack', category: 'Daypacks', litres: [15, 18, 22], price: 65 },
  { name: 'Laptop Backpack', category: 'Laptop Backpacks', litres: [20, 24, 26], price: 90 },
  { name: 'Trekking Pack', category: 'Hiking Backpacks', litres: [48, 55, 65], price: 170 },
  { name: 'Roll-Top Bag', category: 'Commuter Bags', litres: [19, 23, 27], price: 80 },
] as const;

/** Share of items of which something changes over the years, and of those that come out later than the first day. */
const CHANGING_SHARE = 0.35;
const LATE_SHARE = 0.3;

export function sampleItems(settings: SampleSettings): SampleItem[] {
  return Array.from({ length: settings.items }, (_, index) => sampleItem(settings, index));
}

function sampleItem(settings: SampleSettings, index: number): SampleItem {
  const random = createRandom(deriveSeed(settings.seed, 'sample-item', index));
  const kindIndex = random.int(KINDS.length);
  const kind = KINDS[kindIndex] ?? KINDS[0];
  const { brand, name } = productName(settings.seed, index, `${random.pick(kind.litres)}L ${kind.name}`);
  const first = SAMPLE_ASPECTS.map(() => bounded(0.1 + 0.55 * random.normal()));
  const releaseMs = random.next() < LATE_SHARE ? dayBetween(settings, random, 0.05, 0.6) : settings.startMs;
  return {
    itemId: `B0${code(deriveSeed(settings.seed, 'item-id', index), 4)}${code(index, 4)}`,
    name,
    brand,
    kind: kindIndex,
    price: priceOf(kind.price, first, random),
    popularity: Math.exp(0.8 * random.normal()),
    qualities: [{ fromMs: releaseMs, byAspect: first }, ...changeOf(settings, random, first, releaseMs)],
  };
}

/** One change on one date: one or two aspects get a good deal better or worse. */
function changeOf(
  settings: SampleSettings,
  random: Random,
  before: readonly number[],
  releaseMs: number,
): SampleItem['qualities'][number][] {
  if (random.next() >= CHANGING_SHARE) return [];
  const fromMs = Math.max(releaseMs + 180 * DAY_MS, dayBetween(settings, random, 0.35, 0.75));
  const after = [...before];
  for (const aspect of random.shuffle(before.map((_, index) => index)).slice(0, 1 + random.int(2))) {
    const quality = before[aspect] ?? 0;
    after[aspect] = bounded(quality + (quality > 0 ? -1 : 1) * (0.9 + 0.4 * random.next()));
  }
  return [{ fromMs, byAspect: after }];
}

/** An item's quality by aspect at a time. */
export function qualitiesAt(item: SampleItem, timestampMs: number): readonly number[] {
  const current = item.qualities.findLast(({ fromMs }) => fromMs <= timestampMs) ?? item.qualities[0];
  return current?.byAspect ?? [];
}

/** Good value makes a low price. */
function priceOf(usual: number, qualities: readonly number[], random: Random): number {
  const value = qualities[SAMPLE_ASPECTS.findIndex(({ key }) => key === 'price')] ?? 0;
  return Math.round(usual * (1 - 0.3 * value) * (0.85 + 0.3 * random.next())) - 0.05;
}

/** Steps through brands and models so that neighbours differ and no pair comes twice before all came once. */
function productName(seed: number, index: number, kind: string): { brand: string; name: string } {
  const pairs = BRANDS.length * MODELS.length;
  const place = (index * 487 + (seed % pairs)) % pairs;
  const brand = BRANDS[place % BRANDS.length] ?? '';
  const model = MODELS[Math.floor(place / BRANDS.length)] ?? '';
  const series = Math.floor(index / pairs);
  return { brand, name: `${brand} ${model} ${series === 0 ? '' : `Mk ${series + 1} `}${kind}` };
}

function dayBetween(settings: SampleSettings, random: Random, from: number, to: number): number {
  const days = (settings.endMs - settings.startMs) / DAY_MS;
  return settings.startMs + Math.round(days * (from + (to - from) * random.next())) * DAY_MS;
}

function bounded(quality: number): number {
  return Math.round(Math.max(-1, Math.min(1, quality)) * 1000) / 1000;
}

/** Base-36 capitals of fixed width. */
export function code(value: number, width: number): string {
  return value.toString(36).toUpperCase().padStart(width, '0').slice(-width);
}

/** One line of Amazon-like metadata. */
export function itemLine(item: SampleItem): string {
  const kind = KINDS[item.kind] ?? KINDS[0];
  return JSON.stringify({
    asin: item.itemId,
    title: item.name,
    categories: [['Luggage & Travel Gear', 'Backpacks', kind.category]],
    price: item.price,
    brand: item.brand,
    description: `${item.name}: a ${kind.name.toLowerCase()} by ${item.brand}.`,
  });
}
