import type { SlotOrder } from '../lifecycle/order.ts';
import { MSGTRK_LOGS } from '../model/msgtrk-slot.ts';

const LETTER_A = 97;

/** Orders log slots by name, numbers in it by value: `20040218-2` before `20040218-10`. Modern logs come by log first. */
export function slotOrderBy(nameOf: (slot: number) => string): SlotOrder {
  return (a, b) => compareNames(nameOf(a), nameOf(b));
}

export function compareNames(a: string, b: string): number {
  const order = compareParts(byLog(a), byLog(b));
  return order === 0 ? compareParts(a, b) : order;
}

/** A modern log's name with a letter for the log, in the order that a message goes through them: `msgtrkms2024021909-1` before `msgtrk2024021909-1`. */
function byLog(name: string): string {
  return name.replace(/^msgtrk[a-z]{0,2}(?=\d)/, (log) => {
    const place = MSGTRK_LOGS.findIndex((one) => one.toLowerCase() === log);
    return place < 0 ? log : `msgtrk${String.fromCodePoint(LETTER_A + place)}`;
  });
}

function compareParts(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = comparePart(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  if (left.length !== right.length) return left.length - right.length;
  return a < b ? -1 : Number(a > b);
}

function comparePart(a: string, b: string): number {
  if (/^\d/.test(a) && /^\d/.test(b)) {
    const left = a.replace(/^0+/, '');
    const right = b.replace(/^0+/, '');
    if (left.length !== right.length) return left.length - right.length;
    return left < right ? -1 : Number(left > right);
  }
  return a < b ? -1 : Number(a > b);
}
