import { describe, expect, it } from 'vitest';
import { namesSame } from '../../src/lifecycle/names.ts';
import { briefs, judge, judgeOne, moment } from '../support/life.ts';

const DELIVERED = 'delivered delivered EXCH01 -';
const EXPANDED = 'expanded categorizer EXCH01 - probable';
const PROBABLE = `${DELIVERED} probable`;

describe('EX forms', () => {
  it.each<[string, string, Record<string, string>]>([
    [
      'one and one, by name',
      'EXCH01 10:00 1027 EX:BOB\nEXCH01 10:00:01 1019,1024,1036,1028 bob',
      { bob: DELIVERED },
    ],
    [
      'one and one, other names',
      'EXCH01 10:00 1027 EX:XKCD\nEXCH01 10:00:01 1019,1024,1036,1028 bob',
      { bob: DELIVERED },
    ],
    [
      'as far as 1024',
      'EXCH01 10:00 1027,1019,1025,1024 EX:XKCD\nEXCH01 10:00:01 1033,1036,1028 bob',
      { bob: DELIVERED },
    ],
    [
      'categorizer retried',
      'EXCH01 10:00 1027,1019,1024,1032 EX:XKCD\nEXCH01 10:30 1033,1036,1028 bob',
      { bob: DELIVERED },
    ],
    [
      'n and n, by name',
      'EXCH01 10:00 1027 EX:AMY,EX:BOB\nEXCH01 10:00:01 1019,1028 bob,amy',
      { amy: DELIVERED, bob: DELIVERED },
    ],
    [
      'n and n, other names',
      'EXCH01 10:00 1027 EX:U1,EX:U2\nEXCH01 10:00:01 1019,1028 bob,amy',
      { amy: PROBABLE, bob: PROBABLE },
    ],
    [
      'one by name, the others one and one',
      'EXCH01 10:00 1027 EX:AMY,EX:U2\nEXCH01 10:00:01 1019,1028 bob,amy',
      { amy: DELIVERED, bob: DELIVERED },
    ],
    [
      'more EX forms than addresses: one of them is still on its way',
      'EXCH01 10:00 1027 EX:AMY,EX:BOB\nEXCH01 10:00:01 1019,1028 bob',
      { bob: DELIVERED, 'EX:AMY': 'waiting submission EXCH01 submission' },
    ],
    [
      'alone: stuck under the form that is known',
      'EXCH01 10:00 1027,1019 EX:BOB',
      { 'EX:BOB': 'waiting accepted EXCH01 submission' },
    ],
    [
      'delivered under the EX form itself',
      'EXCH01 10:00 1027,1019,1028 EX:BOB',
      { 'EX:BOB': DELIVERED },
    ],
    [
      'beside a recipient who was addressed by SMTP at once',
      'EXCH01 10:00 1027 EX:AMY,bob@partner.example\nEXCH01 10:01 1019,1024 bob@partner.example',
      {
        'EX:AMY': 'waiting submission EXCH01 submission',
        'bob@partner.example': 'waiting categorizer EXCH01 categorizer',
      },
    ],
  ])('%s', (_, script, expected) => {
    expect(briefs(script)).toEqual(expected);
  });

  it('go on at the next server', () => {
    const script = `EXCH01 10:00 1027,1019,1024 EX:BOB
      EXCH02 10:00:05 1019,1036,1028 bob <EXCH01`;
    expect(briefs(script)).toEqual({ bob: 'delivered delivered EXCH02 -' });
  });

  it.each([
    ['10:00:01', ['amy']],
    ['9:55', ['amy']],
    ['9:54:59', ['EX:XKCD', 'amy']],
  ])('go on at another server from %s on: %j', (time, expected) => {
    const script = `EXCH01 10:00 1027 EX:XKCD\nEXCH02 ${time} 1019,1028 amy`;
    expect(Object.keys(briefs(script))).toEqual(expected);
  });

  it('beside a list that was addressed by SMTP became the other one', () => {
    const script = `EXCH01 10:00 1027 EX:XKCD
      EXCH01 10:00:01 1019,1025,1024 staff,zoe
      EXCH01 10:00:02 1033,1036,1028 amy,zoe`;
    expect(briefs(script)).toEqual({ amy: DELIVERED, staff: EXPANDED, zoe: PROBABLE });
  });

  it('give their events to the address: since, and the forms', () => {
    const verdict = judgeOne('EXCH01 9:00 1027 EX:BOB\nEXCH01 10:00 1024,1036 bob');
    expect(verdict.since).toBe(moment('9:00'));
    expect(verdict.forms).toEqual(['bob@corp.example', 'EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=BOB']);
  });

  it('that became more addresses than they are, are lists', () => {
    const script = `EXCH01 10:00 1027 EX:STAFF
      EXCH01 10:00:01 1019,1024,1036,1028 amy,bob`;
    expect(briefs(script)).toEqual({
      'EX:STAFF': 'expanded submission EXCH01 - probable',
      amy: DELIVERED,
      bob: DELIVERED,
    });
  });

  it('beside their own members: the list goes as an SMTP address to the categorizer', () => {
    const script = `EXCH01 10:00 1027 EX:STAFF
      EXCH01 10:00:01 1019,1025,1024 staff
      EXCH01 10:00:02 1033,1036,1028 amy,bob`;
    expect(briefs(script)).toEqual({
      staff: 'expanded categorizer EXCH01 - probable',
      amy: DELIVERED,
      bob: DELIVERED,
    });
  });

  it('are each told once', () => {
    const script = `EXCH01 10:00 1027 EX:U1,EX:U2,EX:U3
      EXCH01 10:00:01 1019,1024,1036,1028 amy,bob`;
    const verdicts = judge(script);
    expect(verdicts.filter(({ state }) => state === 'delivered')).toHaveLength(2);
    expect(new Set(verdicts.map(({ recipient }) => recipient)).size).toBe(verdicts.length);
  });
});

