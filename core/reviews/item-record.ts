import { decodeHtmlEntities } from './html-entities.ts';
import type { Item } from './review.ts';

/** An item as a source tells of it; its name may be missing. */
export type SourceItem = Omit<Item, 'name'> & { readonly name: string | null };

/** Where each of our columns is found: the first source field that is there. Field names are compared in lower case. */
const ITEM_FIELDS = {
  item_id: ['item_id', 'parent_asin', 'asin', 'business_id', 'app_package', 'product id', 'product_id', 'id'],
  name: ['name', 'title', 'app_name', 'product_name'],
  categories: ['categories', 'category', 'app_category', 'main_category', 'main_cat'],
  price: ['price'],
  description: ['description', 'features', 'feature'],
} as const;
export type ItemColumn = keyof typeof ITEM_FIELDS;
export const ITEM_COLUMNS: readonly ItemColumn[] = ['item_id', 'name', 'categories', 'price', 'description'];

/**
 * Free attributes worth keeping. A positive list: sources also carry averages and counts over all time (stars,
 * review_count, salesRank, also_bought), which would let the future leak in.
 */
const ATTRIBUTE_FIELDS: ReadonlySet<string> = new Set([
  'brand',
  'store',
  'manufacturer',
  'developer',
  'city',
  'state',
  'neighborhood',
  'color',
  'material',
]);
const DESCRIPTION_LENGTH = 2000;

type Fields = ReadonlyMap<string, unknown>;

/** Our item column to the source's field, where the configuration names one. */
export type ItemMapping = Readonly<Partial<Record<ItemColumn, string>>>;

/** Reads one record (a JSON object or a CSV row) of any known source; null where it has no item id. */
export function itemFromRecord(
  record: Readonly<Record<string, unknown>>,
  mapping: ItemMapping = {},
): SourceItem | null {
  const fields = new Map(Object.entries(record).map(([name, value]) => [name.trim().toLowerCase(), value]));
  const itemId = plainText(field(fields, 'item_id', mapping));
  if (itemId === '') return null;
  const description = plainText(field(fields, 'description', mapping)).slice(0, DESCRIPTION_LENGTH);
  const name = plainText(field(fields, 'name', mapping));
  // A product list without a name column tells the name in its description (one short line).
  const isNameInDescription = name === '' && !hasNameField(fields, mapping) && description.length <= 300;
  return {
    itemId,
    name: (isNameInDescription ? description : name) || null,
    categories: categoriesOf(field(fields, 'categories', mapping), fields.has('business_id')),
    price: priceOf(field(fields, 'price', mapping)),
    description: isNameInDescription ? '' : description,
    attributes: attributesOf(fields),
  };
}

function field(fields: Fields, column: ItemColumn, mapping: ItemMapping): unknown {
  const mapped = mapping[column];
  const names = mapped === undefined ? ITEM_FIELDS[column] : [mapped.toLowerCase()];
  return names.map((name) => fields.get(name)).find((value) => plainText(value) !== '');
}

function hasNameField(fields: Fields, mapping: ItemMapping): boolean {
  return mapping.name !== undefined || ITEM_FIELDS.name.some((name) => fields.has(name));
}

/** Strings and numbers as text; lists of them joined; mark-up gone. */
function plainText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plainText).filter(Boolean).join(' ');
  if (typeof value !== 'string') return '';
  return decodeHtmlEntities(value.replaceAll(/<[^<>]{0,200}>/gu, ' '));
}

function categoriesOf(value: unknown, isCommaSeparated: boolean): string[] {
  const flat = Array.isArray(value)
    ? value.flat(2).map(plainText)
    : splitCategories(plainText(value), isCommaSeparated);
  return [...new Set(flat.map((category) => category.trim()).filter(Boolean))];
}

/** Yelp lists categories in one string with commas; elsewhere a comma may belong to a name ("Bags, Cases & Covers"). */
function splitCategories(text: string, isCommaSeparated: boolean): string[] {
  return text.split(isCommaSeparated ? /[,|]/u : /[|]/u);
}

function priceOf(value: unknown): number | null {
  const digits = /\d[\d,]*(?:\.\d+)?/u.exec(plainText(value))?.[0];
  const price = digits === undefined ? Number.NaN : Number(digits.replaceAll(',', ''));
  return Number.isFinite(price) ? price : null;
}

function attributesOf(fields: Fields): Record<string, string> {
  const kept = [...fields].filter(([name, value]) => ATTRIBUTE_FIELDS.has(name) && plainText(value) !== '');
  kept.sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(kept.map(([name, value]) => [name, plainText(value).slice(0, 200)]));
}
