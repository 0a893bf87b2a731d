import { describe, expect, test } from 'vitest';
import { foldAddress, foldMessageId, plainAddress } from '../../src/model/fold-names.ts';

describe('message ids', () => {
  test.each([
    ['C=US;A= ;P=Corp;L=EXCH01-1', 'c=us;a= ;p=corp;l=exch01-1'],
    ['c=us;a= ;p=Corp;l=EXCH01-1', 'c=us;a= ;p=corp;l=exch01-1'],
    ['C=;A=x', 'c=;a=x'],
  ])('the MTS-ID %s compares without case', (id, folded) => {
    expect(foldMessageId(id)).toBe(folded);
  });

  test.each(['ABC@Corp.Example', 'C=x', 'xC=US;A= ', 'ac=us;P=Corp', ''])(
    '%j is an Internet message id: its case counts',
    (id) => {
      expect(foldMessageId(id)).toBe(id);
    },
  );
});

test('addresses compare without case', () => {
  expect(foldAddress('Olivia@Corp.Example')).toBe('olivia@corp.example');
  expect(foldAddress('EX:/O=CORP/CN=BOB')).toBe(foldAddress('ex:/o=Corp/cn=Bob'));
});

describe('an address without what surrounds it', () => {
  test.each([
    ['bob@corp.example', 'bob@corp.example'],
    ['<bob@corp.example>', 'bob@corp.example'],
    ['SMTP:bob@corp.example', 'bob@corp.example'],
    ['smtp:<bob@corp.example>', 'bob@corp.example'],
    ['EX:/O=CORP/CN=BOB', 'EX:/O=CORP/CN=BOB'],
    ['<>', '<>'],
    ['<', '<'],
    ['<bob@corp.example', '<bob@corp.example'],
    ['', ''],
  ])('%j: %j', (address, plain) => {
    expect(plainAddress(address)).toBe(plain);
  });
});
