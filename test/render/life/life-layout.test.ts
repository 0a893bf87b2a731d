import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STAGES } from '../../../src/model/stage.ts';
import { layoutLife } from '../../../src/render/life/life-layout.ts';
import type { Lane, LifeLayout } from '../../../src/render/life/life-layout.ts';
import type { MessageReport, RecipientReport } from '../../../src/model/report.ts';
import {
  AS_OF,
  coverageOf,
  deliveredRecipient,
  failedRecipient,
  hopOf,
  iso,
  lostRecipient,
  messageOf,
  recipientOf,
  stalledRecipient,
} from '../html/sample-trace.ts';

const ROOM = { maxLanes: 100, maxEvents: 10_000 };

const step = fc.tuple(
  fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 180_000 })),
  fc.option(fc.constantFrom(...STAGES)),
  fc.record({
    life: fc.integer({ min: 1, max: 2 }),
    partner: fc.option(
      fc.constantFrom('exch01.corp.example', 'EXCH02', 'bridge01', 'mx.out.example'),
    ),
  }),
);
const hop = fc
  .tuple(
    fc.constantFrom('EXCH01', 'EXCH02', 'BRIDGE01'),
    fc.array(step, { minLength: 1, maxLength: 12 }),
  )
  .map(([server, steps]) =>
    hopOf(
      server,
      steps.toSorted((a, b) => a[0] - b[0]),
    ),
  );
const recipient = fc
  .tuple(fc.option(fc.emailAddress()), fc.array(hop, { maxLength: 4 }))
  .map(([name, hops]) => recipientOf(name, hops));
const message = fc.array(recipient, { maxLength: 8 }).map((all) => messageOf(all));
const room = fc.record({
  maxLanes: fc.integer({ min: 0, max: 8 }),
  maxEvents: fc.integer({ min: 0, max: 120 }),
});

function eventsOf({ recipients }: Pick<MessageReport, 'recipients'>): number {
  return recipients.flatMap(({ hops }) => hops.flatMap(({ events }) => events)).length;
}

function rowsOf({ lanes }: LifeLayout): Lane['rows'] {
  return lanes.flatMap(({ rows }) => rows);
}

describe('the picture of a life', () => {
  it('has each event once, in a lane or in one that is counted as not drawn', () => {
    fc.assert(
      fc.property(message, room, (all, limits) => {
        const layout = layoutLife(all, coverageOf(), limits);
        expect(layout.lanes.length + layout.notDrawn).toBe(all.recipients.length);
        expect(layout.lanes.length).toBeLessThanOrEqual(limits.maxLanes);
        const marked = rowsOf(layout).flatMap(({ marks }) => marks.flatMap(({ events }) => events));
        const recipients = layout.lanes.map((lane) => lane.recipient);
        expect(new Set(marked).size).toBe(marked.length);
        expect(marked).toHaveLength(eventsOf({ recipients }));
        expect(layout.events).toBe(marked.length);
        expect(marked.length).toBeLessThanOrEqual(limits.maxEvents);
      }),
    );
  });

  it('keeps all within the axis, and times in order', () => {
    fc.assert(
      fc.property(message, (all) => {
        const layout = layoutLife(all, coverageOf(), ROOM);
        const { from, to } = layout.axis;
        for (const { bars, marks, gaps, stall } of rowsOf(layout)) {
          const spans = [...bars, ...gaps, ...(stall === null ? [] : [stall])];
          for (const { x1, x2 } of [...spans, ...marks.map(({ x }) => ({ x1: x, x2: x }))]) {
            expect(x1).toBeGreaterThanOrEqual(from);
            expect(x2).toBeLessThanOrEqual(to + 1e-6);
            expect(x2).toBeGreaterThanOrEqual(x1);
          }
          for (const bar of bars) expect(bar.x2).toBeGreaterThan(bar.x1);
          for (const [index, bar] of bars.entries())
            expect(bar.x1).toBeGreaterThanOrEqual((bars[index - 1]?.x2 ?? 0) - 1e-6);
        }
      }),
    );
  });

  it('lets no lanes, rows or names of the axis overlap', () => {
    fc.assert(
      fc.property(message, (all) => {
        const { lanes, top, bottom, height, ticks } = layoutLife(all, coverageOf(), ROOM);
        let free = top;
        for (const lane of lanes) {
          expect(lane.y).toBe(free);
          let rowFree = lane.titleY;
          for (const row of lane.rows) {
            expect(row.y).toBeGreaterThanOrEqual(rowFree);
            expect(row.barY).toBeGreaterThan(row.y);
            expect(row.barY + row.barHeight).toBeLessThan(row.y + row.height);
            rowFree = row.y + row.height;
          }
          free = lane.y + lane.height;
          expect(rowFree).toBeLessThanOrEqual(free);
        }
        expect(bottom).toBe(free);
        expect(height).toBeGreaterThanOrEqual(bottom);
        for (const [index, tick] of ticks.entries())
          if (index > 0) expect(tick.x - (ticks[index - 1]?.x ?? 0)).toBeGreaterThanOrEqual(70);
      }),
    );
  });

  it('draws stalled and failed ones first where there is no room for all', () => {
    const all = messageOf([
      deliveredRecipient(),
      stalledRecipient(),
      lostRecipient(),
      failedRecipient(),
    ]);
    const drawn = layoutLife(all, coverageOf(), { ...ROOM, maxLanes: 3 });
    expect(drawn.lanes.map((lane) => lane.recipient.state)).toEqual(['waiting', 'lost', 'ndr']);
    expect(drawn.notDrawn).toBe(1);
  });
});

