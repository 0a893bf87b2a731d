import { isSystemAddress } from '../catalogue/system-mail.ts';
import { NumberSet } from './number-set.ts';
import type { Connection } from './open.ts';
import { createTextCache } from './text-cache.ts';

/** Those of the system as far as they are known: of any after `before`, all. */
export interface KnownSystem {
  readonly before: number;
  readonly system: ReadonlySet<number>;
}

/** Which addresses are of the system, by their numbers. */
export interface SystemAddresses {
  readonly known: KnownSystem;
  readonly has: (id: number) => boolean;
  /** Of an address that is added. */
  readonly note: (id: number, text: string) => void;
}

/**
 * Of addresses that come with a run it is noted at once: where each one is another, to read their texts again costs more than all else that is done
 * about traffic.
 */
export function createSystemAddresses(
  db: Connection,
  known: KnownSystem = { before: lastAddress(db), system: new Set() },
): SystemAddresses {
  const { before } = known;
  const system = new Set(known.system);
  const people = new NumberSet();
  const textOf = createTextCache(db, 'address');
  return {
    known: { before, system },
    note(id, text) {
      if (isSystemAddress(text)) system.add(id);
    },
    has(id) {
      if (system.has(id)) return true;
      if (id === 0 || id > before || people.has(id)) return false;
      const is = isSystemAddress(textOf(id));
      if (is) system.add(id);
      else people.add(id);
      return is;
    },
  };
}

function lastAddress(db: Connection): number {
  return db.prepare<[], number | null>('select max(id) from address').pluck().get() ?? 0;
}