function exForm(name: string): string {
  return `EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=${name}`;
}

describe('names of one person', () => {
  it.each([
    ['BSMITH', 'bsmith@corp.example', true],
    ['BSMITH', 'b.smith@corp.example', true],
    ['BSMITH', 'bob.smith@corp.example', true],
    ['BOBS', 'bob.smith@corp.example', true],
    ['SMITHB', 'bob_smith@corp.example', true],
    ['Bob Smith', 'bob.smith@corp.example', true],
    ['Smith Bob', 'bob.smith@corp.example', true],
    ['MÜLLER', 'müller@corp.example', true],
    ['BOB', 'bob.smith@corp.example', false],
    ['SMITH', 'bob.smith@corp.example', false],
    ['', 'bob@corp.example', false],
    ['BOB', '', false],
    ['BOB', '@corp.example', false],
  ])('%s and %s: %s', (name, smtp, same) => {
    expect(namesSame(exForm(name), smtp)).toBe(same);
  });

  it('need both forms', () => {
    expect(namesSame(null, 'bob@corp.example')).toBe(false);
    expect(namesSame(exForm('BOB'), null)).toBe(false);
    expect(namesSame('bob@corp.example', 'bob@corp.example')).toBe(false);
  });

  it('take the last CN, and long ones in no time', () => {
    expect(namesSame('/o=Corp/cn=Recipients/cn=bob', 'bob@corp.example')).toBe(true);
    const started = performance.now();
    namesSame(exForm('cn='.repeat(100_000)), `${'a.'.repeat(100_000)}@corp.example`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('forms that take turns up to the categorizer', () => {
  const GOES_ON = 'EXCH01 10:00:05 1033,1036,1023 bob';
  it.each(['SSSE', 'SEES', 'ESES', 'SESE', 'ESSE'])('%s', (order) => {
    const early = ['1027', '1019', '1025', '1024'].map(
      (id, index) => `EXCH01 10:00:0${index} ${id} ${order[index] === 'E' ? 'EX:BOB' : 'bob'}`,
    );
    expect(briefs([...early, GOES_ON].join('\n'))).toEqual({ bob: DELIVERED });
  });

  it('are not those of two recipients, who are both told at each step', () => {
    const script = `EXCH01 10:00 1027,1019,1025,1024 EX:XKCD,joe\nEXCH01 10:00:05 1033,1034 joe`;
    expect(Object.keys(briefs(script))).toEqual(['EX:XKCD', 'joe']);
  });
});
