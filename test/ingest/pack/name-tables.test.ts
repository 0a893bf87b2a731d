import { describe, expect, test } from 'vitest';
import { GENERATION, NameTables } from '../../../src/ingest/pack/name-tables.ts';
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
