import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../src/evidence/redact/pseudonyms.ts';
import { searchOf } from '../../src/evidence/redact/secrets.ts';

function names(keepDomains = false): Pseudonyms {
  return new Pseudonyms({ key: Buffer.alloc(32, 7), caseName: 'case 17', keepDomains });
}

/** Knows some hosts, and one address. */
function known(...hosts: readonly string[]): Pseudonyms {
  const all = names();
  for (const host of hosts) all.host(host);
  all.address('bob@corp.example');
  all.knowAll();
  return all;
}

const DOMAIN = String.raw`domain-[0-9a-f]{8}\.invalid`;
const PERSON = 'person-[0-9a-f]{12}';

describe('tokens', () => {
  it.each([
    ['bob@corp.example', `^${PERSON}@${DOMAIN}$`],
    ['<bob@corp.example>', `^<${PERSON}@${DOMAIN}>$`],
    ['SMTP:bob@corp.example', `^SMTP:${PERSON}@${DOMAIN}$`],
    ['bob@', `^${PERSON}@${DOMAIN}$`],
    ['bob', `^${PERSON}$`],
    ['EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=BOB', `^EX:${PERSON}$`],
    ['/o=Corp/cn=bob@corp.example', `^${PERSON}$`],
    ['X400:c=de;a= ;p=Corp;s=Pohl;', `^X400:${PERSON}$`],
    ['postmaster@corp.example', `^system-[0-9a-f]{12}@${DOMAIN}$`],
    ['MAILER-DAEMON', '^system-[0-9a-f]{12}$'],
    ['EXCH01-IS@corp.example', `^system-[0-9a-f]{12}@${DOMAIN}$`],
    ['<>', '^<>$'],
    ['-', '^-$'],
    ['', '^$'],
  ])('of the address %s', (address, token) => {
    expect(names().address(address)).toMatch(new RegExp(token));
  });

  it.each([
    ['EXCH01', '^host-[0-9a-f]{12}$'],
    ['mx.partner.example', String.raw`^host-[0-9a-f]{12}\.${DOMAIN}$`],
    ['10.1.0.9', '^ip-[0-9a-f]{12}$'],
    ['[10.1.0.9]', '^ip-[0-9a-f]{12}$'],
    ['fe80::1', '^ip-[0-9a-f]{12}$'],
    ['SMTP connector (DE)', '^host-[0-9a-f]{12}$'],
    ['-', '^-$'],
    ['', '^$'],
  ])('of the host %s', (host, token) => {
    expect(names().host(host)).toMatch(new RegExp(token));
  });

  it.each([
    ['F16E@exch01.corp.example', String.raw`^id-[0-9a-f]{16}@redacted\.invalid$`],
    ['<F16E@exch01.corp.example>', String.raw`^<id-[0-9a-f]{16}@redacted\.invalid>$`],
    ['c=us;a= ;p=Corp;l=EXCH01-040218-7', String.raw`^id-[0-9a-f]{16}@redacted\.invalid$`],
    ['-', '^-$'],
    ['<>', '^<>$'],
  ])('of the id %s', (id, token) => {
    expect(names().messageId(id)).toMatch(new RegExp(token));
  });

  it.each([
    ['20040218.log', String.raw`^20040218\.log$`],
    ['-', '^-$'],
    ['EXCH01.log/20040218.log', String.raw`^host-[0-9a-f]{12}\.log/20040218\.log$`],
    ['EXCH01.log\\20040218.log.gz', String.raw`^host-[0-9a-f]{12}\.log\\20040218\.log\.gz$`],
    ['/home/bob/a/MSGTRK20240101-1.LOG', '^/(folder-[0-9a-f]{12}/){3}MSGTRK20240101-1.LOG$'],
    ['../logs.zip/20041301.log', String.raw`^\.\./folder-[0-9a-f]{12}/file-[0-9a-f]{12}\.log$`],
    ['bob.LOG.GZ', String.raw`^file-[0-9a-f]{12}\.log\.gz$`],
    ['20040218-bob.log', String.raw`^file-[0-9a-f]{12}\.log$`],
    ['EXCH01.log', String.raw`^file-[0-9a-f]{12}\.log$`],
  ])('of the file %s', (file, token) => {
    expect(names().file(file)).toMatch(new RegExp(token));
  });

  it('are one for what the store takes for one', () => {
    const one = names();
    expect(one.address('Bob@Corp.Example')).toBe(one.address('bob@corp.example'));
    expect(one.address('SMTP:<bob@corp.example>')).toBe(
      `SMTP:<${one.address('bob@corp.example')}>`,
    );
    expect(one.host('[exch01.]')).toBe(one.host('EXCH01'));
    expect(one.host('exch01.corp.example')).toMatch(new RegExp(`^${one.host('EXCH01')}\\.`));
    expect(one.messageId('C=US;A= ;p=Corp;l=X')).toBe(one.messageId('c=us;a= ;p=corp;l=x'));
    expect(one.messageId('AB@c')).not.toBe(one.messageId('ab@c'));
  });

  it('tell which domains are the same', () => {
    const one = names();
    const domain = one.domain('corp.example');
    expect(one.address('bob@corp.example').endsWith(`@${domain}`)).toBe(true);
    expect(one.host('mx.corp.example').endsWith(`.${domain}`)).toBe(true);
    expect(one.address('bob@a.example').slice(0, 19)).not.toBe(
      one.address('bob@b.example').slice(0, 19),
    );
  });

  it.each([
    ['bob@Corp.Example', 'address', /^person-[0-9a-f]{12}@corp\.example$/],
    ['mx.Corp.example', 'host', /^host-[0-9a-f]{12}\.corp\.example$/],
    ['bob@[10.1.0.9]', 'address', /@domain-[0-9a-f]{8}\.invalid$/],
    ['bob@10.1.0.9', 'address', /@domain-[0-9a-f]{8}\.invalid$/],
    ['bob@corp example', 'address', /@domain-[0-9a-f]{8}\.invalid$/],
    ['mx.bob smith', 'host', /\.domain-[0-9a-f]{8}\.invalid$/],
  ] as const)('keep domains where they are some: %s', (text, kind, token) => {
    expect(names(true)[kind](text)).toMatch(token);
  });
});