function laneOf(one: RecipientReport): Lane | undefined {
  return layoutLife(messageOf([one]), coverageOf(), ROOM).lanes[0];
}

describe('a way', () => {
  it('marks the stall, the time it takes and the log that is missing', () => {
    const [first, second] = laneOf(stalledRecipient())?.rows ?? [];
    if (first === undefined || second === undefined) throw new Error('no rows');
    expect(first.stall).toBeNull();
    expect(second.stall).toMatchObject({ kind: 'waiting', x1: second.marks[0]?.x });
    expect(second.bars.map(({ stage, open, stalled }) => [stage, open, stalled])).toEqual([
      ['categorizer', false, false],
      ['remote-queue', false, false],
      ['transfer', false, false],
      ['remote-queue', true, true],
    ]);
    expect(second.bars.at(-1)?.x2).toBe(second.stall?.x2);
    expect(second.gaps).toHaveLength(1);
    expect(first.gaps).toHaveLength(0);
  });

  it('leads from server to server, as the line that hands it over names the next', () => {
    const lane = laneOf(stalledRecipient());
    const [first, second] = lane?.rows ?? [];
    expect(lane?.handOvers).toMatchObject([
      { from: 'EXCH01', x1: first?.marks.at(-1)?.x, to: { x: second?.marks[0]?.x } },
    ]);
  });

  it('leads nowhere when the next server never logged it', () => {
    const lane = laneOf(lostRecipient());
    expect(lane?.handOvers).toMatchObject([{ to: null, arrivedAt: null }]);
    expect(lane?.rows[0]?.stall).toMatchObject({ kind: 'transit' });
  });

  it('leads out when the verdict is that it left, though a server of the way has a like name', () => {
    const out = recipientOf('mia@partner.example', [
      hopOf('EXCH02', [
        [0, 'submission'],
        [1, 'transferred', { partner: 'bridge01' }],
      ]),
      hopOf('BRIDGE01', [
        [2, 'accepted'],
        [3, 'transferred', { partner: 'exch02.partner.example' }],
      ]),
    ]);
    expect(laneOf(out)?.handOvers.map(({ to }) => to === null)).toEqual([false, true]);
  });

  it('may arrive before it left, by two clocks', () => {
    const skewed = recipientOf(
      'karl@corp.example',
      [
        hopOf('EXCH2K', [
          [0, 'accepted'],
          [1, 'delivered'],
        ]),
        hopOf('EXCH01', [
          [100, 'submission'],
          [101, 'transferred', { partner: 'exch2k.corp.example' }],
        ]),
      ],
      { server: 'EXCH2K', stage: 'delivered', state: 'delivered', stall: null, ageSeconds: null },
    );
    const [back] = laneOf(skewed)?.handOvers ?? [];
    expect(back?.arrivedAt).toBeLessThan(Date.parse(back?.event.at ?? ''));
    expect(back?.to?.x).toBeLessThan(back?.x1 ?? 0);
  });

  it('stays in its stage when nothing but notes follow, and in none after its end', () => {
    const noted = recipientOf('dave@corp.example', [
      hopOf('EXCH01', [
        [0, 'local-queue'],
        [5, null],
      ]),
    ]);
    expect(laneOf(noted)?.rows[0]?.bars.map(({ stage, stalled }) => [stage, stalled])).toEqual([
      ['local-queue', false],
      ['local-queue', true],
    ]);
    const [row] = laneOf(deliveredRecipient())?.rows ?? [];
    expect(row?.bars.map(({ event }) => event.stage)).toEqual([
      'submission',
      'categorizer',
      'local-queue',
      'accepted',
    ]);
    expect(row?.marks.map(({ kind }) => kind)).toEqual([
      'waiting',
      'waiting',
      'waiting',
      'ended-well',
      null,
      'waiting',
      'ended-well',
    ]);
  });

  it('counts gaps that are too many to draw, the shortest', () => {
    const gaps = Array.from({ length: 25 }, (_, index) => ({
      from: iso(AS_OF - (index + 1) * 3_600_000),
      to: iso(AS_OF - (index + 1) * 3_600_000 + 60_000 * (index + 1)),
      why: 'silence',
    }));
    const coverage = coverageOf();
    const servers = coverage.servers.map((one) => ({ ...one, gaps }));
    const layout = layoutLife(messageOf([lostRecipient()]), { ...coverage, servers }, ROOM);
    expect(layout.gapsNotDrawn).toBe(5);
    const [row] = rowsOf(layout);
    expect(row?.gaps).toHaveLength(20);
    expect(Math.min(...(row?.gaps ?? []).map(({ from, to }) => to - from))).toBe(6 * 60_000);
  });
});
