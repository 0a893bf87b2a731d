import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMessageInfo } from '../../../src/formats/msgtrk-details/message-info.ts';
import type { LatencyComponent } from '../../../src/model/latency.ts';

/** As text again, to be compared with what was written. */
function written(components: readonly LatencyComponent[]): string {
  return components
    .map(({ name, seconds, children }) => {
      const below = children.length === 0 ? '' : `(${written(children)})`;
      return `${name}=${seconds}${below}`;
    })
    .join('|');
}

function depthOf(components: readonly LatencyComponent[]): number {
  return components.reduce((deepest, { children }) => Math.max(deepest, 1 + depthOf(children)), 0);
}

const ARRIVAL = '2019-03-05T08:00:00.250Z';

describe('message-info', () => {
  test('of 2007 is a time alone', () => {
    expect(parseMessageInfo('2007-08-04T10:11:12.345Z')).toEqual({
      originalArrivalAt: Date.UTC(2007, 7, 4, 10, 11, 12, 345),
      segments: [],
    });
  });

  test('of 2010 tells whole seconds', () => {
    const { segments } = parseMessageInfo(
      '2010-05-06T07:08:09.000Z;SRV=hub1.contoso.example:TOTAL=14|QDM=12|CAT=2',
    );
    expect(segments).toEqual([
      {
        kind: 'SRV',
        server: 'hub1.contoso.example',
        total: 'TOTAL',
        seconds: 14,
        components: [
          { name: 'QDM', seconds: 12, isExtra: false, children: [] },
          { name: 'CAT', seconds: 2, isExtra: false, children: [] },
        ],
      },
    ]);
  });

  test('of 2013 and later is a tree for each service', () => {
    const info = parseMessageInfo(
      `${ARRIVAL};SRV=mbx1.contoso.example:TOTAL-SUB=0.074|SA=0.050|MTSS=0.024;` +
        'LSRV=mbx2.contoso.example:TOTAL-HUB=14.439|SMR=0.200(SMRDE=0.004|SMRC=0.190(SMRCL=0.100|X-SMRCR=0.190))' +
        '|CAT=0.400(CATOS=0.100(CATSM=0.090(CATSM-Malware Agent=0.088)))|QDE=13.818|SMS=0.021',
    );
    expect(info.originalArrivalAt).toBe(Date.parse(ARRIVAL));
    expect(
      info.segments.map(({ kind, server, total, seconds }) => [kind, server, total, seconds]),
    ).toEqual([
      ['SRV', 'mbx1.contoso.example', 'TOTAL-SUB', 0.074],
      ['LSRV', 'mbx2.contoso.example', 'TOTAL-HUB', 14.439],
    ]);
    expect(written(info.segments[1]?.components ?? [])).toBe(
      'SMR=0.2(SMRDE=0.004|SMRC=0.19(SMRCL=0.1|X-SMRCR=0.19))|CAT=0.4(CATOS=0.1(CATSM=0.09(CATSM-Malware Agent=0.088)))|QDE=13.818|SMS=0.021',
    );
  });

  test('tells again what was waited for again', () => {
    const { segments } = parseMessageInfo(
      `${ARRIVAL};SRV=a:TOTAL-HUB=30|QDM=10|SMSC=1|SMS=2|QDM=17`,
    );
    expect(written(segments[0]?.components ?? [])).toBe('QDM=10|SMSC=1|SMS=2|QDM=17');
  });

  test('marks measures that are no part of the sum', () => {
    const [segment] = parseMessageInfo('SRV=a:TOTAL-HUB=1|SMSC=1(X-SMSDR=0.5)').segments;
    expect(segment?.components[0]?.isExtra).toBe(false);
    expect(segment?.components[0]?.children[0]).toMatchObject({ name: 'X-SMSDR', isExtra: true });
  });

  test.each<[string, string]>([
    ['a segment without a total', 'SRV=a:CAT=1|QDM=2'],
    ['what is no number', 'SRV=a:CAT=1|NONE=soon|=3|QDM=2|'],
    ['what lies in no component', 'SRV=a:CAT=1|oops(LOST=5(LOST=6))|QDM=2'],
    ['brackets that nothing opened', 'SRV=a:CAT=1))|QDM=2'],
    ['blanks around values', 'SRV=a:CAT=1 | QDM=2 '],
  ])('%s: the rest is read', (_, field) => {
    const [segment] = parseMessageInfo(field).segments;
    expect(segment?.total).toBeNull();
    expect(written(segment?.components ?? [])).toBe('CAT=1|QDM=2');
  });

  test.each(['', '04I: ', '0cA: ', '00A: NTS: ', ';', 'SRV=', 'SRV=a', '0001-01-01T00:00:00.000Z'])(
    '%j says nothing of any time',
    (field) => {
      expect(parseMessageInfo(field)).toEqual({ originalArrivalAt: null, segments: [] });
    },
  );

  test('a clock that went back gives a negative time', () => {
    expect(parseMessageInfo('SRV=a:TOTAL-HUB=-2.5').segments[0]?.seconds).toBe(-2.5);
  });
});

const node = fc.letrec<{ tree: LatencyComponent[] }>((tie) => ({
  tree: fc.array(
    fc.record({
      name: fc.stringMatching(/^(?:X-)?[A-Z]{2,6}(?:-[A-Za-z]{1,8}(?: Agent)?)?$/),
      seconds: fc.integer({ min: 0, max: 10_000_000 }).map((ms) => ms / 1000),
      isExtra: fc.constant(false),
      children: fc.oneof({ maxDepth: 4 }, fc.constant([]), tie('tree')),
    }),
    { minLength: 1, maxLength: 4, depthIdentifier: 'latency' },
  ),
})).tree;

test('what is written is read', () => {
  fc.assert(
    fc.property(node, (tree) => {
      const field = `${ARRIVAL};SRV=a:TOTAL-HUB=1|${written(tree)}`;
      const read = parseMessageInfo(field).segments[0]?.components ?? [];
      expect(written(read)).toBe(written(tree));
    }),
  );
});

test('no text makes it throw', () => {
  const alphabet = fc.constantFrom('S', 'R', 'V', '=', ':', '|', '(', ')', ';', "'", '1', '.', '-');
  const hostile = fc.oneof(
    fc.string(),
    fc.string({ unit: alphabet, maxLength: 80 }),
    fc.string({ unit: alphabet, maxLength: 80 }).map((text) => `SRV=a:TOTAL=1|${text}`),
  );
  fc.assert(
    fc.property(hostile, (field) => {
      const { segments, originalArrivalAt } = parseMessageInfo(field);
      expect(originalArrivalAt === null || Number.isInteger(originalArrivalAt)).toBe(true);
      for (const { components } of segments) expect(depthOf(components)).toBeLessThan(13);
    }),
  );
});

test.each<[string, string]>([
  ['opened', '('],
  ['closed', ')'],
  ['opened in components', 'A=1('],
  ['of nothing', '|'],
  ['of segments', ';SRV=a:'],
])('a long text of levels %s is read in no time and no depth', (_, part) => {
  const { segments } = parseMessageInfo(`SRV=a:TOTAL=1|${part.repeat(200_000)}`);
  expect(depthOf(segments[0]?.components ?? [])).toBeLessThan(13);
});

test('a line of nothing but segments is cut', () => {
  expect(parseMessageInfo('SRV=a:TOTAL=1;'.repeat(5000)).segments).toHaveLength(100);
});
