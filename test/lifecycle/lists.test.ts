import { describe, expect, it } from 'vitest';
import { briefs, judge, moment } from '../support/life.ts';

const DELIVERED = 'delivered delivered EXCH01 -';
const EXPANDED = 'expanded categorizer EXCH01 - probable';

describe('lists', () => {
  it.each<[string, string, Record<string, string>]>([
    [
      'members go on on the same server',
      `EXCH01 10:00 1019,1025,1024 staff
       EXCH01 10:00:01 1033,1036,1028 amy,bob`,
      { staff: EXPANDED, amy: DELIVERED, bob: DELIVERED },
    ],
    [
      'one member is enough',
      'EXCH01 10:00 1019,1025,1024 staff\nEXCH01 10:00:01 1033,1036 amy',
      { staff: EXPANDED, amy: 'waiting local-queue EXCH01 queue' },
    ],
    [
      'nobody goes on: stuck in the categorizer',
      'EXCH01 10:00 1019,1025,1024 staff',
      { staff: 'waiting categorizer EXCH01 categorizer' },
    ],
    [
      'nobody goes on, tried again',
      'EXCH01 10:00 1019,1025,1024,1032 staff',
      { staff: 'retrying categorizer-retry EXCH01 categorizer' },
    ],
    [
      'beside a direct recipient who goes on under the same address',
      `EXCH01 10:00 1019,1025,1024 staff,carol
       EXCH01 10:00:01 1033,1036,1028 amy,carol`,
      { staff: EXPANDED, amy: DELIVERED, carol: DELIVERED },
    ],
    [
      'beside a direct recipient, and nobody else: the list is stuck',
      `EXCH01 10:00 1019,1025,1024 staff,carol
       EXCH01 10:00:01 1033,1036,1028 carol`,
      { staff: 'waiting categorizer EXCH01 categorizer', carol: DELIVERED },
    ],
    [
      'a member who is a direct recipient too',
      `EXCH01 10:00 1019,1025,1024 staff,carol
       EXCH01 10:00:01 1033,1036,1028 carol,amy,carol`,
      { staff: EXPANDED, amy: DELIVERED, carol: DELIVERED },
    ],
    [
      'members appear on the next server, which names this one',
      `EXCH01 10:00 1019,1025,1024 staff
       EXCH02 10:00:05 1019,1028 amy,bob <exch01.corp.example`,
      {
        staff: 'expanded categorizer EXCH01 - probable',
        amy: 'delivered delivered EXCH02 -',
        bob: 'delivered delivered EXCH02 -',
      },
    ],
    [
      'recipients on a server that does not name this one are no members',
      `EXCH01 10:00 1019,1025,1024 staff
       EXCH02 10:00:05 1019,1028 amy <PC7`,
      { staff: 'waiting categorizer EXCH01 categorizer', amy: 'delivered delivered EXCH02 -' },
    ],
    [
      'handed over, expanded at the next server without a line of its own there',
      `EXCH01 10:00 1019,1024,1034,1031 staff >EXCH02
       EXCH02 10:00:05 1033,1036,1028 amy`,
      {
        staff: 'expanded transferred EXCH02 - probable',
        amy: 'delivered delivered EXCH02 -',
      },
    ],
    [
      'handed over to a server where somebody was addressed beside it',
      `EXCH01 10:00:00 1027,1019,1024 bob <EXCH01
       EXCH02 9:59:00 1019,1033,1034,1031 amy >EXCH01
       EXCH01 10:00:03 1036,1028 bob`,
      { amy: 'lost transferred EXCH02 transit', bob: DELIVERED },
    ],
    [
      'another copy of the message that begins with the other accept event brings no members',
      `EXCH01 10:00 1019,1024 amy
       EXCH01 10:00:05 1025,1019,1024,1033,1036,1023 bob`,
      { amy: 'waiting categorizer EXCH01 categorizer', bob: 'delivered delivered EXCH01 -' },
    ],
    [
      'a server that logged the address itself brings no members, whatever its client is called',
      `EXCH02 10:00 1019,1024 amy,bob <EXCH01
       EXCH02 10:00:02 1034,1031 amy >EXCH01
       EXCH01 10:00:05 1019,1024 amy <EXCH02
       EXCH02 10:00:12 1036,1028 bob`,
      { amy: 'waiting categorizer EXCH01 categorizer', bob: 'delivered delivered EXCH02 -' },
    ],
    [
      'handed over and lost beside a list that the next server expanded',
      `EXCH01 10:00 1019,1024,1034,1031 staff,zoe >EXCH02
       EXCH02 10:00:05 1019,1024 staff
       EXCH02 10:00:06 1033,1036,1028 amy`,
      {
        staff: 'expanded categorizer EXCH02 - probable',
        zoe: 'lost transferred EXCH01 transit',
        amy: 'delivered delivered EXCH02 -',
      },
    ],
    [
      'handed over, expanded at the next server after its 1024 there',
      `EXCH01 10:00 1019,1024,1034,1031 staff >EXCH02
       EXCH02 10:00:05 1019,1024 staff
       EXCH02 10:00:06 1033,1036,1028 amy`,
      {
        staff: 'expanded categorizer EXCH02 - probable',
        amy: 'delivered delivered EXCH02 -',
      },
    ],
    [
      'handed over, and the next server knows nobody: lost',
      'EXCH01 10:00 1019,1024,1034,1031 staff >EXCH02\nEXCH03 10:00 1077 amy',
      { staff: 'lost transferred EXCH01 transit', amy: 'waiting none EXCH03 - not-judged' },
    ],
    [
      'handed over, expanded at the next server, and a list in it is stuck there',
      `EXCH01 10:00 1019,1024,1034,1031 staff >EXCH02
       EXCH02 10:00:05 1033,1036,1028 amy
       EXCH02 10:00:06 1024 sales`,
      {
        staff: 'expanded transferred EXCH02 - probable',
        amy: 'delivered delivered EXCH02 -',
        sales: 'waiting categorizer EXCH02 categorizer',
      },
    ],
    [
      'handed over, and the next server knows someone from within the skew',
      'EXCH01 10:00 1019,1024,1034,1031 staff >EXCH02\nEXCH02 9:55 1036,1028 amy',
      { staff: 'expanded transferred EXCH02 - probable', amy: 'delivered delivered EXCH02 -' },
    ],
    [
      'handed over, and the next server knows only someone from long before',
      'EXCH01 10:00 1019,1024,1034,1031 staff >EXCH02\nEXCH02 9:54:59 1036,1028 amy',
      { staff: 'lost transferred EXCH01 transit', amy: 'delivered delivered EXCH02 -' },
    ],
    [
      'a list in a list: both are',
      `EXCH01 10:00 1019,1025,1024 staff
       EXCH01 10:00:01 1024 sales
       EXCH01 10:00:02 1033,1036,1028 amy`,
      { staff: EXPANDED, sales: EXPANDED, amy: DELIVERED },
    ],
    [
      'two lists: who is whose cannot be told',
      `EXCH01 10:00 1019,1025,1024 staff,sales
       EXCH01 10:00:01 1033,1036,1028 amy`,
      { staff: EXPANDED, sales: EXPANDED, amy: DELIVERED },
    ],
    [
      'the log begins in the midst: who begins with the same event was addressed beside it',
      'EXCH01 10:00 1024 staff,carol\nEXCH01 10:00:02 1024 dave',
      {
        staff: 'waiting categorizer EXCH01 categorizer',
        carol: 'waiting categorizer EXCH01 categorizer',
        dave: 'waiting categorizer EXCH01 categorizer',
      },
    ],
    [
      'the log begins in the midst of a list',
      'EXCH01 10:00 1024 staff\nEXCH01 10:00:01 1033,1036,1028 amy',
      { staff: EXPANDED, amy: DELIVERED },
    ],
    [
      'Exchange 2000: members come with 1020 or 1023',
      'EXCH01 10:00 1019,1025,1024 staff\nEXCH01 10:00:02 1023 amy',
      { staff: EXPANDED, amy: DELIVERED },
    ],
    [
      'a bad member does not make the list one',
      'EXCH01 10:00 1019,1025,1024 staff\nEXCH01 10:00:01 1030 amy',
      { staff: EXPANDED, amy: 'ndr ndr EXCH01 ndr' },
    ],
    [
      'a refused list failed itself',
      'EXCH01 10:00 1019,1025,1024,1030 staff\nEXCH01 10:00:01 1033,1036,1028 amy',
      { staff: 'ndr ndr EXCH01 ndr', amy: DELIVERED },
    ],
    [
      'a list that came again and whose members have not gone on since',
      `EXCH01 10:00 1019,1025,1024 staff
       EXCH01 10:00:01 1033,1036,1028 amy
       EXCH01 12:00 1019,1025,1024 staff`,
      { staff: 'waiting categorizer EXCH01 categorizer', amy: DELIVERED },
    ],
    [
      'a list that came again and whose members did too',
      `EXCH01 10:00 1019,1025,1024 staff
       EXCH01 10:00:01 1033,1036,1028 amy
       EXCH01 12:00 1019,1025,1024 staff
       EXCH01 12:00:01 1033,1036,1028 amy`,
      { staff: EXPANDED, amy: DELIVERED },
    ],
  ])('%s', (_, script, expected) => {
    const setting = { logs: { EXCH02: {} } };
    expect(briefs(script, setting)).toEqual(expected);
  });

  it('say in words when the first member was seen', () => {
    const list = 'EXCH01 10:00 1019,1025,1024 staff';
    const members = [
      'EXCH01 10:00:09 1033 amy',
      'EXCH01 10:00:07 1033 bob',
      'EXCH01 10:00:08 1033 carol',
    ];
    const next = members.map(
      (line) => `${line.replace('EXCH01', 'EXCH02').replace('1033', '1019')} <EXCH01`,
    );
    for (const [server, lines] of [['EXCH01', members] as const, ['EXCH02', next] as const]) {
      const found = judge([list, ...lines].join('\n')).find(({ state }) => state === 'expanded');
      expect(found).toMatchObject({ server: 'EXCH01', stall: null, since: moment('10:00') });
      expect(found?.reason).toContain(`the first one on ${server} at 2004-02-18 10:00:07Z`);
    }
  });
});