describe('sentences', () => {
  const REASON = 'The last event is 1034 at 2004-02-18 09:00:00Z; the log of EXCH01 goes on.';

  it('have tokens for names, the longest first, wherever they stand alone', () => {
    const all = known('EXCH01', 'exch01.corp.example', 'EXCH010');
    const [short, long, other] = ['EXCH01', 'exch01.corp.example', 'EXCH010'].map((name) =>
      all.host(name),
    );
    expect(all.sentence(REASON)).toBe(REASON.replace('EXCH01', short ?? ''));
    expect(all.sentence('To exch01.corp.example, EXCH01 (EXCH010).')).toBe(
      `To ${long}, ${short} (${other}).`,
    );
    expect(all.sentence('EXCH011')).toBe('EXCH011');
  });

  it('keep their words where a server is called like one', () => {
    const all = known('MAIL', 'Log', '17', 'is');
    expect(all.sentence('MAIL handed the mail over; the log of Log is silent.')).toBe(
      `${all.host('MAIL')} handed the mail over; the log of ${all.host('Log')} ${all.host('is')} silent.`,
    );
    expect(all.sentence('17 recipients are stuck.')).toBe(
      `${all.host('17')} recipients are stuck.`,
    );
  });

  it('hold no address, known or not', () => {
    const all = known('EXCH01');
    expect(all.sentence('for BOB@corp.example and eve@corp.example at 10.9.8.7.')).toBe(
      `for ${all.address('bob@corp.example')} and ${all.address('eve@corp.example')}` +
        ` at ${all.host('10.9.8.7')}.`,
    );
  });

  it('of the catalogue stay', () => {
    const all = known('DOMAIN', 'IP');
    const text =
      'Check that a connector covers the domain of the recipient and is up, then look at the queues "Messages waiting to be routed" and "Final destination currently unreachable".';
    expect(all.sentence(text)).toBe(text);
  });

  it('come after all names, and so do queries', () => {
    const all = names();
    expect(all.sentence('EXCH01 is silent')).toBe('EXCH01 is silent');
    const id = all.messageId('F16E@exch01.corp.example');
    all.knowAll();
    expect(all.query('<f16e@EXCH01.corp.example>')).toBe(id);
    expect(all.query('F16E')).toMatch(/^query-[0-9a-f]{12}$/);
  });
});

describe('what is looked for', () => {
  it.each([
    ['address', 'bob@corp.example', 'anywhere'],
    ['address', 'ex:/o=corp/cn=bob', 'anywhere'],
    ['address', 'bob', 'value'],
    ['host', 'exch01', 'anywhere'],
    ['host', 'mail', 'value'],
    ['host', 'bridgehead', 'value'],
    ['host', 'mx-out', 'anywhere'],
    ['host', 'x', null],
    ['ip', '10.1.0.9', 'anywhere'],
    ['ip', '::1', 'anywhere'],
    ['message-id', '1', null],
    ['message-id', '20040218', 'value'],
    ['message-id', '2004', null],
    ['folder', '2004-02', null],
    ['folder', 'logs', 'value'],
    ['subject', 'test', 'value'],
    ['subject', 'quarterly figures', 'value'],
    ['subject', 'your order no. 17 of may', 'anywhere'],
    ['subject', '会议通知文件', 'anywhere'],
    ['domain', 'corp.example', 'anywhere'],
    ['domain', 'example', 'value'],
  ] as const)('of kind %s: %s', (kind, text, where) => {
    expect(searchOf(kind, text)).toBe(where);
  });
});
