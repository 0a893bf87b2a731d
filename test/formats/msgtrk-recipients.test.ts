import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MSGTRK_EVENT_IDS, readMsgtrkCode } from '../../src/catalogue/msgtrk-codes.ts';
import { msgtrk } from '../../src/formats/msgtrk.ts';
import type { LogEvent } from '../../src/model/log-event.ts';
import { decodeLines, msgtrkEvents } from '../support/decode.ts';
import { lineMsgtrk } from '../support/log-msgtrk.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';

const ANN = 'ann@contoso.example';
const BEN = 'ben@contoso.example';
const EVE = 'eve@fabrikam.example';
const ALL = 'all@contoso.example';

/** Whom a line speaks of, and as what. */
function rolesOf(fields: MsgtrkFields): (readonly [string | null, string | undefined])[] {
  return msgtrkEvents(lineMsgtrk(fields)).map((event) => [event.recipient, roleOf(event)]);
}

function roleOf(event: LogEvent): string | undefined {
  return readMsgtrkCode(event.code)?.role;
}

describe('a line is an event for each recipient', () => {
  test.each<[string, string, (string | null)[]]>([
    ['one', ANN, [ANN]],
    ['several', `${ANN};${EVE}`, [ANN, EVE]],
    ['none', '', [null]],
    ['one with a semicolon', `'"a;b"@contoso.example';${ANN}`, ['"a;b"@contoso.example', ANN]],
    ['an empty one', `;${ANN};`, [ANN]],
    ['one named twice', `${ANN};${ANN.toUpperCase()};${EVE}`, [ANN, EVE]],
  ])('%s', (_name, field, recipients) => {
    expect(rolesOf({ 'recipient-address': field })).toEqual(
      recipients.map((recipient) => [recipient, 'named']),
    );
  });
});

describe('what waits after the categorizer waits for a mailbox', () => {
  const line = { 'event-id': 'AGENTINFO', source: 'AGENT', 'recipient-address': `${ANN};${EVE}` };
  const from = { 'sender-address': 'x@contoso.example' };
  const outside = { 'sender-address': 'x@elsewhere.example' };
  test.each<[string, MsgtrkFields, string, string]>([
    ['when it comes in', { directionality: 'Incoming', ...outside }, 'mailbox', 'mailbox'],
    [
      'when it goes where it is from',
      { directionality: 'Originating', ...from },
      'mailbox',
      'named',
    ],
    ['not when it goes elsewhere', { directionality: 'Originating', ...outside }, 'named', 'named'],
    ['of the sender', { ...from }, 'mailbox', 'named'],
    [
      'of a sender that only the return path names',
      { 'sender-address': '', 'return-path': 'x@CONTOSO.example' },
      'mailbox',
      'named',
    ],
    [
      'of the server',
      { ...outside, 'client-hostname': 'EX01.contoso.example' },
      'mailbox',
      'named',
    ],
    [
      'not of one like it',
      { ...outside, 'client-hostname': 'EX01.mycontoso.example' },
      'named',
      'named',
    ],
    [
      'not of the server when the line says that it is from elsewhere',
      { directionality: 'Originating', ...outside, 'client-hostname': 'EX01.contoso.example' },
      'named',
      'named',
    ],
  ])('%s', (_name, fields, ann, eve) => {
    expect(rolesOf({ ...line, ...fields })).toEqual([
      [ANN, ann],
      [EVE, eve],
    ]);
  });

  test('unless the address has no domain', () => {
    expect(rolesOf({ ...line, 'recipient-address': 'ann;ann@', 'sender-address': 'ben@' })).toEqual(
      [
        ['ann', 'named'],
        ['ann@', 'named'],
      ],
    );
  });
});

describe('a SEND stays in a server', () => {
  test.each<[string, MsgtrkFields, string]>([
    ['to itself', { 'server-hostname': 'ex01' }, 'own-server'],
    ['to its full name', { 'server-hostname': 'EX01.contoso.example' }, 'own-server'],
    ['not to another', { 'server-hostname': 'EX02' }, 'named'],
    ['not to one of another domain', { 'server-hostname': 'EX01.fabrikam.example' }, 'named'],
    ['not to nobody', {}, 'named'],
  ])('%s', (_name, fields, role) => {
    const client = _name.includes('domain') ? 'EX01.contoso.example' : 'EX01';
    const line = { 'event-id': 'SEND', 'client-hostname': client, 'server-hostname': '' };
    expect(rolesOf({ ...line, ...fields })).toEqual([[ANN, role]]);
  });
});

