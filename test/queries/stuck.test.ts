import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { isSystemAddress } from '../../src/catalogue/system-mail.ts';
import { bucketOf } from '../../src/lifecycle/queue-shape.ts';
import type { FindRecord } from '../../src/model/report.ts';
import type { StuckReport } from '../../src/model/stuck-report.ts';
import { fileDb } from '../support/ingest.ts';
import { stuckOf } from '../support/queues.ts';
import { expectedRows, recordsOf } from '../support/records.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const LOGS = fileURLToPath(new URL('../../fixtures/logs', import.meta.url));
const folder = useTempFolder('file');
let stories = '';

beforeAll(async () => {
  stories = await fileDb(folder.at('stories.db'), [LOGS]);
});

const TIMES =
  '16T09:40 16T12:00 16T20:24:59 16T20:30 17T00:00 17T12:00 17T22:10 ' +
  '18T00:00 18T06:03:05 18T09:30 18T12:00 18T18:00 18T23:50';
const MOMENTS = [undefined, ...TIMES.split(' ').map((time) => `2004-02-${time}Z`)];

function isOpen({ state }: { readonly state: string }): boolean {
  return state === 'waiting' || state === 'retrying';
}

function nameOf({ messageId, recipient }: FindRecord): string {
  return `${messageId} ${recipient}`;
}

function counts({ rows }: StuckReport): Record<string, number> {
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
}

describe('what is stuck at the end of the logs', () => {
  it('is what the stories tell', () => {
    const stuck = expectedRows().filter((row) => isOpen(row) && row.place !== null);
    const people = stuck.filter(({ recipient }) => !isSystemAddress(recipient));
    const report = stuckOf(stories);
    expect(report.total.count).toBe(people.length);
    expect(report.stalled).toBe(people.length);
    expect(report.system).toBe(stuck.length - people.length);
    expect(report.inTransit).toEqual({ lost: 2, unlogged: 3 });
    expect(report.asOf).toBe('2004-02-18T23:59:56.000Z');
    const byServer: Record<string, number> = {};
    for (const { server } of people) byServer[server] = (byServer[server] ?? 0) + 1;
    expect(counts(stuckOf(stories, { by: 'server' }))).toEqual(byServer);
    const byStage: Record<string, number> = {};
    for (const { stage } of people) byStage[stage] = (byStage[stage] ?? 0) + 1;
    expect(counts(stuckOf(stories, { by: 'stage' }))).toEqual(byStage);
  });

  it('has rows by destination, sender and next hop, the worst first', () => {
    expect(stuckOf(stories).rows.map(({ key, count }) => `${key} ${count}`)).toMatchInlineSnapshot(`
      [
        "corp.example 10",
        "fax.corp.example 2",
        "(no domain) 2",
        "lawyers.example 1",
        "slowlink.example 1",
        "partner.example 1",
        "customer.example 1",
        "ministry.example 1",
      ]
    `);
    expect(counts(stuckOf(stories, { by: 'sender' }))).toMatchInlineSnapshot(`
      {
        "(no domain)": 1,
        "corp.example": 17,
        "supplier.example": 1,
      }
    `);
    expect(counts(stuckOf(stories, { by: 'next-hop' }))).toMatchInlineSnapshot(`
      {
        "(none)": 15,
        "mail.customer.example": 1,
        "mx.lawyers.example": 1,
        "mx.partner.example": 1,
        "mx.slowlink.example": 1,
      }
    `);
  });

  it('keeps what is too young apart', () => {
    const young = expectedRows().filter((row) => isOpen(row) && row.place === null);
    expect(young).toHaveLength(2);
    expect(stuckOf(stories).atLogEnd).toBe(2);
    // Of the two, what was handed over just now is lost once nothing is too young.
    const { atLogEnd, total, inTransit } = stuckOf(stories, { thresholdMs: 0 });
    expect(atLogEnd).toBe(0);
    expect(total.count).toBe(stuckOf(stories).total.count + 1);
    expect(inTransit.lost).toBe(stuckOf(stories).inTransit.lost + 1);
  });

  it('with a threshold of a day is what is that old', () => {
    const report = stuckOf(stories, { thresholdMs: 86_400_000 });
    expect(report).toMatchObject({ stalled: 1, total: { count: 1 }, inTransit: { lost: 0 } });
    // The 18 younger ones, two that may still arrive, two that were too young before.
    expect(report.atLogEnd).toBe(22);
    expect(report.rows.map(({ key }) => key)).toEqual(['lawyers.example']);
  });

  it('with mail of the system counts it', () => {
    const [without, all] = [stuckOf(stories), stuckOf(stories, { withSystem: true })];
    expect(all.total.count).toBe(without.total.count + without.system);
    expect(all.system).toBe(0);
    expect(all.oldest.some(({ recipient }) => isSystemAddress(recipient))).toBe(true);
  });

  it('counts each message once where it is asked to', () => {
    const messages = stuckOf(stories, { unit: 'messages', by: 'server' });
    const recipients = stuckOf(stories, { by: 'server', limit: 0 });
    const ids = new Set(recipients.oldest.map(({ messageId }) => messageId));
    expect(messages.total.count).toBe(ids.size);
    expect(messages.total.count).toBeLessThan(recipients.total.count);
    expect(messages.total.oldestSeconds).toBe(recipients.total.oldestSeconds);
    for (const { count, buckets } of [messages.total, ...messages.rows])
      expect(buckets.reduce((sum, each) => sum + each)).toBe(count);
    // A message that is stuck on two servers is one in each row.
    const rows = Object.values(counts(messages)).reduce((sum, count) => sum + count);
    expect(rows).toBeGreaterThan(messages.total.count);
  });

  it.each(MOMENTS)('%s: lists what stalled last, the newest first', (asOf) => {
    const asked = asOf === undefined ? {} : { asOf };
    const all = stuckOf(stories, { ...asked, limit: 0, newest: true });
    const stalled = all.oldest.filter(({ stall }) => stall !== null);
    expect(all.newest?.map(nameOf).toSorted()).toEqual(stalled.map(nameOf).toSorted());
    expect(all.newest).toHaveLength(all.stalled);
    const times = all.newest?.map(({ since }) => since) ?? [];
    expect(times).toEqual(times.toSorted().toReversed());
    const three = stuckOf(stories, { ...asked, limit: 3, newest: true });
    expect(three.newest).toEqual(all.newest?.slice(0, 3));
    const { newest: _, ...others } = three;
    expect(others).toEqual(stuckOf(stories, { ...asked, limit: 3 }));
  });

  it('lists ten of the oldest, or all', () => {
    const ten = stuckOf(stories).oldest;
    const { oldest, total } = stuckOf(stories, { limit: 0 });
    expect(ten).toEqual(oldest.slice(0, 10));
    expect(oldest).toHaveLength(total.count);
    expect(oldest.map(({ since }) => since)).toEqual(oldest.map(({ since }) => since).toSorted());
  });
});

