import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakText, unitsOf } from '../../../src/render/life/break-text.ts';
import { layoutLife } from '../../../src/render/life/life-layout.ts';
import { lifePicture } from '../../../src/render/life/life-svg.ts';
import { eventNumbers, spotsOf } from '../../../src/render/life/spots.ts';
import { readMarkup } from '../../support/strict-markup.ts';
import {
  coverageOf,
  deliveredRecipient,
  lostRecipient,
  messageOf,
  stalledRecipient,
} from '../html/sample-trace.ts';

const ROOM = { maxLanes: 100, maxEvents: 10_000 };

describe('a line of a panel', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['abcdefgh', 3, ['abc', 'def', 'gh']],
    ['a bcdefg', 3, ['a', 'bcd', 'efg']],
    ['\u6f22\u5b57\u6f22', 4, ['\u6f22\u5b57', '\u6f22']],
    ['', 4, ['']],
  ])('%j breaks at %i letters', (text, letters, lines) => {
    expect(breakText(text, letters)).toEqual(lines);
  });

  it('is never too long, and nothing but spaces is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 2, max: 30 }),
        (text, most) => {
          const lines = breakText(text, most);
          expect(lines.every((line) => unitsOf(line) <= most)).toBe(true);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
    );
  });
});

describe('the parts of a picture that tell details', () => {
  const message = messageOf([stalledRecipient(), lostRecipient(), deliveredRecipient()]);
  const layout = layoutLife(message, coverageOf(), ROOM);

  it('are all lines of the logs, each once, with what they begin', () => {
    const told = layout.lanes.map((lane) => spotsOf(lane, { zone: 'UTC' }));
    for (const [index, { recipient }] of layout.lanes.entries()) {
      const text = (told[index] ?? []).map((spot) => spot.told.join(' ')).join('\n');
      for (const { events } of recipient.hops)
        for (const { event, name, source } of events) {
          expect(text).toContain(`${event} ${name} `);
          expect(text).toContain(`line ${source.line} of`);
        }
    }
    expect(
      told
        .flat()
        .some((spot) => /for .* open where the log ends: stalled/.test(spot.told.join(' '))),
    ).toBe(true);
  });

  it('say of the way to a server that never logged it why it is lost', () => {
    const lost = lostRecipient();
    const [lane] = layoutLife(messageOf([lost]), coverageOf(), ROOM).lanes;
    const told = lane === undefined ? [] : spotsOf(lane, { zone: 'UTC' }).map((spot) => spot.told);
    const transit = told.find(([first = '']) => first.startsWith('lost in transit, '));
    expect(transit?.[1]).toBe(lost.reason);
  });

  it('lead to the row of their event where there is a table, and have names', () => {
    for (const linked of [true, false]) {
      const picture = lifePicture(layout, message, {
        zone: 'UTC',
        id: 'p',
        standalone: !linked,
        linked,
      });
      const { tags } = readMarkup(picture.text);
      const spots = tags.filter(({ attributes }) =>
        attributes.some(([name, value]) => name === 'class' && value === 'spot'),
      );
      const ids = new Set(
        tags.flatMap(({ attributes }) =>
          attributes.filter(([name]) => name === 'id').map(([, id]) => id),
        ),
      );
      expect(spots.length).toBeGreaterThan(10);
      const numbers = new Set([...eventNumbers(layout).values()].map((number) => `#p-e${number}`));
      for (const { attributes } of spots) {
        const one = new Map(attributes);
        expect(ids.has(one.get('aria-labelledby') ?? '')).toBe(true);
        const link = one.get('href');
        if (!linked) expect(one.get('role')).toBe('img');
        if (link !== undefined) expect(linked && numbers.has(link)).toBe(true);
      }
      expect(spots.some(({ name }) => name === 'a')).toBe(linked);
    }
  });

  it('are as many stops of the keyboard as a reader bears', () => {
    const many = messageOf(Array.from({ length: 30 }, () => stalledRecipient()));
    const markup = lifePicture(layoutLife(many, coverageOf(), ROOM), many, {
      zone: 'UTC',
      id: 'p',
      standalone: false,
      linked: true,
    }).text;
    const { tags } = readMarkup(markup);
    const names = tags.filter(({ attributes }) =>
      attributes.some(([name]) => name === 'aria-labelledby'),
    );
    expect(names).toHaveLength(40);
    expect(markup.split('class="spot"').length - 1).toBeGreaterThan(100);
    expect(markup).not.toMatch(/aria-hidden="true"[^<]*>(?:(?!<\/g> ).)*(?:tabindex|<a )/);
  });
});
