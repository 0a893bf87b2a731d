import { describe, expect, it } from 'vitest';
import { briefs } from '../support/life.ts';

const NDR = 'ndr ndr EXCH01 ndr';
const DELIVERED = 'delivered delivered EXCH01 -';
const ARRIVED = 'EXCH01 10:00 1019,1025,1024 amy,bob,carol\nEXCH01 10:01 1036,1028 amy';

describe('a 1030', () => {
  it.each<[string, string, Record<string, string>]>([
    [
      'that names one speaks of that one',
      `${ARRIVED}\nEXCH01 10:05 1030 bob`,
      { amy: DELIVERED, bob: NDR, carol: 'waiting categorizer EXCH01 categorizer' },
    ],
    [
      'that names nobody speaks of all still open there',
      `${ARRIVED}\nEXCH01 10:05 1030 -`,
      { amy: DELIVERED, bob: NDR, carol: NDR },
    ],
    [
      'does not end a list whose members had gone on',
      'EXCH01 10:00 1019,1024 staff\nEXCH01 10:01 1033,1036 amy,bob\nEXCH01 10:02 1023 amy\nEXCH01 10:30 1030 -',
      { staff: 'expanded categorizer EXCH01 - probable', amy: DELIVERED, bob: NDR },
    ],
    [
      'ends a redirected recipient who is delivered to as well and was still open',
      'EXCH01 10:00 1019,1024,1042 bob\nEXCH01 10:01 1033,1034 bob\nEXCH01 10:05 1030 -',
      { bob: NDR },
    ],
    [
      'does not end a recipient who was only redirected',
      'EXCH01 10:00 1019,1024,1042 bob\nEXCH01 10:05 1030 -',
      { bob: 'redirected redirected EXCH01 -' },
    ],
    [
      'does not end who arrives later',
      `${ARRIVED}\nEXCH01 10:05 1030 -\nEXCH01 10:06 1019 dave`,
      { amy: DELIVERED, bob: NDR, carol: NDR, dave: 'waiting accepted EXCH01 submission' },
    ],
    [
      'does not end who appears later',
      `${ARRIVED}\nEXCH01 10:05 1030 -\nEXCH01 10:06 1033 dave`,
      { amy: DELIVERED, bob: NDR, carol: NDR, dave: 'waiting routing EXCH01 queue' },
    ],
    [
      'does not end who arrives again',
      `EXCH01 10:00 1019,1024 bob\nEXCH01 10:05 1030 -\nEXCH01 10:06 1019 bob`,
      { bob: 'waiting accepted EXCH01 submission' },
    ],
    [
      'ends who came back after an end',
      'EXCH01 9:00 1019,1028 bob\nEXCH01 10:00 1019,1024 bob\nEXCH01 10:05 1030 -',
      { bob: NDR },
    ],
    [
      'does not end what is delivered after it',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:05 1030 -\nEXCH01 10:06 1028 bob',
      { bob: DELIVERED },
    ],
    [
      'does not end what left',
      'EXCH01 10:00 1019,1031 bob >mx.partner.example\nEXCH01 10:05 1030 -',
      { bob: 'transferred transferred EXCH01 -' },
    ],
    [
      'speaks of its own server alone',
      'EXCH01 10:00 1019,1024 bob\nEXCH02 10:01 1019,1024 carol\nEXCH02 10:05 1030 -',
      { bob: 'waiting categorizer EXCH01 categorizer', carol: 'ndr ndr EXCH02 ndr' },
    ],
    ['alone is what is known', 'EXCH01 10:05 1030 -', { '-': NDR }],
    [
      'is not weakened by a note',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:05 1030,34 -',
      { bob: NDR },
    ],
  ])('%s', (_, script, expected) => {
    expect(briefs(script)).toEqual(expected);
  });
});

describe('other lines without a recipient', () => {
  it.each<[string, string, Record<string, string>]>([
    [
      'move nobody who is named',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:01 1028 -',
      { bob: 'waiting categorizer EXCH01 categorizer' },
    ],
    [
      'are all there is, where nobody is named',
      'EXCH01 10:00 1019,1024 -',
      {
        '-': 'waiting categorizer EXCH01 categorizer',
      },
    ],
    [
      'a bad end of another kind speaks of all too',
      'EXCH01 10:00 1019,1024 bob\nEXCH01 10:01 1021 -',
      { bob: 'badmail badmail EXCH01 badmail' },
    ],
  ])('%s', (_, script, expected) => {
    expect(briefs(script)).toEqual(expected);
  });
});
