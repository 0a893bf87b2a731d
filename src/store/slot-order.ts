import type { SlotOrder } from '../lifecycle/order.ts';

/** Orders log slots by name, numbers in it by value: `20040218-2` before `20040218-10`. Modern logs come by service first. */
export function slotOrderBy(nameOf: (slot: number) => string): SlotOrder {
  return (a, b) => compareNames(nameOf(a), nameOf(b));
}

export function compareNames(a: string, b: string): number {
  const order = compareParts(byService(a), byService(b));
  return order === 0 ? compareParts(a, b) : order;
}

/** The services of one modern server, in the order in which a message comes to them. */
const SERVICES: Readonly<Record<string, string>> = { m: 'a', ms: 'b', '': 'c', ma: 'd', md: 'e' };

/** A modern log's name with its service in that order: `msgtrkms2024021909-1` before `msgtrk2024021909-1`. */
function byService(name: string): string {
  return name.replace(
    /^msgtrk([a-z]{0,2})(?=\d)/,
    (whole, service: string) => `msgtrk${SERVICES[service] ?? whole}`,
  );
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
