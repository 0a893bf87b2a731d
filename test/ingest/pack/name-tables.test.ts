import { describe, expect, test } from 'vitest';
import { GENERATION, NameTables } from '../../../src/ingest/pack/name-tables.ts';
import { viewOf } from '../../../src/ingest/pack/intern-memory.ts';
import { hashText } from '../../../src/model/hash-text.ts';
import { messageKey } from '../../../src/model/message-key.ts';
import { inKernel, kernelHere } from '../../support/kernel-bytes.ts';
import { rangesOf } from '../../support/told-texts.ts';

const NONE = Int32Array.of(-1, -1);

describe('what names a host', () => {
  const services = ['SMTP', 'smtp', 'x400', 'MAPI', 'imap4', 'POP3', 'Store', '-'];
  const hosts = ['mx.partner.example', 'EXCH01', '10.1.0.12', 'smtp.partner.example'];

  test.each<[string, boolean]>([
    ...hosts.map((text): [string, boolean] => [text, true]),
    ...services.map((text): [string, boolean] => [text, false]),
  ])('%s: %s', (text, isHost) => {
    const names = new NameTables(1);
    const byText = names.host(text);
    expect(names.nextHop(byText)).toBe(isHost ? byText : -1);
    names.clear();
    const byBytes = names.hostBytes(...rangesOf(text));
    expect(names.nextHop(byBytes)).toBe(isHost ? byBytes : -1);
  });

  test('nothing is none', () => {
    const names = new NameTables(1);
    expect(names.nextHop(names.host(null))).toBe(-1);
  });

  test('is told anew in each generation', () => {
    const names = new NameTables(1);
    names.host('SMTP');
    names.clear();
    const host = names.hostBytes(...rangesOf('mx'));
    expect(names.nextHop(host)).toBe(host);
  });

  test('however many there are', () => {
    const names = new NameTables(1);
    const many = Array.from({ length: 5000 }, (_, i) => names.host(i % 3 === 0 ? `${i}` : 'SMTP'));
    expect(new Set(many.map((host) => names.nextHop(host))).size).toBe(1668);
  });
});

test('what is not there has no number', () => {
  const names = new NameTables(1);
  const [view] = rangesOf('a');
  expect(names.messageBytes(view, NONE, 0)).toBe(-1);
  expect(names.addressBytes(view, NONE, 0)).toBe(-1);
  expect(names.hostBytes(view, NONE, 0)).toBe(-1);
  expect([names.message(null), names.address(null), names.host(null)]).toEqual([-1, -1, -1]);
});

test('servers have their names back, spelled as the last spelling is', () => {
  const names = new NameTables(1);
  const server = names.serverBytes(...rangesOf('EXCH01'));
  expect(names.server('Exch01')).toBe(server);
  expect(names.serverName(server)).toBe('Exch01');
  expect(names.server('\u00c9XCH')).toBe(names.server('\u00e9xch'));
});

/** As a line tells them: the id, then the network message id. */
function numberOf(names: NameTables, id: string, network: string, where = inKernel): number {
  const bytes = where(Buffer.from(`x${id},${network}y`, 'latin1'));
  const ranges = Int32Array.of(1, 1 + id.length, id.length + 2, id.length + 2 + network.length);
  return names.messageBytes(viewOf(bytes), ranges, 0, 1);
}

const GUID = '0123abcd-ef45-6789-0000-00ffab901234';

function longName(i: number): string {
  return `${i}${'n'.repeat(10_000)}`;
}

describe('messages that have both ids', () => {
  test.each([0, 1, 100, 986, 987, 988, 1023, 1024, 5000])(
    'are told apart by both, with an id of %d bytes',
    (length) => {
      const names = new NameTables(1, kernelHere());
      const id = 'i'.repeat(length);
      const other = `${GUID.slice(0, -1)}5`;
      const numbers = [GUID, other].map((network) => numberOf(names, id, network));
      expect(new Set(numbers).size).toBe(2);
      expect(numberOf(names, id, GUID, (bytes) => bytes)).toBe(numbers[0]);
      expect(names.message(id, GUID)).toBe(numbers[0]);
      expect(names.takeNew().messages.texts).toEqual([messageKey(id, GUID), messageKey(id, other)]);
    },
  );
});

test.each([
  ['in memory of its own', () => null],
  ['in that of the kernel', kernelHere],
])(
  'messages that share an id have its hash, and one that tells them apart: %s',
  (_where, found) => {
    const names = new NameTables(1, found());
    const guids = Array.from({ length: 200 }, (_, i) => `${GUID.slice(0, -3)}${i + 100}`);
    for (const guid of guids) numberOf(names, 'shared@app.corp.example', guid);
    const { hashes, wholeHashes } = names.takeNew().messages;
    expect([...new Set(hashes)]).toEqual([hashText('shared@app.corp.example', 1)]);
    expect(new Set(wholeHashes).size).toBe(guids.length);
    // Those of texts are the same.
    const texts = new NameTables(1);
    for (const guid of guids) texts.message('shared@app.corp.example', guid);
    expect(texts.takeNew().messages).toMatchObject({ hashes, wholeHashes });
    // Without another part it is the hash of all.
    names.host('mx.partner.example');
    const { hosts } = names.takeNew();
    expect(hosts.wholeHashes).toEqual(hosts.hashes);
  },
);

test('a generation ends where its names are long, too', () => {
  for (const found of [() => null, kernelHere]) {
    const names = new NameTables(1, found());
    for (let i = 0; i < 800; i++) names.message(longName(i));
    names.clearIfFull();
    expect(names.message(longName(799))).toBe(799);
    for (let i = 800; i < 900; i++) names.message(longName(i));
    names.takeNew();
    names.clearIfFull();
    expect(names.message(longName(899))).toBe(0);
  }
});

test('a generation ends where one table is full, with the batch, and for that table alone', () => {
  const names = new NameTables(1);
  names.server('EXCH01');
  for (let i = 0; i < GENERATION; i++) names.address(`${i}@x`);
  names.takeNew();
  names.clearIfFull();
  expect(names.address('0@x')).toBe(0);
  expect(names.address('one more@x')).toBe(GENERATION);
  names.takeNew();
  names.clearIfFull();
  expect([names.address('new@x'), names.address('0@x')]).toEqual([0, 1]);
  expect(names.takeNew()).toMatchObject({
    addresses: { from: 0, texts: ['new@x', '0@x'] },
    servers: { from: 1, texts: [] },
  });
});
