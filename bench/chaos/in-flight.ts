import type { Asked } from './counting-endpoint.ts';
import type { ProcessName } from './victims.ts';

export interface Kill {
  readonly atMs: number;
  readonly processes: readonly ProcessName[];
}

/** A request on its way when its process died may arrive a moment after. */
const ON_ITS_WAY_MS = 250;

/**
 * What was in flight at each kill: sent by a process that was killed, and its reply not in the journal, neither then nor
 * later (the dead write nothing). `paid` are the serials that the journal names. A request is a repeat where its body had
 * been asked before; it is explained where what was asked before was in flight at a kill.
 */
export function inFlightAtKills(
  asked: readonly Asked[],
  kills: readonly Kill[],
  paid: ReadonlySet<number>,
  secondKey: string,
) {
  const senderOf = ({ key, isLabel }: Asked): ProcessName =>
    isLabel ? 'compute worker' : key === secondKey ? 'second dialogs worker' : 'dialogs worker';
  /** The first kill of its sender after it was sent; null: none, so it was lost some other way. */
  const killOf = (entry: Asked): Kill | null =>
    kills.find(
      ({ atMs, processes }) => processes.includes(senderOf(entry)) && entry.arrivedMs <= atMs + ON_ITS_WAY_MS,
    ) ?? null;
  const lost = asked.filter(({ serial }) => !paid.has(serial)).map((entry) => ({ entry, kill: killOf(entry) }));
  const later = (entry: Asked): boolean =>
    asked.some(({ serial, bodyHash }) => bodyHash === entry.bodyHash && serial > entry.serial);
  const kinds = [...new Set(kills.map(({ processes }) => processes.join(' + ')))];
  const rows = kinds.map((processes) => {
    const here = lost.filter(({ kill }) => kill?.processes.join(' + ') === processes);
    return {
      processes,
      times: kills.filter((kill) => kill.processes.join(' + ') === processes).length,
      inFlight: here.length,
      repeated: here.filter(({ entry }) => later(entry)).length,
    };
  });
  const ages = lost.flatMap(({ entry, kill }) =>
    kill === null || entry.answeredMs === null ? [] : [kill.atMs - entry.answeredMs],
  );
  return {
    rows,
    repeats: asked.length - new Set(asked.map(({ bodyHash }) => bodyHash)).size,
    bound: lost.filter(({ kill }) => kill !== null).length,
    unexplained: lost.filter(({ kill }) => kill === null).length,
    oldestMs: Math.max(0, ...ages),
  };
}
