import { firstLabel, foldHost, suffixOf } from '../model/host-name.ts';

export { firstLabel, foldHost, isSameHost, suffixOf } from '../model/host-name.ts';

/** How a name that a log gives for the next hop relates to the servers of this organisation. */
export type HostRelation =
  | { readonly kind: 'loaded'; readonly server: string; readonly probable: boolean }
  | { readonly kind: 'ours'; readonly probable: boolean }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unnamed' };

export interface OurHosts {
  /** Servers whose logs are loaded, as their logs name them. */
  readonly servers: readonly string[];
  /** DNS suffixes known to be those of our own servers, lower case. */
  readonly suffixes: ReadonlySet<string>;
  /** Patterns of `--ours`, with `*` and `?`. */
  readonly patterns: readonly string[];
}

/** Builds the function that places a next hop's name. Names match without case, a NetBIOS name against the first label. */
export function hostResolver(ours: OurHosts): (name: string | null) => HostRelation {
  const byName = new Map<string, string>();
  const byLabel = new Map<string, string[]>();
  for (const server of ours.servers) {
    const folded = foldHost(server);
    byName.set(folded, server);
    const label = firstLabel(folded);
    byLabel.set(label, [...(byLabel.get(label) ?? []), server]);
  }
  const patterns = ours.patterns.map(compilePattern);
  const cache = new Map<string, HostRelation>();

  return (name) => {
    if (name === null || name === '' || name === '-') return { kind: 'unnamed' };
    let relation = cache.get(name);
    if (relation === undefined) {
      relation = relate(foldHost(name), { byName, byLabel, patterns, suffixes: ours.suffixes });
      if (cache.size < 10_000) cache.set(name, relation);
    }
    return relation;
  };
}

interface Known {
  readonly byName: ReadonlyMap<string, string>;
  readonly byLabel: ReadonlyMap<string, readonly string[]>;
  readonly patterns: readonly ((host: string) => boolean)[];
  readonly suffixes: ReadonlySet<string>;
}

function relate(host: string, known: Known): HostRelation {
  const exact = known.byName.get(host);
  if (exact !== undefined) return { kind: 'loaded', server: exact, probable: false };
  const suffix = suffixOf(host);
  const sameLabel = known.byLabel.get(firstLabel(host)) ?? [];
  const loaded =
    suffix === null ? shortName(sameLabel) : fullName(sameLabel, suffix, known.suffixes);
  if (loaded !== null) return loaded;
  if (known.patterns.some((matches) => matches(host))) return { kind: 'ours', probable: false };
  if (suffix !== null && known.suffixes.has(suffix)) return { kind: 'ours', probable: true };
  return { kind: 'foreign' };
}

/** A NetBIOS name is the one server whose first label it is. */
function shortName(sameLabel: readonly string[]): HostRelation | null {
  const [only, ...others] = sameLabel;
  return only !== undefined && others.length === 0
    ? { kind: 'loaded', server: only, probable: false }
    : null;
}

/** A full name is the server with that NetBIOS name if its suffix is ours. */
function fullName(
  sameLabel: readonly string[],
  suffix: string,
  suffixes: ReadonlySet<string>,
): HostRelation | null {
  const server = sameLabel.find((name) => suffixOf(foldHost(name)) === null);
  if (server === undefined) return null;
  if (suffixes.has(suffix)) return { kind: 'loaded', server, probable: false };
  // Nothing is known about any suffix: the first label is all there is to go by.
  return suffixes.size === 0 ? { kind: 'loaded', server, probable: true } : null;
}

/** A pattern without a dot names a NetBIOS name, which is compared with the first label. */
function compilePattern(pattern: string): (host: string) => boolean {
  const folded = foldHost(pattern);
  const source = folded
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  const regex = new RegExp(`^${source}$`, 's');
  return folded.includes('.') ? (host) => regex.test(host) : (host) => regex.test(firstLabel(host));
}
