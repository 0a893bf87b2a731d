import { beforeAll, describe, expect, it } from 'vitest';
import type { DailyReport } from '../../src/model/daily-report.ts';
import { fileDb } from '../support/ingest.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';
import { log2003 } from '../support/log-2003.ts';
import type { Fields2003 } from '../support/log-2003.ts';
import { dayOf } from '../support/queues.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder('file');

/** `0:5:30` after a number of seconds. */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 3600)}:${Math.floor(seconds / 60) % 60}:${seconds % 60} GMT`;
}

function line(day: number, seconds: number, event: number, id: string): Partial<Fields2003> {
  return { date: `2004-2-${day}`, time: clock(seconds), event, id };
}

/** A message that is taken in at that second of the day and ends by that event after so many seconds. */
function life(
  day: number,
  at: number,
  took: number,
  end = 1028,
  changes: Partial<Fields2003> = {},
) {
  const id = `${day}-${at}-${took}-${end}@corp.example`;
  return [
    { ...line(day, at, 1019, id), ...changes },
    { ...line(day, at + took, end, id), ...changes },
  ];
}

async function load(name: string, days: Readonly<Record<number, Partial<Fields2003>[]>>) {
  for (const [day, lines] of Object.entries(days))
    folder.write(`${name}/EXCH01.log/200402${day}.log`, log2003(lines));
  return fileDb(folder.at(`${name}.db`), [folder.at(name)]);
}

describe('latency', () => {
  let day: DailyReport;
  beforeAll(async () => {
    // 1 to 20 seconds by 19 messages, and one of 200.
    const quick = Array.from({ length: 19 }, (_, index) => life(18, 3600 + index * 60, index + 1));
    const file = await load('latency', {
      18: [
        ...quick.flat(),
        ...life(18, 7200, 200, 1031, { partner: 'mx.partner.example' }),
        ...life(18, 9000, 5, 1030),
        ...life(18, 10_000, 5, 1028, { sender: 'EXCH01-IS@corp.example' }),
      ],
    });
    day = dayOf(file, '2004-02-18');
  });

  it('is of what ended well, without mail of the system', () => {
    const { byStage, ...all } = day.latency;
    expect(all).toEqual({
      count: 20,
      p50Seconds: 10,
      p95Seconds: 19,
      p99Seconds: 200,
      underNinetySecondsShare: 0.95,
    });
    expect(byStage).toMatchObject([
      { stage: 'delivered', count: 19, p50Seconds: 10, p95Seconds: 19, p99Seconds: 19 },
      { stage: 'transferred', count: 1, p50Seconds: 200, underNinetySecondsShare: 0 },
    ]);
  });

  it('goes with what came and went by the hour', () => {
    const { hours } = day.throughput;
    expect(hours).toHaveLength(24);
    expect(hours[1]).toEqual({ at: '2004-02-18T01:00:00.000Z', in: 19, out: 19 });
    // The one that ended badly came in and did not go out.
    expect(hours[2]).toEqual({ at: '2004-02-18T02:00:00.000Z', in: 2, out: 1 });
  });
});

describe('throughput', () => {
  it('counts recipients, a hand-over to another server of ours not', async () => {
    folder.write(
      'ways/EXCH01.log/20040218.log',
      log2003([
        { ...line(18, 60, 1019, 'two@exch01.corp.example'), recipients: 2 },
        { ...line(18, 61, 1031, 'two@exch01.corp.example'), partner: 'EXCH02', recipients: 2 },
        {
          ...line(18, 62, 1028, 'two@exch01.corp.example'),
          recipient: 'cat@corp.example',
          recipients: 2,
        },
      ]),
    );
    folder.write(
      'ways/EXCH02.log/20040218.log',
      log2003([
        { ...line(18, 64, 1019, 'two@exch01.corp.example'), server: 'EXCH02', recipients: 2 },
        { ...line(18, 70, 1028, 'two@exch01.corp.example'), server: 'EXCH02', recipients: 2 },
      ]),
    );
    const file = await fileDb(folder.at('ways.db'), [folder.at('ways')]);
    const { throughput, latency } = dayOf(file, '2004-02-18');
    expect(throughput.hours[0]).toMatchObject({ in: 2, out: 2 });
    expect(latency).toMatchObject({ count: 2, p50Seconds: 2, p99Seconds: 10 });
  });

  it.each([
    ['2004-03-28', 'Europe/Paris', 23],
    ['2004-10-31', 'Europe/Paris', 25],
    ['2004-03-28', 'UTC', 24],
    ['2004-10-31', 'Australia/Lord_Howe', 24],
  ])('%s in %s has %i hours', async (date, zone, hours) => {
    const file = await load(`zones-${date}-${zone.slice(-5)}`, { 18: life(18, 60, 1) });
    const day = dayOf(file, date, { zone });
    expect(day.throughput.hours).toHaveLength(hours);
    expect((Date.parse(day.day.to) - Date.parse(day.day.from)) / 3_600_000).toBe(
      zone.startsWith('Aus') ? 23.5 : hours,
    );
  });
});

function messages(day: number, count: number, end = 1028) {
  return Array.from({ length: count }, (_, index) => life(day, 3600 + index * 60, 1, end)).flat();
}

describe('changes', () => {
  it('are against the median of the days before that have logs', async () => {
    const file = await load('changes', {
      10: messages(10, 50),
      14: messages(14, 10),
      15: messages(15, 12),
      17: messages(17, 40),
      18: [...messages(18, 25), ...messages(18, 6, 1030)],
    });
    const of = (date: string): unknown =>
      dayOf(file, date).changes.map(
        ({ measure, today, median, days, notable }) =>
          `${measure} ${today} / ${median} of ${days}${notable ? ' !' : ''}`,
      );
    expect(of('2004-02-18')).toEqual([
      'in 31 / 12 of 3 !',
      'out 25 / 12 of 3 !',
      'slow 0 / 0 of 3',
      'ndr 6 / 0 of 3 !',
      'badmail 0 / 0 of 3',
      'failed 0 / 0 of 3',
      'filtered 0 / 0 of 3',
      'absorbed 0 / 0 of 3',
    ]);
    // Of two days, half of both.
    expect(of('2004-02-16')).toMatchObject({ 0: 'in 0 / 12 of 3 !', 1: 'out 0 / 12 of 3 !' });
    expect(of('2004-02-15')).toMatchObject({ 0: 'in 12 / 30 of 2 !' });
    expect(of('2004-02-10')).toEqual([]);
  });
});

describe('latency of modern messages', () => {
  const ARRIVAL = '2024-02-19T08:59:00.000Z';
  const WITHOUT_NETWORK_ID = { 'network-message-id': '' };

  /** What a mailbox server tells of a message that another one took in. */
  async function tookSeconds(name: string, changes: MsgtrkFields): Promise<number | null> {
    const common = { 'client-hostname': 'EX02', 'server-hostname': 'EX02', ...changes };
    const delivered = {
      ...common,
      'date-time': '2024-02-19T09:00:04.000Z',
      'event-id': 'DELIVER',
      source: 'STOREDRIVER',
      'message-info': `${ARRIVAL};SRV=EX01:TOTAL-HUB=60;SRV=EX02:TOTAL-HUB=3`,
      ...changes,
    };
    const log = [...headerMsgtrk(), lineMsgtrk(common), lineMsgtrk(delivered)];
    folder.write(`${name}/MSGTRKMD2024021909-1.LOG`, `${log.join('\r\n')}\r\n`);
    const file = await fileDb(folder.at(`${name}.db`), [folder.at(name)]);
    return dayOf(file, '2024-02-19').latency.p50Seconds;
  }

  it.each<[string, MsgtrkFields, number]>([
    ['is from the arrival on a server whose log is not loaded', {}, 64],
    ['is from the first line where none tells the arrival', { 'message-info': '' }, 2],
    ['is not from an arrival after the first line', { 'message-info': '2024-02-19T09:00:03Z' }, 2],
    ['is from the first line before 2013', WITHOUT_NETWORK_ID, 2],
  ])('%s', async (name, changes, seconds) => {
    expect(await tookSeconds(name.replaceAll(' ', '-'), changes)).toBe(seconds);
  });
});
