import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { records55 } from '../../src/evidence/redact/fields-55.ts';
import { Pseudonyms } from '../../src/evidence/redact/pseudonyms.ts';
import { redactCase } from '../../src/evidence/redact/redact-case.ts';
import { exchange55 } from '../../src/formats/exchange55.ts';
import type { EvidenceCase } from '../../src/model/evidence.ts';
import { caseOfAll } from '../support/evidence-case.ts';
import { fileDb } from '../support/ingest.ts';
import { firstLine55, mailbox, mtsId, record55, store } from '../support/log-55.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const LOGS = fileURLToPath(new URL('../../fixtures/exchange55', import.meta.url));
const temp = useTempFolder('file');
const KEY = Buffer.alloc(32, 7);
const pseudonyms = (): Pseudonyms =>
  new Pseudonyms({ key: KEY, caseName: 'c', keepDomains: false });
const redact = (record: string, names = pseudonyms()): string =>
  records55.event(record, exchange55.initialLayout, names);

describe('a redacted record', () => {
  const HOST = /^host-[0-9a-f]{12}$/;
  const PERSON = /^EX:person-[0-9a-f]{12}$/;
  const ID = /^id-[0-9a-f]{16}@redacted\.invalid$/;

  it('keeps its form: what tells of nobody stays, names become tokens', () => {
    const record = record55({
      event: 8,
      gateway: store('HUB55'),
      remoteId: '<one@fabrikam.example>[K1]',
      subjectId: mtsId('HUB55', 7),
      recipients: [`${mailbox('ann')}\t1`, 'ben@fabrikam.example'],
    });
    const [first = '', ann = '', ben = '', ...rest] = redact(record.join('\r\n')).split('\r\n');
    expect(rest).toEqual(['']);
    const fields = first.split('\t');
    expect(fields).toEqual([
      expect.stringMatching(ID),
      '8',
      '1998.3.2 9:0:1',
      expect.stringMatching(HOST),
      expect.stringMatching(HOST),
      expect.stringMatching(/^<id-[0-9a-f]{16}@redacted\.invalid>$/),
      expect.stringMatching(PERSON),
      '0',
      '1200',
      '0',
      '1',
      expect.stringMatching(ID),
      '1',
    ]);
    expect(ann.split('\t')).toEqual([expect.stringMatching(PERSON), '1']);
    expect(ben).toMatch(/^person-[0-9a-f]{12}@domain-[0-9a-f]{8}\.invalid$/);
  });

  it('has one token for one person, however written', () => {
    const names = pseudonyms();
    const written = [mailbox('ann'), `EX:${mailbox('ANN')}`, 'IMCEAEX-_o=A_cn=b@c.example'];
    const [, one, two, three] = redact(record55({ recipients: written }).join('\n'), names).split(
      '\n',
    );
    expect(two).toBe(one);
    expect(three).toBe(
      redact(record55({ recipients: ['/o=A/cn=b'] }).join('\n'), names).split('\n')[1],
    );
  });

  it.each([
    ['surplus fields', `${firstLine55()}\tsecret\tsecret`],
    ['ids that nobody knows', firstLine55({ remoteId: 'secret' })],
    [
      'numbers that are none',
      firstLine55({ priority: 'secret', length: 'secret', count: 'secret' }),
    ],
    ['dates that are none', firstLine55({ time: 'secret', event: 'secret' })],
    [
      'report states that are none',
      record55({ recipients: ['/o=A/cn=b\tsecret\tsecret'] }).join('\n'),
    ],
    [
      'names',
      record55({
        id: 'secret',
        gateway: '/cn=secret',
        partner: 'secret',
        originator: 'secret',
        recipients: ['secret'],
      }).join('\n'),
    ],
  ])('keeps no %s', (_name, record) => {
    expect(redact(record)).not.toContain('secret');
  });
});

describe('a redacted case of the fixtures of 5.5', () => {
  let given: EvidenceCase;
  let redacted: EvidenceCase;
  beforeAll(async () => {
    given = await caseOfAll(await fileDb(temp.at('55.db'), [LOGS]));
    ({ redacted } = redactCase(given, { key: KEY, keepDomains: false, parentManifestSha256: '' }));
  });

  test('tells the same in records as in events', () => {
    for (const { bytes, events, source } of redacted.lines) {
      const server = redacted.sources[source]?.server ?? null;
      const text = Buffer.from(bytes ?? []).toString();
      const decoded = exchange55.decoder(exchange55.initialLayout, server)(text);
      for (const { at, code, messageId, recipient, partner, clientHost } of events)
        expect(decoded.kind === 'event' && decoded.events).toContainEqual(
          expect.objectContaining({
            at,
            code,
            messageId,
            recipient,
            server,
            partner,
            clientHost,
          }),
        );
    }
  });

  test('names the folders of servers by their tokens', () => {
    for (const { file, server } of redacted.sources)
      expect(file.endsWith(`/${server}/tracking.log/19980302.log`)).toBe(true);
  });
});
