import { describe, expect, it } from 'vitest';
import { ALL_EVENTS, STAGE_TABLE } from '../../src/catalogue/index.ts';
import { STAGES, STATES } from '../../src/model/stage.ts';
import { brief, briefs, judge, judgeOne } from '../support/life.ts';

const ARRIVED = 'EXCH01 10:00 1019,1025,1024 bob';
const LOST = `${ARRIVED}
  EXCH01 10:00:01 1033,1034,1020,1031 bob >EXCH02`;

/** Each state: a life that has it, and one that just has not. */
const CASES: readonly [string, string, string][] = [
  ['delivered', `${ARRIVED}\nEXCH01 10:01 1036,1028 bob`, `${ARRIVED}\nEXCH01 10:01 1036 bob`],
  [
    'transferred',
    `${ARRIVED}\nEXCH01 10:01 1034,1020,1031 bob >mx.partner.example`,
    `${ARRIVED}\nEXCH01 10:01 1034,1020 bob >mx.partner.example`,
  ],
  ['waiting', ARRIVED, `${ARRIVED}\nEXCH01 10:01 1032 bob`],
  ['retrying', `${ARRIVED}\nEXCH01 10:01 1035 bob`, `${ARRIVED}\nEXCH01 10:01 1035,1034 bob`],
  ['ndr', `${ARRIVED}\nEXCH01 10:01 1030 bob`, `${ARRIVED}\nEXCH01 10:01 34 bob`],
  ['badmail', `${ARRIVED}\nEXCH01 10:01 1021 bob`, `${ARRIVED}\nEXCH01 10:01 1021,1019 bob`],
  ['failed', `${ARRIVED}\nEXCH01 10:01 1022 bob`, `${ARRIVED}\nEXCH01 10:01 1032 bob`],
  ['filtered', 'EXCH01 10:00 1040 bob', 'EXCH01 10:00 1040,1019 bob'],
  ['absorbed', `${ARRIVED}\nEXCH01 10:01 1018 bob`, `${ARRIVED}\nEXCH01 10:01 1017 bob`],
  ['redirected', `${ARRIVED}\nEXCH01 10:01 1042 bob`, `${ARRIVED}\nEXCH01 10:01 1042,1036 bob`],
  [
    'expanded',
    'EXCH01 10:00 1019,1024 staff\nEXCH01 10:00:01 1033,1036,1028 bob',
    'EXCH01 10:00 1019,1024 staff\nEXCH01 10:00:01 1033 staff',
  ],
  ['lost', LOST, `${LOST}\nEXCH02 10:00:02 1019,1024 bob`],
  ['unlogged', LOST.replace('EXCH02', 'EXCH03'), LOST],
];

/** The log of EXCH02 is there; EXCH03 is ours, and its log is not. */
function stateOf(script: string): string[] {
  const setting = { logs: { EXCH02: '00:00-23:59' }, ours: ['EXCH03'] };
  return judge(script, setting).map(({ state }) => state);
}

describe('the states', () => {
  it.each(CASES)('%s, and just not', (state, has, hasNot) => {
    expect(stateOf(has)).toContain(state);
    expect(stateOf(hasNot)).not.toContain(state);
  });

  it('are all reached but held, which no event of these versions says', () => {
    const tested = new Set(CASES.map(([state]) => state));
    expect(STATES.filter((state) => !tested.has(state))).toEqual(['held']);
    expect(ALL_EVENTS.filter(({ stage }) => stage === 'held')).toEqual([]);
  });

  it('follow from the stage by the table, held too', () => {
    expect(STAGE_TABLE.held).toMatchObject({ kind: 'held', place: 'held', state: 'held' });
    const reached = new Set(STAGES.map((stage) => STAGE_TABLE[stage].state));
    const byTable = STATES.filter((state) => !['expanded', 'lost', 'unlogged'].includes(state));
    expect([...reached].toSorted()).toEqual(byTable.toSorted());
  });
});