function keys(list: readonly { messageId: string; recipient: string | null }[]): string[] {
  return list.map(({ messageId, recipient }) => `${messageId} ${recipient}`).toSorted();
}

describe('at any moment', () => {
  it.each(MOMENTS)('%s: the same as counted from all records', (asOf) => {
    const records = recordsOf(stories, asOf === undefined ? null : Date.parse(asOf));
    const isSystem = (record: (typeof records)[number]): boolean =>
      isSystemAddress(record.sender) || isSystemAddress(record.recipient);
    const people = records.filter((record) => !isSystem(record));
    const report = stuckOf(stories, { ...(asOf === undefined ? {} : { asOf }), limit: 0 });
    const isYoung = ({ ageSeconds }: { ageSeconds: number | null }): boolean =>
      asOf === undefined && (ageSeconds ?? 0) < 900;
    const open = people.filter((record) => isOpen(record) && !isYoung(record));
    const buckets = report.bucketMinutes.map(
      (_, bucket) => open.filter(({ ageSeconds }) => bucketOf(ageSeconds ?? 0) === bucket).length,
    );
    expect(report.total).toMatchObject({ count: open.length, buckets });
    expect(report.total.oldestSeconds).toBe(
      open.length === 0 ? null : Math.max(...open.map(({ ageSeconds }) => ageSeconds ?? 0)),
    );
    expect(report.stalled).toBe(open.filter(({ stall }) => stall !== null).length);
    expect(report.inTransit).toEqual({
      lost: people.filter(({ state }) => state === 'lost').length,
      unlogged: people.filter(({ state }) => state === 'unlogged').length,
    });
    expect(report.system).toBe(
      records.filter((record) => isOpen(record) && isSystem(record)).length,
    );
    expect(keys(report.oldest)).toEqual(keys(open));
  });

  it.each(MOMENTS)('%s: rows add up to the total', (asOf) => {
    for (const by of ['destination', 'server', 'stage', 'sender', 'next-hop'] as const) {
      const { rows, total } = stuckOf(stories, { by, ...(asOf === undefined ? {} : { asOf }) });
      expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(total.count);
      for (const [bucket, count] of total.buckets.entries())
        expect(rows.reduce((sum, { buckets }) => sum + (buckets[bucket] ?? 0), 0)).toBe(count);
    }
  });

  it('before the end of the log nothing is too young to tell', () => {
    const report = stuckOf(stories, { asOf: '2004-02-18T12:00:00Z' });
    expect(report.atLogEnd).toBe(0);
    expect(report.total.count).toBeGreaterThanOrEqual(report.stalled);
  });

  it('before the first line nothing is known', () => {
    expect(stuckOf(stories, { asOf: '2004-02-15T00:00:00Z' })).toMatchObject({
      asOf: null,
      total: { count: 0, oldestSeconds: null, trend: 'empty' },
      rows: [],
      oldest: [],
      atLogEnd: 0,
    });
  });

  it('after the last line is the end of the logs', () => {
    expect(stuckOf(stories, { asOf: '2005-01-01T00:00:00Z' })).toEqual(stuckOf(stories));
  });
});
