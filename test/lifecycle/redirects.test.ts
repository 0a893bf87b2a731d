import { describe, expect, it } from 'vitest';
import { briefs } from '../support/life.ts';

const DELIVERED = 'delivered delivered EXCH01 -';
const EXPANDED = 'expanded categorizer EXCH01 - probable';

describe('redirections', () => {
  const ARRIVED = 'EXCH01 10:00 1019,1025,1024 bob';
  const REDIRECTED = 'redirected redirected EXCH01 -';
  it.each<[string, string, Record<string, string>]>([
    ['alone', `${ARRIVED}\nEXCH01 10:00:01 1042 bob`, { bob: REDIRECTED }],
    [
      'the other one goes on',
      `${ARRIVED}\nEXCH01 10:00:01 1042 bob\nEXCH01 10:00:02 1033,1036,1028 carol`,
      { bob: REDIRECTED, carol: DELIVERED },
    ],
    [
      'deliver to both',
      `${ARRIVED}\nEXCH01 10:00:01 1042 bob\nEXCH01 10:00:02 1033,1036,1028 bob,carol`,
      { bob: DELIVERED, carol: DELIVERED },
    ],
    [
      'deliver to both, the first not yet',
      `${ARRIVED}\nEXCH01 10:00:01 1042 bob\nEXCH01 10:00:02 1033,1036 bob\nEXCH01 10:00:03 1028 carol`,
      { bob: 'waiting local-queue EXCH01 queue', carol: DELIVERED },
    ],
    [
      'a note after it does not go on',
      `${ARRIVED}\nEXCH01 10:00:01 1042,1077 bob`,
      { bob: REDIRECTED },
    ],
    [
      'the target is no member of a list beside it',
      `EXCH01 10:00 1019,1025,1024 bob,staff
       EXCH01 10:00:01 1042 bob
       EXCH01 10:00:02 1033,1036,1028 carol`,
      { bob: REDIRECTED, carol: DELIVERED, staff: 'waiting categorizer EXCH01 categorizer' },
    ],
    [
      'but one more is',
      `EXCH01 10:00 1019,1025,1024 bob,staff
       EXCH01 10:00:01 1042 bob
       EXCH01 10:00:02 1033,1036,1028 carol,dave`,
      { bob: REDIRECTED, carol: DELIVERED, dave: DELIVERED, staff: EXPANDED },
    ],
    [
      'two redirections have two targets',
      `EXCH01 10:00 1019,1025,1024 bob,dan,staff
       EXCH01 10:00:01 1042 bob,dan
       EXCH01 10:00:02 1033,1036,1028 carol,erin`,
      {
        bob: REDIRECTED,
        dan: REDIRECTED,
        carol: DELIVERED,
        erin: DELIVERED,
        staff: 'waiting categorizer EXCH01 categorizer',
      },
    ],
    [
      'who came before it is no target but a member',
      `EXCH01 10:00 1019,1025,1024 bob,staff
       EXCH01 10:00:01 1033,1036,1028 carol
       EXCH01 10:00:02 1042 bob`,
      { bob: REDIRECTED, carol: DELIVERED, staff: EXPANDED },
    ],
    [
      'who arrives by a line of his own is no target',
      `EXCH01 10:00 1019,1025,1024 bob,staff
       EXCH01 10:00:01 1042 bob
       EXCH01 10:00:02 1019,1028 dave
       EXCH01 10:00:03 1033,1036,1028 carol`,
      {
        bob: REDIRECTED,
        carol: DELIVERED,
        dave: DELIVERED,
        staff: 'waiting categorizer EXCH01 categorizer',
      },
    ],
    [
      'the target is no other form of an EX address beside it',
      `EXCH01 10:00 1019,1024 EX:XKCD,bob
       EXCH01 10:00:01 1042 bob
       EXCH01 10:00:02 1033,1036,1028 carol`,
      {
        'EX:XKCD': 'waiting categorizer EXCH01 categorizer',
        bob: REDIRECTED,
        carol: DELIVERED,
      },
    ],
    [
      'and after a new arrival it is over',
      `${ARRIVED}\nEXCH01 10:00:01 1042 bob\nEXCH01 12:00 1019,1024 bob`,
      { bob: 'waiting categorizer EXCH01 categorizer' },
    ],
  ])('%s', (_, script, expected) => {
    expect(briefs(script)).toEqual(expected);
  });
});
