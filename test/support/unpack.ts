import type { NewTexts } from '../../src/ingest/pack/intern-table.ts';
import type {
  HourCount,
  PackedLines,
  ServerTraits,
  Tables,
} from '../../src/ingest/pack/packed-batch.ts';
import type { Hop, HostMark } from '../../src/lifecycle/hop.ts';
import { HOP } from '../../src/lifecycle/packed-hops.ts';
import { hopFromPacked } from './packed-hop.ts';

export interface NamedEvent {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  readonly at: number;
  readonly code: number;
  readonly message: string | null;
  readonly recipient: string | null;
  readonly server: string | null;
  readonly partner: string | null;
  readonly client: string | null;
}

export interface NamedFacts {
  readonly message: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly rank: number;
  readonly at: number;
  readonly line: number;
  readonly sender: string | null;
  readonly subject: string | null;
  readonly sizeBytes: number | null;
  readonly recipientCount: number | null;
  readonly originatedAt: number | null;
}

interface NamedHop {
  readonly message: string | null;
  readonly recipient: string | null;
  readonly server: string | null;
  readonly hop: Hop;
}

/** What packed lines say, with names for numbers. */
export interface NamedLines {
  /** In order of line. */
  readonly events: readonly NamedEvent[];
  readonly hops: readonly NamedHop[];
  readonly facts: readonly NamedFacts[];
  readonly links: readonly (readonly [string | null, string | null])[];
  readonly hours: readonly (Omit<HourCount, 'server'> & { readonly server: string | null })[];
  readonly servers: readonly (Omit<ServerTraits, 'server'> & { readonly server: string | null })[];
  readonly firstServer: string | null;
  readonly serverName: string | null;
}

type Names = Readonly<Record<keyof Tables, (number: number) => string | null>>;

/** Unpacks the batches of one packer, in the order in which it gave them: each text is told once. */
export type Unpack = (lines: PackedLines) => NamedLines;

export function createUnpacker(): Unpack {
  const texts = {
    messages: new Map<number, string>(),
    addresses: new Map<number, string>(),
    hosts: new Map<number, string>(),
    servers: new Map<number, string>(),
  };
  const nameIn =
    (table: keyof Tables) =>
    (number: number): string | null => {
      if (number < 0) return null;
      const text = texts[table].get(number);
      if (text === undefined) throw new Error(`${table} ${number} was never told`);
      return text;
    };
  const names: Names = {
    messages: nameIn('messages'),
    addresses: nameIn('addresses'),
    hosts: nameIn('hosts'),
    servers: nameIn('servers'),
  };

  return (lines) => {
    learn(texts.messages, lines.tables.messages);
    learn(texts.addresses, lines.tables.addresses);
    learn(texts.hosts, lines.tables.hosts);
    learn(texts.servers, lines.tables.servers);
    const nameServer = <T extends { readonly server: number }>(one: T) => ({
      ...one,
      server: names.servers(one.server),
    });
    return {
      events: eventsOf(lines, names),
      hops: hopsOf(lines, names),
      facts: factsOf(lines, names),
      links: linksOf(lines, names),
      hours: lines.hours.map(nameServer),
      servers: lines.servers.map(nameServer),
      firstServer: names.servers(lines.firstServer),
      serverName: lines.serverName,
    };
  };
}

/** Number 0 begins a new generation. */
function learn(texts: Map<number, string>, { from, texts: added, respelled }: NewTexts): void {
  if (from === 0) texts.clear();
  if (from !== texts.size) throw new Error(`${from} follows ${texts.size}`);
  for (const [index, text] of added.entries()) texts.set(from + index, text);
  for (const [number, text] of respelled) texts.set(number, text);
}

function eventsOf({ events }: PackedLines, names: Names): NamedEvent[] {
  return Array.from({ length: events.count }, (_, i) => ({
    line: events.line[i] ?? 0,
    offset: events.offset[i] ?? 0,
    length: events.length[i] ?? 0,
    at: events.at[i] ?? 0,
    code: events.code[i] ?? 0,
    message: names.messages(events.message[i] ?? 0),
    recipient: names.addresses(events.recipient[i] ?? 0),
    server: names.servers(events.server[i] ?? 0),
    partner: names.hosts(events.partner[i] ?? 0),
    client: names.hosts(events.client[i] ?? 0),
  })).toSorted((a, b) => a.line - b.line);
}

function hopsOf({ hops }: PackedLines, names: Names): NamedHop[] {
  const named = (mark: HostMark<number> | null): HostMark | null =>
    mark && { ...mark, host: names.hosts(mark.host) ?? '' };
  return Array.from({ length: hops.length / HOP.width }, (_, index) => {
    const at = index * HOP.width;
    const hop = hopFromPacked(hops, at, 0, (number) => number);
    return {
      message: names.messages(hops[at + HOP.message] ?? 0),
      recipient: names.addresses(hops[at + HOP.recipient] ?? 0),
      server: names.servers(hops[at + HOP.server] ?? 0),
      hop: { ...hop, nextHop: named(hop.nextHop), client: named(hop.client) },
    };
  });
}

function factsOf({ facts }: PackedLines, names: Names): NamedFacts[] {
  return Array.from({ length: facts.count }, (_, i) => ({
    message: names.messages(facts.message[i] ?? 0),
    firstAt: facts.firstAt[i] ?? 0,
    lastAt: facts.lastAt[i] ?? 0,
    rank: facts.rank[i] ?? 0,
    at: facts.at[i] ?? 0,
    line: facts.line[i] ?? 0,
    sender: names.addresses(facts.sender[i] ?? 0),
    subject: facts.subject[i] ?? null,
    sizeBytes: numberOrNull(facts.sizeBytes[i]),
    recipientCount: numberOrNull(facts.recipientCount[i]),
    originatedAt: numberOrNull(facts.originatedAt[i]),
  }));
}

function numberOrNull(value = Number.NaN): number | null {
  return Number.isNaN(value) ? null : value;
}

function linksOf({ links }: PackedLines, names: Names): [string | null, string | null][] {
  return Array.from({ length: links.length / 2 }, (_, i) => [
    names.messages(links[i * 2] ?? 0),
    names.messages(links[i * 2 + 1] ?? 0),
  ]);
}
