import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { relationText } from '../../src/render/relations.ts';
import { fileDb } from '../support/ingest.ts';
import type { MsgtrkFields } from '../support/log-msgtrk.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { dbOfLines, messageIn, tracedIn } from '../support/trace-msgtrk.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** The other messages of one, with what they are to it. */
function relatedIn(db: string, id: string): string[][] {
  return messageIn(db, id).related.map((one) => [one.messageId, relationText(one)]);
}

describe('what two messages are to each other, in the stories of modern logs', () => {
  const folder = useTempFolder('file');
  let db = '';
  beforeAll(async () => {
    db = await fileDb(folder.at('stories.db'), [`${FIXTURES}msgtrk/logs`]);
  });

  test.each([
    [
      'NDR',
      'dates.20240514@mail.partner.example',
      '64e89eebbf5da71577dbcb82413c2556@contoso.example',
      'its NDR',
      'the message that this NDR is about',
    ],
    [
      'moderation request',
      'c6cfc71608aa82325c88db3df5678c89@contoso.example',
      'd8badcf65ec0d1090f0f1e7bd8c8e3aa@contoso.example',
      'the request to its moderator',
      'the message that this asks the moderator about',
    ],
    [
      'journal report',
      '3c59dc048e8850243be8079a5c74d079@contoso.example',
      '88a9b36ababad5a7b706bd4248b7c910@contoso.example',
      'its journal report',
      'the message that this journal report is of',
    ],
  ])('%s', (_, original, made, madeText, originalText) => {
    const how = 'told by the reference in a log line (certain)';
    expect(relatedIn(db, original)).toEqual([[made, `${madeText}, ${how}`]]);
    expect(relatedIn(db, made)).toEqual([[original, `${originalText}, ${how}`]]);
  });
});

describe('mail of an inbox rule', () => {
  const folder = useTempFolder();
  const CAUSE = 'one@contoso.example';
  const MADE = 'forward@contoso.example';
  const DELIVERED = {
    'date-time': '2024-02-19T09:00:02.900Z',
    'event-id': 'DELIVER',
    source: 'STOREDRIVER',
    'client-hostname': 'EX01',
  };
  const rule = {
    'date-time': '2024-02-19T09:00:03.000Z',
    'message-id': `<${MADE}>`,
    'network-message-id': '0a000000-0000-0000-0000-00000000000c',
    'internal-message-id': 8,
    source: 'MAILBOXRULE',
    'client-hostname': '',
    'recipient-address': 'cy@contoso.example',
    'sender-address': 'ann@contoso.example',
    reference: '7',
  };

  test.each<[string, MsgtrkFields, 'certain' | 'probable' | null]>([
    ['is told by the number that it refers to', {}, 'certain'],
    [
      'is probably of it where the number is of another server',
      { 'server-hostname': 'EX02' },
      'probable',
    ],
    ['is of none with that number', { reference: '9' }, null],
    ['is of none of another mailbox', { 'sender-address': 'dan@contoso.example' }, null],
    ['is of none much later', { 'date-time': '2024-02-21T09:00:03.000Z' }, null],
  ])('%s', async (_, fields, confidence) => {
    const db = await dbOfLines(folder, [{}, DELIVERED, { ...rule, ...fields }]);
    const told = { toldBy: 'internal-id', confidence };
    const of = (relation: string, messageId: string, thisIs: string | null): object[] =>
      confidence === null ? [] : [{ messageId, relation, thisIs, ...told }];
    expect(messageIn(db, MADE).related).toEqual(of('original', CAUSE, 'rule-mail'));
    expect(messageIn(db, CAUSE).related).toEqual(of('rule-mail', MADE, null));
  });
});

