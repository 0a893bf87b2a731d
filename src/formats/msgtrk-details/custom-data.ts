import { splitList } from '../msgtrk-lists.ts';

/** `S:E2ELatency=1.928` */
export interface CustomDatum {
  /** `S` a string; other letters are types of numbers. Null where none is written. */
  readonly type: string | null;
  readonly key: string;
  /** Null where the item is a word alone. It may hold `=` and `|` itself. */
  readonly value: string | null;
}

const TYPE = /^([A-Z][A-Za-z0-9]{0,3}):/;

/** The items of `custom-data`, in their order; a key may stand there twice. */
export function parseCustomData(field: string): CustomDatum[] {
  return splitList(field)
    .filter((item) => item !== '')
    .map((item) => {
      const type = TYPE.exec(item);
      const rest = type === null ? item : item.slice(type[0].length);
      const equals = rest.indexOf('=');
      return {
        type: type?.[1] ?? null,
        key: equals < 0 ? rest : rest.slice(0, equals),
        value: equals < 0 ? null : rest.slice(equals + 1),
      };
    });
}
