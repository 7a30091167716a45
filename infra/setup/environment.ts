import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The environment as set-up reads it and hands it to pip and g++ (proxies, registries, PATH). */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder that all checkouts of a user share: `CONVRECSTUDIO_CACHE`, else the XDG cache, else `~/.cache`. */
export function cacheFolder(env: Environment): string {
  const own = env['CONVRECSTUDIO_CACHE'];
  if (own !== undefined && own !== '') return resolve(own);
  const xdg = env['XDG_CACHE_HOME'];
  // The XDG specification: a relative path is to be ignored.
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.cache');
  return join(base, 'convrecstudio');
}

/** e.g. "linux-x64": the key of the pinned tables. */
export type Platform = `${string}-${string}`;

export function currentPlatform(): Platform {
  return `${process.platform}-${process.arch}`;
}
