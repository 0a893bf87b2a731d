import { describe, expect, test } from 'vitest';
import { findStatus, STATUS_TABLE } from '../../src/catalogue/index.ts';
import type { StatusEntry } from '../../src/catalogue/index.ts';

test('each row is under its own code', () => {
  for (const [code, entry] of Object.entries<StatusEntry>(STATUS_TABLE)) {
    expect(entry.code).toBe(code);
  }
});

describe('a status code is found', () => {
  test.each([
    ['5.5.0', '5.5.0'],
    ['550 5.7.1', '5.7.1'],
    ['550-5.7.1 relaying denied', '5.7.1'],
    ['530 5.7.0 Must issue a STARTTLS command first', '5.7.0'],
    ['<exch01.corp.example #5.1.1>', '5.1.1'],
    [' #5.1.10.', '5.1.10'],
    ['Refused (4.4.7).', '4.4.7'],
    ['#5.5.0 smtp;550 5.7.1 no', '5.5.0'],
    ['5.2.3', '5.2.3'],
  ])('%j is %s', (text, code) => {
    expect(findStatus(text)?.code).toBe(code);
  });

  test.each(['4.2.1', '4.3.2', '4.4.1', '4.4.2', '4.4.6', '5.4.6', '4.4.7', '5.1.0', '5.1.1'])(
    '%s has a row of its own',
    (code) => {
      expect(findStatus(code)?.code).toBe(code);
    },
  );

  test.each(['5.1.10', '5.1.2', '5.2.1', '5.2.2', '5.3.4', '5.4.4', '5.4.1', '5.5.4', '5.7.1'])(
    '%s has a row of its own',
    (code) => {
      expect(findStatus(code)?.code).toBe(code);
    },
  );
});

describe('a code without a row falls back', () => {
  test.each([
    ['4.2.9', '4.2.x', 'to its family'],
    ['4.2.x', '4.2.x', 'to the family that is asked for'],
    ['4.7.X', '4.7.x', 'whatever the case'],
    ['550 5.7.999', '5.7.x', 'to its family'],
    ['4.9.1', '4.x.x', 'to its class'],
    ['5.9.9', '5.x.x', 'to its class'],
    ['5.x.x', '5.x.x', 'to the class that is asked for'],
    ['2.0.0', '2.x.x', 'to its class'],
  ])('%s is %s, %s', (text, code) => {
    expect(findStatus(text)?.code).toBe(code);
  });
});

test.each([
  '',
  '550',
  '1034',
  '1.2.3',
  '3.1.1',
  '6.5.6944.0',
  '5.0.2195',
  '5.1.1.9',
  '15.1.1',
  '10.5.1.1',
  'v5.1.1',
  '5.1',
  '5..1',
  'remote-queue',
  'a5.1.1@corp.example',
])('%j holds no status code', (text) => {
  expect(findStatus(text)).toBeUndefined();
});
