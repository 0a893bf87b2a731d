import type { Server } from './organisation.ts';

/** A component of a segment: a measured wait, with what it was made of. */
export interface Part {
  readonly name: string;
  ms: number;
  /** names of children; they share the wait evenly */
  readonly children?: readonly string[];
}

export function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** `SRV=host:TOTAL-x=1.234|SMR=0.200(SMRDE=0.100|SMRC=0.100)|QDM=1.034`: the parts add up to the total. */
export function segmentOf(
  server: Server,
  total: 'TOTAL-FE' | 'TOTAL-SUB' | 'TOTAL-HUB',
  parts: readonly Part[],
  label: 'SRV' | 'LSRV' = 'SRV',
): string {
  const sum = parts.reduce((all, part) => all + part.ms, 0);
  const texts = parts.map((part) => `${part.name}=${seconds(part.ms)}${childrenOf(part)}`);
  return `${label}=${server.fqdn}:${[`${total}=${seconds(sum)}`, ...texts].join('|')}`;
}

function childrenOf({ ms, children = [] }: Part): string {
  if (children.length === 0) return '';
  const each = Math.floor(ms / children.length);
  const shares = children.map((_, i) => (i === 0 ? ms - each * (children.length - 1) : each));
  return `(${children.map((name, i) => `${name}=${seconds(shares[i] ?? 0)}`).join('|')})`;
}

/** As in 2010: whole seconds, and only what took one at least. */
export function wholeSeconds(server: Server, parts: readonly Part[]): string {
  const sum = parts.reduce((all, part) => all + part.ms, 0);
  const long = parts.filter((part) => part.ms >= 1000);
  const texts = long.map((part) => `${part.name}=${Math.floor(part.ms / 1000)}`);
  return `SRV=${server.fqdn}:${[`TOTAL=${Math.floor(sum / 1000)}`, ...texts].join('|')}`;
}
