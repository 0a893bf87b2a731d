import { describe, expect, test } from 'vitest';
import { parseMessageInfo } from '../../src/formats/msgtrk-details/message-info.ts';
import type { DetailReport } from '../../src/model/latency.ts';
import type { RecipientReport } from '../../src/model/report.ts';
import { detailLines } from '../../src/render/detail-text.ts';
import { latencyLines } from '../../src/render/latency-text.ts';
import { secondsText } from '../../src/render/latency-told.ts';
import { createStyle } from '../../src/render/style.ts';
import type { View } from '../../src/render/style.ts';
import { hasActing } from '../support/acting.ts';

const VIEW: View = { width: 100, style: createStyle(false), zone: 'UTC', command: 'mailtrail' };

function recipient(name: string | null, changes: Partial<RecipientReport>): RecipientReport {
  return {
    recipient: name,
    state: 'delivered',
    stage: 'delivered',
    server: 'EX01',
    since: '2024-02-19T09:00:01.000Z',
    lastEventAt: '2024-02-19T09:00:10.000Z',
    ageSeconds: null,
    attempts: 0,
    stall: null,
    confidence: 'certain',
    reason: '',
    nextCheck: '',
    nextHop: null,
    mayAlsoBe: [],
    hops: [],
    ...changes,
  };
}

function measured(name: string, info: string, seconds: number | null): RecipientReport {
  const { segments } = parseMessageInfo(info);
  const at = '2024-02-19T09:00:10.000Z';
  const latency = { event: 'DELIVER/STOREDRIVER', at, originalArrivalAt: null, seconds, segments };
  return recipient(name, { latency });
}

const INFO =
  'SRV=EX01:TOTAL-FE=0.040|SMR=0.023|SMS=0.017;' +
  'SRV=EX02:TOTAL-HUB=7200|SMR=0.4(SMRC=0.3)|CAT=90(CATOS=80(CATSM=80(CATSM-Malware Agent=79)))|QDM=5000|SMS=9.5|QDM=2100';

test.each([
  [0, '0.000 s'],
  [13.8184, '13.818 s'],
  [-2.5, '-2.500 s'],
  [61, '1 min 1 s'],
  [-61, '-1 min 1 s'],
  [14_258.7, '3 h 57 min'],
])('%d s are %j', (seconds, text) => {
  expect(secondsText(seconds)).toBe(text);
});