describe('what two messages are to each other', () => {
  const folder = useTempFolder();
  const REPORT = 'report@contoso.example';
  const ONE = 'one@contoso.example';

  /** What is related to each message with the id ONE. */
  async function confidencesOf(lines: readonly MsgtrkFields[]): Promise<string[][][]> {
    return tracedIn(await dbOfLines(folder, lines), ONE).messages.map(({ related }) =>
      related.map(({ relation, confidence }) => [relation, confidence]),
    );
  }

  const made = (source: string, event: string, context: string): Record<string, string> => ({
    'message-id': `<${REPORT}>`,
    'network-message-id': '0a000000-0000-0000-0000-00000000000c',
    'event-id': event,
    source,
    'source-context': context,
    'sender-address': 'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.example',
    'return-path': '<>',
    reference: `<${ONE}>`,
  });

  test.each([
    ['a failure', made('DSN', 'DSN', 'Failure'), 'ndr'],
    ['a delay', made('DSN', 'DSN', 'Delay'), 'dsn'],
    ['a request for approval', made('APPROVAL', 'RECEIVE', ''), 'moderation-request'],
    ['a journal report', made('AGENT', 'RECEIVE', 'Journal Agent'), 'journal-report'],
    ['mail of another agent', made('AGENT', 'RECEIVE', 'Copy Agent'), 'agent-mail'],
    ['mail of a rule', made('MAILBOXRULE', 'RECEIVE', ''), 'rule-mail'],
  ])('%s', async (_, line, kind) => {
    const db = await dbOfLines(folder, [{}, line]);
    const told = { toldBy: 'reference', confidence: 'certain' };
    expect(messageIn(db, ONE).related).toEqual([
      { messageId: REPORT, relation: kind, thisIs: null, ...told },
    ]);
    expect(messageIn(db, REPORT).related).toEqual([
      { messageId: ONE, relation: 'original', thisIs: kind, ...told },
    ]);
  });

  test('a report is of each message that has the id', async () => {
    const [first, second, third] = [1, 2, 3].map((n) => ({
      'network-message-id': `0a000000-0000-0000-0000-00000000010${n}`,
      'message-subject': `Mail ${n}`,
    }));
    const db = await dbOfLines(folder, [
      first ?? {},
      second ?? {},
      made('DSN', 'DSN', 'Failure'),
      { ...third, 'message-id': '<other@contoso.example>' },
    ]);
    expect(
      tracedIn(db, ONE).messages.map(({ subject, related }) => [
        subject,
        related.map(({ messageId, relation }) => [messageId, relation]),
      ]),
    ).toEqual([1, 2].map((n) => [`Mail ${n}`, [[REPORT, 'ndr']]]));
    expect(messageIn(db, 'other@contoso.example').related).toEqual([]);
    expect(messageIn(db, REPORT).related.map(({ messageId }) => messageId)).toEqual([ONE]);
  });

  test('a report whose line refers to an id that two messages share is probably of either', async () => {
    const shared = [1, 2].map((n) => ({
      'network-message-id': `0a000000-0000-0000-0000-00000000010${n}`,
    }));
    const ndr = made('DSN', 'DSN', 'Failure');
    const fail = { ...shared[0], 'event-id': 'FAIL', source: 'ROUTING', reference: `<${REPORT}>` };
    expect(await confidencesOf([...shared, ndr])).toEqual([
      [['ndr', 'probable']],
      [['ndr', 'probable']],
    ]);
    // The one whose own line names the report has it for certain.
    expect(await confidencesOf([...shared, ndr, fail])).toEqual([
      [['ndr', 'certain']],
      [['ndr', 'probable']],
    ]);
  });

  test.each([
    ['ndr', made('DSN', 'DSN', 'Failure')],
    ['rule-mail', made('MAILBOXRULE', 'RECEIVE', '')],
    ['ndr', { ...made('SMTP', 'RECEIVE', ''), 'sender-address': '<>' }],
  ])('an older server, which tells no network message id, refers to it: %s', async (kind, line) => {
    const older = {
      ...made('SMTP', 'RECEIVE', ''),
      'network-message-id': '',
      'sender-address': '',
      'server-hostname': 'EX02',
    };
    const db = await dbOfLines(folder, [{}, { ...line, reference: '' }, older]);
    const told = { toldBy: 'reference', confidence: 'certain' };
    expect(messageIn(db, ONE).related).toEqual([
      { messageId: REPORT, relation: kind, thisIs: null, ...told },
    ]);
  });

  test('of two reports with the id that a failure names, one is probably about it', async () => {
    const reports = [1, 2].map((n) => ({
      ...made('DSN', 'DSN', 'Failure'),
      'network-message-id': `0a000000-0000-0000-0000-00000000010${n}`,
      reference: '',
    }));
    const fail = { 'event-id': 'FAIL', source: 'ROUTING', reference: `<${REPORT}>` };
    const db = await dbOfLines(folder, [{}, fail, ...reports]);
    expect(tracedIn(db, REPORT).messages.map(({ related }) => related)).toEqual(
      [1, 2].map(() => [
        {
          messageId: ONE,
          relation: 'original',
          thisIs: 'ndr',
          toldBy: 'reference',
          confidence: 'probable',
        },
      ]),
    );
    expect(messageIn(db, ONE).related).toMatchObject([
      { messageId: REPORT, relation: 'ndr', confidence: 'certain' },
    ]);
  });

  test('of several that share an id, the one whose line refers to the message says what it is', async () => {
    const rule = {
      ...made('MAILBOXRULE', 'RECEIVE', ''),
      'network-message-id': 'ffffffff-0000-0000-0000-00000000000c',
    };
    const dsn = { ...made('DSN', 'DSN', 'Failure'), reference: '<other@contoso.example>' };
    for (const lines of [
      [{}, rule, dsn],
      [{}, dsn, rule],
    ])
      expect(messageIn(await dbOfLines(folder, lines), ONE).related).toMatchObject([
        { messageId: REPORT, relation: 'rule-mail' },
      ]);
  });

  test.each([
    ['FAIL', 'ndr'],
    ['INITMESSAGECREATED', 'moderation-request'],
    ['RECEIVE', 'linked'],
  ])('%s refers to a message of which no line is loaded', async (event, relation) => {
    const db = await dbOfLines(folder, [{}, { 'event-id': event, reference: `<${REPORT}>` }]);
    expect(messageIn(db, ONE).related).toMatchObject([{ messageId: REPORT, relation }]);
  });

  test('an NDR of a request for approval is about the request', async () => {
    const request = made('APPROVAL', 'RECEIVE', '');
    const ndr = { ...made('DSN', 'DSN', 'Failure'), 'message-id': '<ndr@contoso.example>' };
    const db = await dbOfLines(folder, [{}, request, { ...ndr, reference: `<${REPORT}>` }]);
    expect(messageIn(db, REPORT).related).toMatchObject([
      { messageId: 'ndr@contoso.example', relation: 'ndr' },
      { messageId: ONE, relation: 'original', thisIs: 'moderation-request' },
    ]);
  });
});
