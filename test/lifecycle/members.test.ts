import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventEffect } from '../../src/lifecycle/effect.ts';
import { hopState } from '../../src/lifecycle/hop-state.ts';
import type { Hop } from '../../src/lifecycle/hop.ts';
import { Members } from '../../src/lifecycle/members.ts';
import { isAfter } from '../../src/lifecycle/order.ts';
import { groupByRecipient, isEarly, isExForm, legsOf } from '../../src/lifecycle/person.ts';
import type { Leg, Person } from '../../src/lifecycle/person.ts';
import { contextOf, linesOf, rowsOf, SLOTS } from '../support/life.ts';
import { lives, settings } from '../support/lives.ts';

const RUNS = { numRuns: 3000 };

/** One list among the recipients of a message, where it stands, and how hosts are resolved. */
interface Asked {
  readonly list: Person;
  readonly leg: Leg;
  readonly persons: readonly Person[];
  readonly isFrom: (hop: Hop, server: string) => boolean;
}

/** Everybody looked through for each list: slow, and plainly what is meant. */
const LOOKED_THROUGH = {
  beside: ({ list, leg, persons }: Asked): number | null => {
    const own = leg.hop;
    const first = persons.flatMap((other) => {
      const hop = other.hops.get(leg.server);
      if (other === list || !hop?.first || !own.first) return [];
      if (hop.first.code === own.first.code || eventEffect(hop.first.code).arrives) return [];
      const again = isAfter(own.arrival, hop.first, SLOTS);
      const goesOn = isAfter(again ? hop.move : hop.first, own.move, SLOTS);
      return goesOn && isAfter(hop.first, own.first, SLOTS) ? [hop.first.at] : [];
    });
    return first.length === 0 ? null : Math.min(...first);
  },
  from: (asked: Asked, since: number): Place | null =>
    earliest(
      elsewhere(asked, since).filter(
        ([server, hop]) => !asked.list.hops.has(server) && asked.isFrom(hop, asked.leg.server),
      ),
    ),
  handed: (asked: Asked, server: string, since: number): Place | null => {
    const from = asked.leg.server;
    const isExplained = asked.persons.some(({ hops }) => {
      const hop = hops.get(server);
      const state = hop === undefined ? null : hopState(hop, SLOTS);
      return state !== null && isEarly(state) && hops.has(from);
    });
    if (isExplained) return null;
    return earliest(
      elsewhere(asked, since).filter(
        ([name, hop]) => name === server && (hop.client === null || asked.isFrom(hop, from)),
      ),
    );
  },
};

type Place = readonly [server: string, at: number];

function elsewhere({ leg, persons }: Asked, since: number): (readonly [string, Hop])[] {
  return persons
    .filter(({ recipient, hops }) => !hops.has(leg.server) && !isExForm(recipient))
    .flatMap(({ hops }) => [...hops])
    .filter(([, { firstAt }]) => firstAt >= since);
}

function earliest(hops: readonly (readonly [string, Hop])[]): Place | null {
  const at = Math.min(...hops.map(([, { firstAt }]) => firstAt));
  const first = hops.find(([, { firstAt }]) => firstAt === at);
  return first === undefined ? null : [first[0], at];
}

describe('members of a list', () => {
  it('are those that looking through everybody finds', () => {
    const found = { beside: 0, from: 0, handed: 0 };
    fc.assert(
      fc.property(lives, settings, fc.integer({ min: -9e5, max: 9e5 }), (lines, setting, skew) => {
        const { resolve } = contextOf([], setting);
        const persons = groupByRecipient(rowsOf(lines), SLOTS);
        const servers = new Set(lines.map(({ server }) => server));
        const members = new Members(persons, SLOTS, resolve);
        const isFrom = (hop: Hop, server: string): boolean => {
          const from = resolve(hop.client?.host ?? null);
          return from.kind === 'loaded' && from.server === server;
        };
        for (const list of persons)
          for (const leg of legsOf(list, SLOTS)) {
            const asked = { list, leg, persons, isFrom };
            const since = leg.state.mark.at + skew;
            const beside = members.firstBeside(leg.server, leg.hop);
            expect(beside).toBe(LOOKED_THROUGH.beside(asked));
            const from = members.firstFrom(leg.server, since, list);
            expect(from && [from.server, from.at]).toEqual(LOOKED_THROUGH.from(asked, since));
            if (beside !== null) found.beside++;
            if (from !== null) found.from++;
            for (const server of servers) {
              const handed = members.firstHanded(leg.server, server, since);
              const expected = LOOKED_THROUGH.handed(asked, server, since);
              expect(handed && [handed.server, handed.at]).toEqual(expected);
              if (handed !== null) found.handed++;
            }
          }
      }),
      RUNS,
    );
    // Each is found often enough for the comparison to say something.
    expect(Math.min(found.beside, found.from, found.handed)).toBeGreaterThan(50);
  });

  it('are found for thousands of open recipients without each looking through all', () => {
    const names = Array.from({ length: 3000 }, (_, i) => `r${i}`).join(',');
    const rows = rowsOf(linesOf(`EXCH01 10:00 1019,1024 ${names}\nEXCH01 10:01 1033 amy`));
    let read = 0;
    const persons = groupByRecipient(rows, SLOTS).map((person) => ({
      ...person,
      get hops() {
        read++;
        return person.hops;
      },
    }));
    const members = new Members(persons, SLOTS, contextOf([], {}).resolve);
    const asked = persons.filter(({ recipient }) => recipient?.startsWith('r'));
    const ats = asked.map(({ hops }) => {
      const list = hops.get('EXCH01');
      return list === undefined ? null : members.firstBeside('EXCH01', list);
    });
    expect(new Set(ats)).toEqual(new Set([Date.UTC(2004, 1, 18, 10, 1)]));
    expect(read).toBeLessThan(4 * persons.length);
  });
});
