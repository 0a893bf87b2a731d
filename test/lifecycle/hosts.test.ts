import { describe, expect, it } from 'vitest';
import { firstLabel, foldHost, isSameHost, suffixOf } from '../../src/lifecycle/hosts.ts';

describe('the name of a host', () => {
  it.each([
    ['EXCH01', 'exch01', 'exch01', null],
    [' Exch01.Corp.Example. ', 'exch01.corp.example', 'exch01', 'corp.example'],
    ['[10.1.0.11]', '10.1.0.11', '10.1.0.11', null],
    ['10.1.0.11', '10.1.0.11', '10.1.0.11', null],
    ['[2001:db8::1.2]', '2001:db8::1.2', '2001:db8::1.2', null],
    ['', '', '', null],
  ])('%j is %j: %j of %j', (name, folded, label, suffix) => {
    expect(foldHost(name)).toBe(folded);
    expect(firstLabel(folded)).toBe(label);
    expect(suffixOf(folded)).toBe(suffix);
  });

  it.each([
    ['EXCH01', 'exch01', true],
    ['EXCH01', 'exch01.corp.example', true],
    ['exch01.corp.example.', 'EXCH01', true],
    ['exch01.corp.example', 'EXCH01.Corp.Example', true],
    ['exch01.corp.example', 'exch01.partner.example', false],
    ['EXCH01', 'exch011.corp.example', false],
    ['10', '10.1.0.11', false],
    ['10.1.0.11', '[10.1.0.11]', true],
    ['10.1.0.11', '10.1.0.12', false],
  ])('%s and %s are one host: %s', (one, other, same) => {
    expect(isSameHost(one, other)).toBe(same);
    expect(isSameHost(other, one)).toBe(same);
  });
});
