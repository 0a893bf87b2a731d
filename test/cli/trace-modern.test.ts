import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { TraceReport } from '../../src/model/report.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail, ROOT } from './run.ts';

const folder = useTempFolder();
const ID = 'one@contoso.example';
const ARRIVAL = '2024-02-19T09:00:01.250Z';

/** A message to two recipients: one refused it, one got it after a while in a queue. */
const LINES: readonly MsgtrkFields[] = [
  {
    'recipient-address': 'ann@contoso.example;eve@fabrikam.example',
    'recipient-status': 'To;Cc',
    'message-info': '04I: ',
  },
  {
    'date-time': '2024-02-19T09:00:02.500Z',
    'event-id': 'FAIL',
    'client-hostname': 'EX01',
    'recipient-address': 'eve@fabrikam.example',
    'recipient-status':
      "'[{LED=550 5.1.1 RESOLVER.ADR.RecipNotFound; not found};{MSG=};{FQDN=mx1.fabrikam.example};{IP=192.0.2.7};{LRT=}]'",
    'message-info': `${ARRIVAL};LSRV=EX01:TOTAL-HUB=1.240|CAT=0.440|SMS=0.800`,
  },
  {
    'date-time': '2024-02-19T09:05:01.250Z',
    'event-id': 'DELIVER',
    source: 'STOREDRIVER',
    'client-hostname': 'EX01',
    'message-info': `${ARRIVAL};SRV=EX01:TOTAL-HUB=300|CAT=2(CATOS=1|X-OTHER=9)|QDM=298`,
  },
];

const NAME = 'MSGTRK2024021909-1.LOG';

/** The path of a log of these lines. */
function written(lines: readonly MsgtrkFields[]): string {
  const log = [...headerMsgtrk(), ...lines.map((fields) => lineMsgtrk(fields))];
  folder.write(NAME, `\uFEFF${log.join('\r\n')}\r\n`);
  return folder.at(NAME);
}

function reportOf(db: string): TraceReport {
  return JSON.parse(mailtrail(['trace', ID, '--json'], { db }).out);
}

test('trace tells why a modern server refused, and where the time went', () => {
  const db = folder.at('modern.db');
  mailtrail(['ingest', written(LINES)], { db });
  const text = mailtrail(['trace', ID], { db }).out;
  expect(text).toContain('mx1.fabrikam.example said');
  expect(text).toContain(
    'Answer: mx1.fabrikam.example [192.0.2.7]: 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
  );
  expect(text).toContain(
    'It waited 4 min 58 s in the queue for mailboxes on EX01: 99 % of the time.',
  );
  const report = reportOf(db);
  const [ann, eve] = report.messages[0]?.recipients ?? [];
  expect(ann?.detail).toBeUndefined();
  expect(ann?.latency).toMatchObject({ event: 'DELIVER/STOREDRIVER', seconds: 300 });
  expect(eve).toMatchObject({
    state: 'ndr',
    detail: { statusCode: '5.1.1', reason: 'RESOLVER.ADR.RecipNotFound' },
    latency: { event: 'FAIL/SMTP', seconds: 1.25 },
  });

  const schema = readFileSync(join(ROOT, 'docs/schemas/trace-message.json'), 'utf8');
  const strict = schema.replaceAll('"additionalProperties": true', '"additionalProperties": false');
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(strict));
  validate(report.messages[0]);
  expect(validate.errors ?? []).toEqual([]);
});

test('trace tells no more than is stored where neither archive nor file has the line', () => {
  const db = folder.at('unread.db');
  mailtrail(['ingest', '--no-archive', written(LINES)], { db });
  expect(reportOf(db).messages[0]?.recipients[1]?.detail?.statusCode).toBe('5.1.1');
  // Another log under the same name: what lies at the line's place is of another message.
  written(LINES.map((fields) => ({ ...fields, 'message-id': '<two@contoso.example>' })));
  const recipients = reportOf(db).messages[0]?.recipients ?? [];
  expect(recipients.map(({ state }) => state)).toEqual(['delivered', 'ndr']);
  for (const { detail, latency } of recipients)
    expect([detail, latency]).toEqual([undefined, undefined]);
});
