import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchange55 } from '../../src/formats/exchange55.ts';
import type { Decoded } from '../../src/formats/format.ts';
import { recogniseFormat } from '../../src/formats/index.ts';
import type { LogEvent } from '../../src/model/log-event.ts';
import {
  firstLine55,
  mailbox,
  mta,
  mtsId,
  record55,
  serverName,
  SITE,
  store,
} from '../support/log-55.ts';
import type { Fields55 } from '../support/log-55.ts';

const decode = (text: string, server: string | null = null): Decoded =>
  exchange55.decoder(exchange55.initialLayout, server)(text);

function eventsOf(text: string, server: string | null = null): readonly LogEvent[] {
  const decoded = decode(text, server);
  if (decoded.kind !== 'event') throw new Error(JSON.stringify(decoded));
  return decoded.events;
}

const eventOf = (changes: Partial<Fields55>, server: string | null = 'MAIL55'): LogEvent => {
  const [event, ...more] = eventsOf(record55(changes).join('\n'), server);
  if (event === undefined || more.length > 0) throw new Error('not one event');
  return event;
};

test('a record is an event for each recipient', () => {
  const record = record55({
    recipients: [mailbox('ann'), `${mailbox('carl')}\t1`, 'dave@fabrikam.example', mailbox('ANN')],
  });
  const ordinary = {
    at: Date.UTC(1998, 2, 2, 9, 0, 1),
    code: 4,
    messageId: mtsId('MAIL55', 1),
    server: 'MAIL55',
    partner: null,
    clientHost: null,
    sender: `EX:${mailbox('ben')}`,
    subject: null,
    sizeBytes: 1200,
    recipientCount: 1,
    originatedAt: null,
    linkedMessageId: null,
    serviceVersion: null,
  };
  const events = [mailbox('ann'), mailbox('carl')].map((name) => `EX:${name}`);
  const expected = [...events, 'dave@fabrikam.example'].map((recipient) => ({
    ...ordinary,
    recipient,
  }));
  for (const lineEnd of ['\n', '\r\n'])
    for (const lines of [record, record.slice(0, -1), [...record, '', '']])
      expect(eventsOf(lines.join(lineEnd), 'MAIL55')).toEqual(expected);
});

test('a record without recipients is one event that names nobody', () => {
  expect(eventsOf(firstLine55()).map(({ recipient }) => recipient)).toEqual([null]);
});

describe('the other side', () => {
  const connector = `${SITE}/cn=Configuration/cn=Connections/cn=Internet Mail Connector (MAIL55)`;
  test.each<[string, Partial<Fields55>, string | null, string | null]>([
    ['of a hand-over is its partner', { event: 7, partner: mta('HUB55') }, 'HUB55', null],
    ['of an arrival is its client', { event: 0, partner: mta('HUB55') }, null, 'HUB55'],
    ['is none where it is the own store', { event: 9, partner: store('Mail55') }, null, null],
    [
      'is a connector by its name',
      { event: 7, partner: connector },
      'Internet Mail Connector (MAIL55)',
      null,
    ],
    [
      'is the gateway behind the own server',
      { event: 7, partner: mta('MAIL55'), gateway: connector },
      'Internet Mail Connector (MAIL55)',
      null,
    ],
    [
      'is a host as it is',
      { event: 1011, partner: 'mx.fabrikam.example' },
      'mx.fabrikam.example',
      null,
    ],
    ['is nobody', { event: 7, partner: '' }, null, null],
  ])('%s', (_name, changes, partner, clientHost) => {
    expect(eventOf(changes)).toMatchObject({ partner, clientHost });
  });

  test('may be any server while nobody knows whose log it is', () => {
    expect(eventOf({ event: 9, partner: store('MAIL55') }, null).partner).toBe('MAIL55');
  });
});

describe('an address', () => {
  test.each([
    ['/o=Contoso/ou=Main/cn=Recipients/cn=ann', 'EX:/o=Contoso/ou=Main/cn=Recipients/cn=ann'],
    ['EX:/O=CONTOSO/CN=ANN', 'EX:/O=CONTOSO/CN=ANN'],
    [
      'IMCEAEX-_O=CONTOSO_OU=MAIN_CN=RECIPIENTS_CN=A+2EB@contoso.example',
      'EX:/O=CONTOSO/OU=MAIN/CN=RECIPIENTS/CN=A.B',
    ],
    ['ann@contoso.example', 'ann@contoso.example'],
    ['c=us;a= ;p=Fabrikam;o=Main;s=Otto;', 'c=us;a= ;p=Fabrikam;o=Main;s=Otto;'],
    ['', null],
    ['-', null],
  ])('%j is %j', (written, address) => {
    expect(eventOf({ originator: written }).sender).toBe(address);
    expect(eventOf({ recipients: [written] }).recipient).toBe(address);
  });
});

describe('the id of another message', () => {
  const both = { remoteId: '<one@fabrikam.example>[K1]', subjectId: mtsId('HUB55', 7) };
  test.each<[string, Partial<Fields55>, string | null]>([
    ['is what a gateway calls the same one', both, 'one@fabrikam.example'],
    ['of a report is the one that it speaks of', { ...both, event: 8 }, mtsId('HUB55', 7)],
    ['is none of the other ids', { remoteId: 'K1', subjectId: mtsId('HUB55', 7) }, null],
    ['of a report is none of the other ids', { ...both, event: 8, subjectId: '12' }, null],
  ])('%s', (_name, changes, id) => {
    expect(eventOf(changes).linkedMessageId).toBe(id);
  });
});

