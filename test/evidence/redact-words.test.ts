import { expect, it } from 'vitest';
import { profileText } from '../../src/evidence/bag/bag-info.ts';
import { custodyLine } from '../../src/evidence/custody-chain.ts';
import { methodText } from '../../src/evidence/method.ts';
import { payloadFiles } from '../../src/evidence/payload/payload.ts';
import { LeakSearch, refuseLeaks } from '../../src/evidence/redact/leaks.ts';
import type { Leak } from '../../src/evidence/redact/leaks.ts';
import { redactCase } from '../../src/evidence/redact/redact-case.ts';
import type { RedactedCase } from '../../src/evidence/redact/redact-case.ts';
import { caseOfAll } from '../support/evidence-case.ts';
import { fileDb } from '../support/ingest.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const OPTIONS = { key: Buffer.alloc(32, 7), parentManifestSha256: 'a'.repeat(64) };

const FIRST_ENTRY = custodyLine({
  seq: 1,
  at: '2004-02-20T10:00:00.000Z',
  action: 'export',
  actor: 'J. Doe',
  host: null,
  tool: 'mailtrail 1.0.0',
  text: 'exported 3 messages',
  manifestSha256: 'b'.repeat(64),
  previous: null,
});

const folder = useTempFolder();

/** What is found in the files of the bag, by their path. */
async function leaksOf({ redacted, redaction, asked, secrets }: RedactedCase): Promise<Leak[]> {
  const leaks: Leak[] = [];
  const method = methodText({ given: redacted, asked, redacted: true, includesSources: false });
  const files = [
    ...payloadFiles(redacted, { tz: 'UTC', redaction }),
    { path: 'method.md', content: [method] },
    { path: 'profile.json', content: [profileText()] },
    { path: 'custody.jsonl', content: [FIRST_ENTRY] },
  ];
  for (const { path, content } of files) {
    const search = new LeakSearch(secrets, path);
    for await (const piece of content) search.add(piece);
    leaks.push(...search.end());
  }
  return leaks;
}

/** Words that every bag holds, as names of everything. */
const WORDS = [
  'mail',
  'server',
  'Test',
  'Status',
  'log',
  'message',
  'sha256',
  'sha256sum',
  'line_sha256',
  'raw',
  'delivered',
  'remote-queue',
  'utf-8',
  'event',
  'directive',
  '1',
  '17',
  '1019',
  '2004',
  '2004-02-18',
  'manifest-sha256.txt',
  'What was read, and what was not',
  'SMTP submit message to AQ',
  'RECEIVE',
  'smtp',
  'Storedriver',
  'DUPLICATEDELIVER',
  'accepted by SMTP',
  'redacted.invalid',
  'ip',
  'host',
  'person',
  'data',
  'x',
  // What raw lines keep, and what stands outside data/.
  '2004-2-18',
  '9:3:5 GMT',
  '2004-2-18 9:3:5 GMT',
  '2004-02-18T09:03:05.000Z',
  'Version: 6.0.3790.0',
  '# Date',
  '# Message Tracking Log File',
  '# Exchange System Attendant Version 6.5.6944.0',
  '20040218.log',
  'X400:',
  'export',
  '1.0',
  'application/zip',
];

it.each([false, true])('words of every bag are no leaks, domains kept: %s', async (keepDomains) => {
  const lines = WORDS.flatMap((word, index) => [
    {
      id: word,
      event: 1019,
      server: word,
      clientHost: word,
      recipient: word,
      sender: `${word}@${word}.example`,
      subject: word,
    },
    {
      id: word,
      event: 1031,
      time: `9:${index}:5 GMT`,
      server: word,
      partner: word,
      recipient: word,
    },
  ]);
  const logs = WORDS.slice(0, 8).map((word) =>
    folder.write(`${word}/${word}.log/${word}.txt`, log2003(lines)),
  );
  logs.push(folder.write('EXCH01.log/20040218.log', log2003(lines)));
  const db = await fileDb(folder.at('words.db'), logs);
  const given = await caseOfAll(db, {
    query: ['corp.example', 'mail', 'data'],
    day: '2004-02-18',
  });
  expect(given.lines.length).toBeGreaterThan(50);
  const result = redactCase(given, { ...OPTIONS, keepDomains });
  expect(await leaksOf(result)).toEqual([]);
  expect(() => redactCase({ ...given, name: 'Test' }, { ...OPTIONS, keepDomains })).toThrow(
    /name of the case holds what is to be hidden/,
  );
  const { redacted } = result;
  const { trace } = given;
  // A value that was forgotten is found all the same.
  const forgotten = { ...redacted, trace: { ...redacted.trace, messages: trace.messages } };
  expect((await leaksOf({ ...result, redacted: forgotten })).length).toBeGreaterThan(0);
});

const MODERN_WORDS = [
  'To',
  'Normal',
  'SMTP',
  'RECEIVE',
  'Email',
  'Originating',
  'OWA',
  'TOTAL-HUB',
  'redacted',
  'log-id',
  'Journal Agent',
  '15.01.2375.007',
  'Queued mail for delivery',
  'RESOLVER.ADR.RecipNotFound',
  'S:DeliveryPriority=Normal',
  'ClientType:OWA',
  'ClientSubmitTime:2024-02-19T09:00:01.250Z',
  '#Date: 2024-02-19T09:00:00.000Z',
  '#Version: 15.01.2375.007',
  '#Software: Microsoft Exchange Server',
  '#Log-type: Message Tracking Log',
  'MSGTRK2024021909-1.LOG',
];

it('words of modern lines are no leaks', async () => {
  const lines = MODERN_WORDS.map((word, index) =>
    lineMsgtrk({
      'date-time': `2024-02-19T09:00:${String(index).padStart(2, '0')}.125Z`,
      'message-id': `<${word}>`,
      'network-message-id': '',
      'message-subject': word,
      'client-hostname': word,
      'recipient-address': `${word};${word}@contoso.example`,
      'recipient-status':
        '250 2.0.0 OK Queued mail for delivery;550 5.1.1 RESOLVER.ADR.RecipNotFound',
      'source-context': 'MDB:1, ClientType:OWA, MessageClass:IPM.Note',
      'connector-id': word,
      'message-info': 'SRV=EX01:TOTAL-HUB=1.5|QDM=1.2',
      'custom-data': 'S:DeliveryPriority=Normal',
      'log-id': word,
      'transport-traffic-type': 'Email',
      'schema-version': '15.01.2375.007',
    }),
  );
  const log = folder.write(
    'EX01/MSGTRK2024021909-1.LOG',
    `${[...headerMsgtrk(), ...lines].join('\r\n')}\r\n`,
  );
  const given = await caseOfAll(await fileDb(folder.at('modern.db'), [log]));
  expect(given.lines.length).toBe(MODERN_WORDS.length + 5);
  expect(await leaksOf(redactCase(given, { ...OPTIONS, keepDomains: false }))).toEqual([]);
});

function leak(path: string): readonly Leak[] {
  return [{ path, kind: 'address' }];
}

it('says whose words tell what is hidden', () => {
  refuseLeaks([]);
  expect(() => {
    refuseLeaks(leak('data/trace.json'));
  }).toThrow('the redaction is not complete: data/trace.json holds originals (address)');
  for (const path of ['custody.jsonl', 'bag-info.txt', 'signature-1.txt'])
    expect(() => {
      refuseLeaks(leak(path));
    }).toThrow(expect.objectContaining({ code: 'telling-words', exitCode: 2 }));
});
