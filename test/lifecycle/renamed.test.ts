import { expect, it } from 'vitest';
import { msgtrkCode } from '../../src/catalogue/msgtrk-codes.ts';
import { hopOf } from '../../src/lifecycle/hop.ts';
import type { Hop } from '../../src/lifecycle/hop.ts';
import { groupByRecipient } from '../../src/lifecycle/person.ts';
import type { HopRow, Person } from '../../src/lifecycle/person.ts';
import { joinRenamed } from '../../src/lifecycle/renamed.ts';
import { SLOTS } from '../support/life.ts';

const MEMBERS = 2000;

function row(recipient: string, line: number, role: 'named' | 'former'): HopRow {
  const code = msgtrkCode('RESOLVE', 'ROUTING', role);
  const mark = { at: 0, slot: 0, line, code };
  return { recipient, server: 'EX01', hop: hopOf({ mark, partner: null, clientHost: null }) };
}

/** Counts how often anybody is looked at. */
class CountedHops extends Map<string, Hop> {
  looks = 0;
  override get(server: string): Hop | undefined {
    this.looks += 1;
    return super.get(server);
  }
}

it.each([
  ['one line', () => 1],
  ['a line each', (member: number) => member],
])('thousands who are resolved in %s are not compared with each other', (_name, lineOf) => {
  const rows = Array.from({ length: MEMBERS }, (_, member) => [
    row(`old${member}@contoso.example`, lineOf(member), 'former'),
    row(`primary${member}@contoso.example`, lineOf(member), 'named'),
  ]).flat();
  const counted: CountedHops[] = [];
  const persons = groupByRecipient(rows, SLOTS).map((person): Person => {
    const hops = new CountedHops(person.hops);
    counted.push(hops);
    return { ...person, hops };
  });
  const joined = joinRenamed(persons, SLOTS);
  expect(joined).toHaveLength(MEMBERS);
  expect(new Set(joined.map(({ forms }) => forms.length))).toEqual(new Set([2]));
  const looks = counted.reduce((sum, hops) => sum + hops.looks, 0);
  expect(looks).toBeLessThan(10 * MEMBERS);
});
