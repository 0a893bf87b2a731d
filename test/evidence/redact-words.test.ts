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
