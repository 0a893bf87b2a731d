import type { FormatName } from '../model/format-names.ts';
import type { Store } from './reader.ts';

/** Whether any log of that format was read. */
export function holdsFormat({ db }: Store, format: FormatName): boolean {
  return db.prepare('select 1 from source where format = ? limit 1').get(format) !== undefined;
}