/** The verdict, the whole day of EXCH01 loaded, after an arrival at ten. */
const STAGE_CASES: readonly [string, string][] = [
  ['1027', 'waiting submission EXCH01 submission'],
  ['1012', 'waiting accepted EXCH01 submission'],
  ['1015', 'waiting accepted EXCH01 submission'],
  ['1017', 'waiting accepted EXCH01 submission'],
  ['1019', 'waiting accepted EXCH01 submission'],
  ['1025', 'waiting accepted EXCH01 submission'],
  ['1024', 'waiting categorizer EXCH01 categorizer'],
  ['1032', 'retrying categorizer-retry EXCH01 categorizer'],
  ['1014', 'waiting routing EXCH01 queue'],
  ['1033', 'waiting routing EXCH01 queue'],
  ['1035', 'retrying routing-retry EXCH01 queue'],
  ['1010', 'waiting remote-queue EXCH01 queue'],
  ['1034', 'waiting remote-queue EXCH01 queue'],
  ['1038', 'waiting gateway-queue EXCH01 queue'],
  ['1036', 'waiting local-queue EXCH01 queue'],
  ['1037', 'retrying local-retry EXCH01 queue'],
  ['1020', 'waiting transfer EXCH01 transfer'],
  ['1011', 'transferred transferred EXCH01 - probable'],
  ['1016', 'transferred transferred EXCH01 - probable'],
  ['1029', 'transferred transferred EXCH01 -'],
  ['1031', 'transferred transferred EXCH01 - probable'],
  ['1013', 'delivered delivered EXCH01 -'],
  ['1023', 'delivered delivered EXCH01 -'],
  ['1028', 'delivered delivered EXCH01 -'],
  ['1042', 'redirected redirected EXCH01 -'],
  ['1030', 'ndr ndr EXCH01 ndr'],
  ['1021', 'badmail badmail EXCH01 badmail'],
  ['1022', 'failed queue-failure EXCH01 failure'],
  ['1026', 'failed queue-failure EXCH01 failure'],
  ['1039', 'filtered filtered EXCH01 filter'],
  ['1040', 'filtered filtered EXCH01 filter'],
  ['1041', 'filtered filtered EXCH01 filter'],
  ['1018', 'absorbed absorbed EXCH01 failure'],
  ['4', 'waiting submission EXCH01 submission'],
  ...['0', '2', '1001', '1004', '1005'].map((id): [string, string] => [
    id,
    'waiting accepted EXCH01 submission',
  ]),
  ['29', 'waiting routing EXCH01 queue'],
  ...['1002', '1003', '1006'].map((id): [string, string] => [
    id,
    'transferred transferred EXCH01 -',
  ]),
  ...['9', '10', '1000'].map((id): [string, string] => [id, 'delivered delivered EXCH01 -']),
  ['28', 'redirected redirected EXCH01 -'],
  ...['33', '43'].map((id): [string, string] => [id, 'absorbed absorbed EXCH01 failure']),
  ...['50', '51', '52'].map((id): [string, string] => [id, 'filtered filtered EXCH01 filter']),
];

describe('the last event', () => {
  it.each(STAGE_CASES)('%s after an arrival: %s', (id, expected) => {
    expect(brief(judgeOne(`EXCH01 10:00 1019 bob\nEXCH01 10:01 ${id} bob`))).toBe(expected);
  });

  it.each(['26', '31', '34', '18', '23', '1', '5', '6', '1007', '1077', '99999'])(
    '%s moves nothing',
    (id) => {
      const open = 'EXCH01 10:00 1019 bob\nEXCH01 10:01 1036 bob';
      const verdict = judgeOne(`${open}\nEXCH01 10:02 ${id} bob`);
      const without = judgeOne(open);
      expect(verdict).toEqual({ ...without, lastEventAt: verdict.lastEventAt });
      expect(verdict.lastEventAt - without.lastEventAt).toBe(60_000);
      const done = judgeOne(`${open}\nEXCH01 10:02 1028 bob\nEXCH01 10:03 ${id} bob`);
      expect(brief(done)).toBe('delivered delivered EXCH01 -');
    },
  );

  it('tells of a life that only notes speak of', () => {
    const verdict = judgeOne('EXCH01 10:00 1077 bob\nEXCH01 10:05 26 bob');
    expect(brief(verdict)).toBe('waiting none EXCH01 - not-judged');
    expect(verdict).toMatchObject({ proof: null, attempts: 0, nextHop: null });
    expect(verdict.reason).toContain('say nothing about where');
  });
});

describe('recipients of one message', () => {
  it('are judged each by their own lines', () => {
    const script = `EXCH01 10:00 1019,1025,1024 amy,bob,carol,dave
      EXCH01 10:01 1036,1028 amy
      EXCH01 10:01 1036,1037 bob
      EXCH01 10:01 1030 carol`;
    expect(briefs(script)).toEqual({
      amy: 'delivered delivered EXCH01 -',
      bob: 'retrying local-retry EXCH01 queue',
      carol: 'ndr ndr EXCH01 ndr',
      dave: 'waiting categorizer EXCH01 categorizer',
    });
  });

  it('come in order of address, whatever the order of the lines', () => {
    const names = judge('EXCH01 10:00 1019 zoe,amy,bob').map(({ recipient }) => recipient);
    expect(names).toEqual(['amy@corp.example', 'bob@corp.example', 'zoe@corp.example']);
  });
});