test('a report without an originator is one of the null sender', () => {
  expect(eventOf({ event: 1017, originator: '' }).sender).toBe('<>');
  expect(eventOf({ event: 1012, originator: '' }).sender).toBeNull();
});

describe('what is no record:', () => {
  test.each<[string, string, string]>([
    ['a cut line', firstLine55().slice(0, 60), 'too-few-fields'],
    ['nothing', '', 'too-few-fields'],
    ['two lines in one', firstLine55().slice(0, 60) + firstLine55(), 'too-many-fields'],
    ['no such day', firstLine55({ time: '1998.2.29 9:0:1' }), 'bad-date'],
    ['a day with dashes', firstLine55({ time: '1998-2-28 9:0:1' }), 'bad-date'],
    ['no such time', firstLine55({ time: '1998.2.28 24:0:1' }), 'bad-time'],
    ['no time', firstLine55({ time: '1998.2.28' }), 'bad-time'],
    ['an event that is no number', firstLine55({ event: 'x' }), 'bad-event-id'],
    ['no message', firstLine55({ id: ' ' }), 'no-message-id'],
    ['NUL bytes', record55({ recipients: ['\0\0'] }).join('\n'), 'nul-bytes'],
  ])('%s', (_name, record, code) => {
    expect(decode(record)).toMatchObject({ kind: 'reject', code });
    if (!record.includes('\0')) expect(exchange55.recognises([record])).toBe(false);
  });

  test('empty fields too many do no harm', () => {
    expect(eventsOf(`${firstLine55()}\t\t`)).toHaveLength(1);
  });
});

describe('a line', () => {
  test.each<[string, string, boolean]>([
    ['with all fields begins a record', firstLine55(), true],
    ['cut in its third field too', firstLine55().slice(0, 50), true],
    ['cut in its id too', mtsId('MAIL55', 1), true],
    ['of a recipient does not', mailbox('ann'), false],
    ['of a recipient and its report status does not', `${mailbox('ann')}\t1`, false],
    ['of an X.400 recipient does not', 'c=us;a= ;p=Fabrikam;o=Main;s=Otto;', false],
  ])('%s', (_name, line, begins) => {
    expect(exchange55.beginsRecord?.(line)).toBe(begins);
  });
});

const serverOf = (...records: Partial<Fields55>[]): string | null | undefined =>
  exchange55.serverOf?.(records.flatMap((record) => record55(record)));

describe('whose log it is', () => {
  test('tell events that its own store is the partner of', () => {
    const foreign = { event: 0, partner: mta('HUB55') };
    expect(serverOf(foreign, { event: 9 }, { event: 4, partner: store('mail55') })).toBe('mail55');
    expect(serverOf({ event: 1000, partner: serverName('A', 'Microsoft Public MDB') })).toBe('A');
  });

  test('is not certain where two are named, or none', () => {
    expect(serverOf({ event: 9 }, { event: 9, partner: store('HUB55') })).toBeNull();
    expect(serverOf({ event: 7 }, { event: 9, partner: mta('MAIL55') })).toBeNull();
  });
});

test('a log is known by any whole first line', () => {
  expect(recogniseFormat(['', 'garbage', ...record55()])?.name).toBe('exchange55');
});

test('no text is too odd: it is events or a reject, and no address gets two events', () => {
  const odd = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '\t',
        '\n',
        '\r\n',
        '/o=A',
        '/cn=Servers/cn=',
        'IMCEAEX-_O=+2',
        '1998.3.2 9:0:1',
        'c=a;a= ;p=b;l=',
        '4',
        '\0',
        '@',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  });
  const text = fc.oneof(
    odd,
    odd.map((rest) => `${firstLine55()}\n${rest}`),
    fc.tuple(odd, odd).map(([partner, originator]) => firstLine55({ partner, originator })),
  );
  fc.assert(
    fc.property(text, fc.option(odd, { nil: null }), (record, server) => {
      const decoded = decode(record, server);
      if (decoded.kind === 'event') {
        const names = decoded.events.map(({ recipient }) => recipient?.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
        expect(names.length).toBeGreaterThan(0);
      }
      exchange55.serverOf?.(record.split('\n'));
      exchange55.beginsRecord?.(record);
    }),
    { numRuns: 1000 },
  );
});

const sample = new URL('../../../shared/samples/exchange55-20020429.log', import.meta.url);

test.skipIf(!existsSync(sample))('a real log reads field by field as it should', () => {
  const text = readFileSync(sample, 'latin1');
  const [first = '', cut = ''] = text.split('\n\n');
  expect(recogniseFormat(text.split('\n'))?.name).toBe('exchange55');
  expect(decode(cut)).toMatchObject({ kind: 'reject', code: 'too-few-fields' });
  const [id = '', , , , partner = '', , originator = ''] = first.split('\t');
  const [event, ...more] = eventsOf(first, 'TAZDC2');
  expect(more).toEqual([]);
  expect(event).toEqual({
    at: Date.UTC(2002, 3, 29, 18, 50, 47),
    code: 0,
    messageId: id,
    recipient: `EX:${first.split('\n')[1]}`,
    server: 'TAZDC2',
    partner: null,
    clientHost: /SERVERS\/CN=([^/]+)/.exec(partner)?.[1],
    sender: `EX:${originator}`,
    subject: null,
    sizeBytes: 1497,
    recipientCount: 1,
    originatedAt: null,
    linkedMessageId: null,
    serviceVersion: null,
  });
});
