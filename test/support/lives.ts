import fc from 'fast-check';
import { ALL_EVENTS } from '../../src/catalogue/index.ts';
import type { HopEvent } from '../../src/lifecycle/hop.ts';
import { address, coverageOf, DAY, gap, HOUR, MINUTE, moment } from './life.ts';
import type { Line, LogSpec, Setting } from './life.ts';

const SERVERS = ['EXCH01', 'EXCH02', 'exch03.corp.example', 'BRIDGE01'];
const HOSTS = [
  ...SERVERS,
  'exch01.corp.example',
  'EXCH02.corp.example',
  'exch02.partner.example',
  'exch04.corp.example',
  'mx.partner.example',
  '10.1.0.12',
  'SMTP',
  '-',
];
const NAMES = ['amy', 'bob', 'carol', 'staff', 'EX:AMY', 'EX:BOB', 'EX:XKCD', 'EX:STAFF', '-'];

/** Ids of an ordinary life come far more often than the rest. */
const code = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1019, 1024, 1025, 1027, 1033, 1034, 1036) },
  { weight: 4, arbitrary: fc.constantFrom(1020, 1023, 1028, 1030, 1031, 1032, 1037, 1042) },
  { weight: 1, arbitrary: fc.constantFrom(...ALL_EVENTS.map(({ id }) => id)) },
  { weight: 1, arbitrary: fc.constantFrom(1077, 3, 99_999, 2_000_000_000) },
);

/** Few moments, so that many lines share one; around midnight, so that slots matter. */
const at = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map((step) => moment('23:55') + step * 30_000),
  fc.integer({ min: -3, max: 30 }).map((step) => moment('10:00') + step * 5 * MINUTE),
);

const host = fc.option(fc.constantFrom(...HOSTS), { freq: 2, nil: null });

const line = fc.record({
  server: fc.constantFrom(...SERVERS),
  recipient: fc.constantFrom(...NAMES).map(address),
  code,
  at,
  partner: host,
  clientHost: host,
});

/** Lines of one message, few or many, each with a place in the logs of its own. */
export const lives: fc.Arbitrary<readonly Line[]> = fc
  .oneof(
    fc.array(line, { minLength: 1, maxLength: 12 }),
    fc.array(line, { minLength: 10, maxLength: 40 }),
  )
  .map((lines) =>
    lines.map(({ server, recipient, partner, clientHost, ...mark }, index) => ({
      server,
      recipient,
      event: {
        mark: { ...mark, slot: Math.floor(mark.at / DAY), line: index + 1 },
        partner,
        clientHost,
      } satisfies HopEvent,
    })),
  );

const log: fc.Arbitrary<LogSpec | null> = fc.option(
  fc.record({
    span: fc.constantFrom('00:00-23:59:59', '9:00-19T12:00', '9:58-10:20', '17T00:00-18T10:05'),
    gaps: fc.constantFrom(
      [],
      [gap('10:10', '12:00')],
      [gap('19T00:00', '20T00:00', 'missing-day')],
    ),
    gapLimitMs: fc.constantFrom(HOUR, 3 * HOUR),
    exchange2000: fc.boolean(),
  }),
  { freq: 8, nil: null },
);

export const settings: fc.Arbitrary<Setting> = fc.record({
  logs: fc.record(Object.fromEntries(SERVERS.map((server) => [server, log]))),
  ours: fc.constantFrom([], ['exch0?*'], ['*']),
  suffixes: fc.constantFrom([], ['corp.example']),
  threshold: fc.constantFrom(0, 5 * MINUTE, 15 * MINUTE, 2 * HOUR),
});

/** The same, with logs that reach as far as the lines: what ingest makes of them. */
export function covering(setting: Setting, lines: readonly Line[]): Setting {
  const logs: Record<string, LogSpec | null> = { ...setting.logs };
  for (const { server, event } of lines) {
    const known = coverageOf(server, logs[server] ?? {});
    logs[server] = {
      ...known,
      from: Math.min(known.from, event.mark.at),
      to: Math.max(known.to, event.mark.at),
    };
  }
  return { ...setting, logs };
}

export function shuffled<T>(items: readonly T[], keys: readonly number[]): T[] {
  return items
    .map((item, index) => ({ item, key: keys[index % Math.max(1, keys.length)] ?? 0, index }))
    .toSorted((a, b) => a.key - b.key || b.index - a.index)
    .map(({ item }) => item);
}

export const order = fc.array(fc.integer(), { minLength: 1, maxLength: 30 });
