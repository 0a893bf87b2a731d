import { describe, expect, it } from 'vitest';
import { PAGE_PALETTES } from '../../src/render/html/report-css.ts';
import { LIFE_PALETTES } from '../../src/render/life/life-css.ts';
import type { LifePalette } from '../../src/render/life/life-css.ts';
import { STYLE } from '../../src/web/style.ts';
import { contrast, over } from '../support/contrast.ts';

/** What WCAG 2.2 AA asks of text (1.4.3), and of marks and controls (1.4.11). */
const TEXT = 4.5;
const MARK = 3;

/** What a colour is for. Lines of tables and grids only part what is parted anyway. */
type Role = 'text' | 'mark' | 'box' | 'ground' | 'line';

const PAGE = {
  paper: 'ground',
  soft: 'ground',
  rule: 'line',
  ink: 'text',
  dim: 'text',
  bad: 'text',
  well: 'text',
  open: 'text',
  link: 'text',
} as const satisfies Record<keyof (typeof PAGE_PALETTES)['light'], Role>;

const LIFE = {
  paper: 'ground',
  rule: 'line',
  ink: 'text',
  dim: 'text',
  bad: 'text',
  well: 'mark',
  left: 'mark',
  gap: 'mark',
  waiting: 'box',
  retrying: 'box',
  stalled: 'box',
} as const satisfies Record<keyof LifePalette, Role>;

const SCHEMES = ['light', 'dark'] as const;

describe('contrast', () => {
  it.each([
    ['#000', '#ffffff', 21],
    ['#777777', '#fff', 4.48],
    ['#fff', '#fff', 1],
  ])('of %s on %s is %d', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
    expect(contrast(other, one)).toBeCloseTo(ratio, 2);
  });
});

describe.each(SCHEMES)('colours of pages, %s', (scheme) => {
  const palette = PAGE_PALETTES[scheme];
  const grounds = [palette.paper, palette.soft];

  it.each(Object.entries(PAGE).filter(([, role]) => role === 'text'))(
    '%s can be read on every ground',
    (name) => {
      for (const ground of grounds)
        expect(
          contrast(new Map(Object.entries(palette)).get(name) ?? '', ground),
        ).toBeGreaterThanOrEqual(TEXT);
    },
  );

  it.each(['open', 'well', 'link'] as const)(
    'words are readable in cells filled with %s',
    (fill) => {
      // Cells are filled as far as this; more than a word stands in none of them.
      const cell = over(palette[fill], palette.soft, 0.4);
      expect(contrast(palette.ink, cell)).toBeGreaterThanOrEqual(TEXT);
    },
  );

  it('hours with lines are told from those without', () => {
    expect(STYLE).toContain('.hour-read rect{fill:var(--well);fill-opacity:.75}');
    const read = over(palette.well, palette.paper, 0.75);
    for (const ground of grounds) expect(contrast(read, ground)).toBeGreaterThanOrEqual(MARK);
  });

  it('bars are seen against the ground', () => {
    for (const ground of grounds)
      expect(contrast(over(palette.link, ground, 0.75), ground)).toBeGreaterThanOrEqual(MARK);
  });
});

describe.each(SCHEMES)('colours of the picture of a life, %s', (scheme) => {
  const palette: LifePalette = LIFE_PALETTES[scheme];
  const { paper, ink } = palette;

  it.each(Object.entries(LIFE))('%s as a %s', (name, role) => {
    const color = new Map(Object.entries(palette)).get(name);
    if (typeof color === 'string') {
      if (role === 'text') expect(contrast(color, paper)).toBeGreaterThanOrEqual(TEXT);
      if (role === 'mark') expect(contrast(color, paper)).toBeGreaterThanOrEqual(MARK);
      return;
    }
    const [fill = '', stroke = ''] = color ?? [];
    // Its edge is seen, from both sides, and words and lines of the log on it are read.
    expect(contrast(stroke, paper)).toBeGreaterThanOrEqual(MARK);
    expect(contrast(stroke, fill)).toBeGreaterThanOrEqual(MARK);
    expect(contrast(ink, fill)).toBeGreaterThanOrEqual(TEXT);
  });

  it('has signs whose inner lines are seen', () => {
    for (const color of [palette.well, palette.bad])
      expect(contrast(color, paper)).toBeGreaterThanOrEqual(MARK);
  });
});

describe('the style of pages', () => {
  it('has no colour but those that are measured', () => {
    const measured = new Set(
      SCHEMES.flatMap((one) => [PAGE_PALETTES[one], LIFE_PALETTES[one]]).flatMap((palette) =>
        Object.values(palette).flat(),
      ),
    );
    const named = STYLE.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab|color-mix)\(/gi) ?? [];
    expect(named.filter((color) => !measured.has(color))).toEqual([]);
    expect(named.length).toBeGreaterThan(18);
  });
});
