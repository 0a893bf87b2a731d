import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/user-error.ts';
import { parseReceived, readMail } from '../../src/queries/mail.ts';

const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/mail/${name}`, import.meta.url));
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('the mails of the fixtures', () => {
  it.each([
    ['original.eml', 'F16E5DA74673964608D0CF1EEE@exch01.corp.example', false, 0],
    ['pasted-headers.txt', 'order-4711.frieda@mail.customer.example', false, 3],
    ['undelivered.eml', 'DEAD1E77E44EC89C3C535DEDE0@exch01.corp.example', true, 1],
    ['undelivered-full.eml', 'DEAD1E77E44EC89C3C535DEDE0@exch01.corp.example', true, 1],
  ])('%s is of %s', async (name, messageId, isNdr, hops) => {
    const mail = await readMail(fixture(name));
    expect(mail).toMatchObject({ messageId, isNdr });
    expect(mail.received).toHaveLength(hops);
  });

  it('have their hops in the order of the way', async () => {
    const { received } = await readMail(fixture('pasted-headers.txt'));
    expect(
      received.map(({ from, by, at }) => `${from} ${by} ${at && new Date(at).toISOString()}`),
    ).toEqual([
      'frieda-pc mail.customer.example 2004-02-18T08:30:58.000Z',
      'mail.customer.example bridge01.corp.example 2004-02-18T08:31:05.000Z',
      'bridge01.corp.example exch02.corp.example 2004-02-18T08:31:10.000Z',
    ]);
  });
});

describe('pasted headers', () => {
  const headers =
    'Received: from a by b; Wed, 18 Feb 2004 09:31:10 +0100\nMessage-ID: <x@y.example>\nSubject: s\n';
  it.each([
    ['as they are', headers],
    ['with leading blank lines', `\n\r\n  \n\t\n${headers}`],
    ['with CRLF', headers.replaceAll('\n', '\r\n')],
    ['with leading blank lines and CRLF', `\r\n\r\n${headers.replaceAll('\n', '\r\n')}`],
    ['with a byte-order mark', `\u00ef\u00bb\u00bf${headers}`],
    ['without an end of line', headers.trimEnd()],
    ['with a body', `${headers}\nMessage-ID: <other@y.example>\n`],
    ['with the id folded', headers.replace('<x@', '\n <x@')],
    ['with a tab before it', headers.replace(' <x@', '\t<x@')],
    ['with other capitals', headers.replace('Message-ID', 'MESSAGE-id')],
    ['with a Received folded', headers.replace(' by b;', '\r\n\tby b;\n\t')],
    ['without brackets', headers.replace('<x@y.example>', 'x@y.example')],
  ])('%s', async (_, text) => {
    const mail = await readMail(bytes(text));
    expect(mail).toEqual({
      messageId: 'x@y.example',
      isNdr: false,
      received: [{ from: 'a', by: 'b', at: Date.UTC(2004, 1, 18, 8, 31, 10) }],
    });
  });

  it.each([
    '',
    '\n\n',
    'Subject: none\n\nText',
    'Message-ID:\n\n',
    'just words',
    '\u0000\u0001\u0002',
  ])('%j name no message', async (text) => {
    const error: unknown = await readMail(bytes(text)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'no-message-id', exitCode: 2 });
  });

  it('an attached mail alone makes no NDR', async () => {
    const forwarded = `Message-ID: <outer@y.example>
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: message/rfc822

Message-ID: <inner@y.example>

text
--b--
`;
    expect(await readMail(bytes(forwarded))).toMatchObject({
      messageId: 'outer@y.example',
      isNdr: false,
    });
    const report = forwarded.replace(
      'multipart/mixed',
      'multipart/report; report-type=delivery-status',
    );
    expect(await readMail(bytes(report))).toMatchObject({
      messageId: 'inner@y.example',
      isNdr: true,
    });
  });

  it('a report that returns nothing is of itself', async () => {
    const text = `Message-ID: <dsn@y.example>
Content-Type: multipart/report; boundary=b

--b
Content-Type: text/plain

failed
--b--
`;
    expect(await readMail(bytes(text))).toMatchObject({ messageId: 'dsn@y.example', isNdr: false });
  });
});

describe('a Received header', () => {
  const at = Date.UTC(2004, 1, 18, 8, 31, 10);
  it.each([
    ['from a by b; Wed, 18 Feb 2004 09:31:10 +0100', 'a', 'b', at],
    [
      'from a (a [192.0.2.1]) by b (Postfix) with ESMTP id 7; Wed, 18 Feb 2004 03:31:10 -0500 (EST)',
      'a',
      'b',
      at,
    ],
    ['from a by b with Microsoft SMTPSVC(6.0.3790.0); Wed, 18 Feb 2004 08:31:10 GMT', 'a', 'b', at],
    ['FROM a BY b; Wed, 18 Feb 2004 08:31:10 +0000', 'a', 'b', at],
    ['by b with local; Wed, 18 Feb 2004 08:31:10 +0000', null, 'b', at],
    ['from [192.0.2.1] by b', '[192.0.2.1]', 'b', null],
    ['from a by b; yesterday', 'a', 'b', null],
    ['from a by b;', 'a', 'b', null],
    ['(qmail 42 invoked by uid 7); Wed, 18 Feb 2004 08:31:10 +0000', null, 'uid', at],
    ['', null, null, null],
    [';;;', null, null, null],
  ])('%s', (value, from, by, time) => {
    expect(parseReceived(value)).toEqual({ from, by, at: time });
  });

  it.each([
    ['one of 2 MB', `from ${'a'.repeat(2_000_000)} by b; Wed`],
    ['spaces', `from${' '.repeat(2_000_000)}by`],
    ['open brackets', `from a by b; ${'('.repeat(2_000_000)}`],
    ['many words', 'from by ; '.repeat(200_000)],
    ['many semicolons', ';'.repeat(2_000_000)],
  ])('%s, in no time', async (_, value) => {
    const started = performance.now();
    parseReceived(value);
    const mail = await readMail(bytes(`Received: ${value}\nMessage-ID: <x@y.example>\n`));
    expect(mail.messageId).toBe('x@y.example');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('twenty thousand of them, in no time', async () => {
    const started = performance.now();
    const one = 'Received: from a by b; Wed, 18 Feb 2004 09:31:10 +0100\n';
    const mail = await readMail(bytes(`${one.repeat(20_000)}Message-ID: <x@y.example>\n`));
    expect(mail.received).toHaveLength(20_000);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('a mail beyond all measure', () => {
  const nested = Array.from(
    { length: 600 },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
  );
  it.each([
    ['headers of 5 MB', `X: ${'a'.repeat(5_000_000)}\nMessage-ID: <x@y.example>\n`],
    ['600 parts in one another', `Message-ID: <x@y.example>\n${nested.join('')}`],
  ])('%s, is refused', async (_, text) => {
    const error: unknown = await readMail(bytes(text)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'unreadable-mail', exitCode: 2 });
  });
});
