import { describe, expect, test } from 'vitest';
import {
  ALL_EVENTS,
  findEvent,
  IMS_EVENTS,
  MTA_EVENTS,
  SMTP_EVENTS,
} from '../../src/catalogue/index.ts';
import type { EventEntry } from '../../src/catalogue/index.ts';
import type { Stage } from '../../src/model/stage.ts';

const MTA_IDS = [
  0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 18, 23, 26, 28, 29, 31, 33, 34, 43, 50, 51, 52, 1000, 1001, 1002,
  1003, 1004, 1005, 1006, 1007,
];

const SMTP_AND_IMS_IDS = Array.from({ length: 1042 - 1010 + 1 }, (_, index) => 1010 + index);

/** The contract's table; ids that stand nowhere in it are notes. */
const CONTRACT: Record<Stage, readonly number[]> = {
  submission: [4, 1027],
  accepted: [0, 2, 1001, 1004, 1005, 1012, 1015, 1017, 1019, 1025],
  categorizer: [1024],
  'categorizer-retry': [1032],
  routing: [29, 1014, 1033],
  'routing-retry': [1035],
  'remote-queue': [1010, 1034],
  'gateway-queue': [1038],
  'local-queue': [1036],
  'local-retry': [1037],
  transfer: [1020],
  transferred: [7, 8, 1002, 1003, 1006, 1011, 1016, 1029, 1031],
  delivered: [9, 10, 1000, 1013, 1023, 1028],
  redirected: [28, 1042],
  ndr: [1030],
  badmail: [1021],
  'queue-failure': [1022, 1026],
  filtered: [50, 51, 52, 1039, 1040, 1041],
  absorbed: [33, 43, 1018],
  held: [],
};

const NOTES = [1, 5, 6, 18, 23, 26, 31, 34, 1007];

function idsWhere(holds: (entry: EventEntry) => boolean): number[] {
  return ALL_EVENTS.filter((entry) => holds(entry)).map((entry) => entry.id);
}

describe('the known ids', () => {
  test('are those of the documents and no others, in order', () => {
    expect(ALL_EVENTS.map((entry) => entry.id)).toEqual([...MTA_IDS, ...SMTP_AND_IMS_IDS]);
  });

  test.each([
    ['MTA_EVENTS', MTA_EVENTS],
    ['IMS_EVENTS', IMS_EVENTS],
    ['SMTP_EVENTS', SMTP_EVENTS],
  ])('%s keeps each row under its own id', (_, table) => {
    for (const [key, entry] of Object.entries<EventEntry>(table)) {
      expect(String(entry.id)).toBe(key);
    }
  });

  test('have a name each', () => {
    const names = ALL_EVENTS.map((entry) => entry.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each([
    [0, 'Message transfer in'],
    [1019, 'SMTP submit message to AQ'],
    [1024, 'SMTP submit message to categorizer'],
    [1042, 'Message redirected to the alternate recipient'],
  ])('%i is found as "%s"', (id, name) => {
    expect(findEvent(id)?.name).toBe(name);
  });

  test.each([-1, 3, 53, 999, 1008, 1009, 1043, 1019.5, Number.NaN])('%f is unknown', (id) => {
    expect(findEvent(id)).toBeUndefined();
  });
});

describe('what an event does', () => {
  test.each(Object.entries(CONTRACT))('the stage %s has the ids of the contract', (stage, ids) => {
    expect(idsWhere((entry) => entry.stage === stage)).toEqual(ids);
  });

  test('every other id is a note', () => {
    expect(idsWhere((entry) => entry.stage === null)).toEqual(NOTES);
  });

  test('a new arrival opens a recipient again', () => {
    expect(idsWhere((entry) => entry.opens)).toEqual([
      0, 2, 4, 1001, 1004, 1005, 1010, 1012, 1015, 1017, 1019, 1027,
    ]);
  });

  test('a hand-over lets the trail go on with the next hop', () => {
    expect(idsWhere((entry) => entry.handsOver)).toEqual([7, 8, 1011, 1016, 1031]);
  });
});

describe('the versions that write an event', () => {
  test.each([
    [
      '4.0',
      [0, 2, 4, 7, 8, 9, 10, 26, 28, 29, 33, 34, 43, 50, ...MTA_IDS.filter((id) => id >= 1000)],
    ],
    [
      '2003',
      [...MTA_IDS.filter((id) => id !== 26), ...SMTP_AND_IMS_IDS.filter((id) => id >= 1019)],
    ],
  ] as const)('%s', (version, ids) => {
    expect(idsWhere((entry) => entry.versions.includes(version))).toEqual(ids);
  });

  test('5.5 has the Internet Mail Service and nothing of the later transport', () => {
    const ids = MTA_IDS.filter((id) => id !== 18 && id !== 23);
    expect(idsWhere((entry) => entry.versions.includes('5.5'))).toEqual([
      ...ids,
      ...SMTP_AND_IMS_IDS.filter((id) => id <= 1018),
    ]);
  });

  test('2000 tells nothing beyond 1031', () => {
    const ids = idsWhere((entry) => entry.versions.includes('2000'));
    expect(ids).toEqual([...MTA_IDS, ...SMTP_AND_IMS_IDS.filter((id) => id >= 1019 && id <= 1031)]);
  });
});