describe('an address that became others is told of, too', () => {
  const others = { 'recipient-address': `${ANN};${BEN}`, 'related-recipient-address': ALL };
  test.each(['EXPAND', 'RESOLVE', 'REDIRECT', 'DUPLICATEEXPAND', 'DUPLICATEREDIRECT'])(
    'by %s',
    (event) => {
      const told = rolesOf({ 'event-id': event, source: 'ROUTING', ...others });
      expect(told.map(([address]) => address)).toEqual([ANN, BEN, ALL]);
      expect(told.at(-1)).toEqual([ALL, 'former']);
    },
  );

  test('not by another event', () => {
    expect(rolesOf({ 'event-id': 'DELIVER', ...others })).toHaveLength(2);
  });

  test('not twice', () => {
    const fields = { ...others, 'related-recipient-address': `${ALL};${ANN.toUpperCase()};${ALL}` };
    expect(
      rolesOf({ 'event-id': 'EXPAND', ...fields }).filter(([, role]) => role === 'former'),
    ).toEqual([[ALL, 'former']]);
  });

  test('alone, where it became nobody', () => {
    expect(rolesOf({ 'event-id': 'EXPAND', ...others, 'recipient-address': '' })).toEqual([
      [ALL, 'former'],
    ]);
  });
});

describe('a line about moderation tells of the message that waits', () => {
  const line = {
    'event-id': 'MODERATORAPPROVE',
    source: 'APPROVAL',
    'recipient-address': 'arbitration@contoso.example',
    reference: '<held@contoso.example>',
  };

  test('for whom the line names as related', () => {
    const [own, original, ...more] = msgtrkEvents(
      lineMsgtrk({ ...line, 'related-recipient-address': ANN }),
    );
    expect(own).toMatchObject({
      messageId: 'one@contoso.example',
      linkedMessageId: 'held@contoso.example',
      recipient: 'arbitration@contoso.example',
      subject: 'Status',
    });
    expect(own?.networkMessageId).not.toBeNull();
    expect(original).toMatchObject({
      at: own?.at,
      server: own?.server,
      messageId: 'held@contoso.example',
      networkMessageId: null,
      recipient: ANN,
      subject: null,
      sender: null,
    });
    expect(original && roleOf(original)).toBe('original');
    expect(more).toEqual([]);
  });

  test.each<[string, MsgtrkFields, (string | null)[]]>([
    ['for its recipients', {}, ['arbitration@contoso.example']],
    ['for nobody, where it names none', { 'recipient-address': '' }, [null]],
    ['not when it is that message itself', { reference: '<one@contoso.example>' }, []],
    ['not when it refers to no message', { reference: '12345' }, []],
  ])('%s', (_name, fields, recipients) => {
    const originals = rolesOf({ ...line, ...fields }).filter(([, role]) => role === 'original');
    expect(originals.map(([recipient]) => recipient)).toEqual(recipients);
  });
});

const address = fc.constantFrom(
  '',
  ANN,
  ANN.toUpperCase(),
  ` ${BEN} `,
  EVE,
  ALL,
  "'x;y'",
  "o'neil@a",
);
const list = fc.array(address, { maxLength: 5 }).map((items) => items.join(';'));

test('no address gets two events of one message by one line', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...MSGTRK_EVENT_IDS),
      list,
      list,
      fc.constantFrom('', '<two@contoso.example>', '<one@contoso.example>'),
      (event, recipients, related, reference) => {
        const events = msgtrkEvents(
          lineMsgtrk({
            'event-id': event,
            'recipient-address': recipients,
            'related-recipient-address': related,
            reference,
          }),
        );
        const told = events.map(({ messageId, recipient }) =>
          JSON.stringify([messageId, recipient?.toLowerCase() ?? null]),
        );
        expect(new Set(told).size).toBe(told.length);
        expect(told.length).toBeGreaterThan(0);
      },
    ),
  );
});

test('no text is too odd: it is one event or more, or a reject', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(',', '"', ';', "'", '\r', '#'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 40 }), fc.boolean(), (fields, dated) => {
      const line = (dated ? ['2024-02-19T09:00:00.000Z', ...fields] : fields)
        .join(',')
        .replaceAll('\n', '');
      if (msgtrk.isDirective(line)) {
        expect(msgtrk.readDirective(line, msgtrk.initialLayout)).toBeDefined();
        return;
      }
      const [decoded] = decodeLines([line], msgtrk);
      if (decoded?.kind === 'event') expect(decoded.events.length).toBeGreaterThan(0);
      else expect(decoded?.detail).not.toBe('');
    }),
  );
});
