/** Lower case, without brackets, trailing dot or surrounding space. */
export function foldHost(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

export function firstLabel(host: string): string {
  const dot = host.indexOf('.');
  return dot < 0 || isAddress(host) ? host : host.slice(0, dot);
}

/** The part after the first label; null for a NetBIOS name or an IP address. */
export function suffixOf(host: string): string | null {
  const dot = host.indexOf('.');
  return dot < 0 || isAddress(host) ? null : host.slice(dot + 1);
}

/** Two names of one host: without case, a NetBIOS name against the other's first label. */
export function isSameHost(one: string, other: string): boolean {
  const [a, b] = [foldHost(one), foldHost(other)];
  if (a === b) return true;
  return (suffixOf(a) === null || suffixOf(b) === null) && firstLabel(a) === firstLabel(b);
}

function isAddress(host: string): boolean {
  return /^\d+(\.\d+){3}$/.test(host) || host.includes(':');
}

/** The longest name that a host can have, in characters (RFC 1035, 2.3.4). SQLite takes no pattern of 50,000. */
export const LONGEST_HOST = 255;