describe('where the time went', () => {
  test('is a tree with its waits in words', () => {
    expect(latencyLines([measured('ann@contoso.example', INFO, 7200.04)], VIEW)).toEqual([
      'Where the time went: 2 h from its first arrival to DELIVER/STOREDRIVER',
      '  It waited 1 h 58 min in the queue for mailboxes on EX02, 2 times: 99 % of the time.',
      '  EX01 (front end)  0.040 s',
      '    2 others, 0.040 s',
      '  EX02 (transport)  2 h',
      '    1 min 30 s                               CAT  categorizer',
      '      1 min 20 s                             CATOS  categorizer: agents, when it is submitted (OnSu…',
      '        1 min 20 s                           CATSM  categorizer: an agent, when it is submitted',
      '    1 h 23 min         ##############        QDM  queue for mailboxes',
      '    9.500 s                                  SMS  sent by SMTP',
      '    35 min             ######                QDM  queue for mailboxes',
      '    1 other, 0.400 s',
      '',
    ]);
  });

  test('is told once for recipients with the same measures', () => {
    const short = 'SRV=EX01:TOTAL-HUB=1|CAT=1';
    const lines = latencyLines(
      [
        measured('ann@contoso.example', short, 1),
        measured('ben@contoso.example', INFO, 7200),
        measured('eve@contoso.example', short, 1),
        recipient('nobody@contoso.example', {}),
      ],
      VIEW,
    );
    expect(lines.filter((line) => line.startsWith('Where'))).toHaveLength(2);
    expect(lines[1]).toBe('  ann@contoso.example and eve@contoso.example');
    expect(lines).toContain('  ben@contoso.example');
  });

  test.each([
    ['add up to more', 'SRV=EX01:TOTAL-HUB=6|CAT=6;SRV=EX02:TOTAL-HUB=9|QDM=9', 12, '15.000 s'],
    ['take hardly more', 'SRV=EX01:TOTAL-HUB=6|CAT=6;SRV=EX02:TOTAL-HUB=7|QDM=7', 12, null],
    ['are one, measured by another clock', 'SRV=EX01:TOTAL-HUB=20|QDM=20', 12, null],
    [
      'are all that is known of it',
      'SRV=EX01:TOTAL-HUB=6|CAT=6;SRV=EX02:TOTAL-HUB=9|QDM=9',
      null,
      null,
    ],
  ])('says that services overlap where they %s', (_, info, whole, sum) => {
    const lines = latencyLines([measured('ann@contoso.example', info, whole)], VIEW);
    expect(lines.filter((line) => line.includes('overlap'))).toEqual(
      sum === null
        ? []
        : [`  Services overlap, or clocks differ: what they took adds up to ${sum}.`],
    );
  });

  test('is not told where nothing was measured', () => {
    expect(latencyLines([recipient('ann@contoso.example', {})], VIEW)).toEqual([]);
    expect(latencyLines([measured('ann@contoso.example', '', 3)], VIEW)).toEqual([]);
  });

  test('has no shares where clocks went back', () => {
    const lines = latencyLines(
      [measured('a@contoso.example', 'SRV=E:TOTAL-HUB=9|QDE=9', -5)],
      VIEW,
    );
    expect(lines[0]).toContain('-5.000 s');
    expect(lines).toContain('  It waited 9.000 s in the queue to the outside on E.');
  });

  test('fits its screen and acts on none, whatever the log says', () => {
    const evil = `SRV=\u001b[31m${'x'.repeat(500)}:TOTAL-\u202eHUB=5|A\u0007${'y'.repeat(500)}=5(${'B=3|'.repeat(500)})`;
    const many = Array.from({ length: 40 }, () => evil).join(';');
    for (const width of [40, 80, 120]) {
      const lines = latencyLines([measured('a\u001b@contoso.example', many, 5)], {
        ...VIEW,
        width,
      });
      expect(lines.some((line) => hasActing(line))).toBe(false);
      expect(lines.length).toBeLessThan(400);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(width, 160));
    }
  });
});

describe('an answer', () => {
  const DETAIL: DetailReport = {
    event: 'DEFER/SMTP',
    at: '2024-02-19T09:00:03.500Z',
    text: '421 4.4.2 Connection dropped',
    replyCode: 421,
    statusCode: '4.4.2',
    reason: null,
    meaning: null,
    host: 'mx1.fabrikam.example',
    ip: '192.0.2.7',
    nextTryAt: null,
    timesPutOff: 0,
  };

  test.each<[string, Partial<RecipientReport>, string[]]>([
    [
      'of one who waits',
      { state: 'retrying', detail: DETAIL },
      ['  Answer: mx1.fabrikam.example [192.0.2.7]: 421 4.4.2 Connection dropped'],
    ],
    [
      'of one who got it in the end',
      { state: 'delivered', detail: { ...DETAIL, host: null } },
      ['  Answer: 192.0.2.7: 421 4.4.2 Connection dropped (DEFER/SMTP at 2024-02-19 09:00:03Z)'],
    ],
    [
      'that acts on a terminal',
      { state: 'ndr', detail: { ...DETAIL, host: null, ip: null, text: 'a\u001b[31mb' } },
      ['  Answer: a\\u{1b}[31mb'],
    ],
    [
      'that is none, but a reason in words',
      {
        state: 'filtered',
        detail: {
          ...DETAIL,
          replyCode: null,
          statusCode: null,
          host: null,
          ip: null,
          text: 'silent',
        },
      },
      ['  The log says: silent'],
    ],
    ['that was not given', { state: 'ndr', detail: { ...DETAIL, text: null } }, []],
    ['of older logs', { state: 'ndr' }, []],
  ])('%s', (_, changes, lines) => {
    expect(detailLines(recipient('ann@contoso.example', changes), VIEW)).toEqual(lines);
  });
});
