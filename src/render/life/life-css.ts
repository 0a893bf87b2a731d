/** Colours of the picture: plain values, as not every program that draws SVG knows custom properties. */
export interface LifePalette {
  readonly paper: string;
  readonly ink: string;
  readonly dim: string;
  readonly rule: string;
  readonly waiting: readonly [fill: string, stroke: string];
  readonly retrying: readonly [fill: string, stroke: string];
  readonly stalled: readonly [fill: string, stroke: string];
  readonly well: string;
  readonly left: string;
  readonly bad: string;
  readonly gap: string;
}

const LIGHT: LifePalette = {
  paper: '#ffffff',
  ink: '#16202c',
  dim: '#526070',
  rule: '#d5dbe2',
  waiting: ['#dde8f5', '#3d6a9e'],
  retrying: ['#fdeecb', '#8a5a00'],
  stalled: ['#fde3e0', '#b3261e'],
  well: '#1b6e3c',
  left: '#2b5c93',
  bad: '#b3261e',
  gap: '#7d8997',
};

const DARK: LifePalette = {
  paper: '#12171d',
  ink: '#e8edf3',
  dim: '#a4b0be',
  rule: '#323c48',
  waiting: ['#1f3550', '#7fb0e6'],
  retrying: ['#45340f', '#e7b95a'],
  stalled: ['#4a1f1c', '#ff8a80'],
  well: '#6cc98f',
  left: '#8ab8ec',
  bad: '#ff8a80',
  gap: '#6f7c8b',
};

/** Where the reader's own colours rule: shapes, dashes and hatching tell the rest. */
const FORCED: LifePalette = {
  paper: 'Canvas',
  ink: 'CanvasText',
  dim: 'CanvasText',
  rule: 'GrayText',
  waiting: ['Canvas', 'CanvasText'],
  retrying: ['Canvas', 'CanvasText'],
  stalled: ['Canvas', 'Highlight'],
  well: 'CanvasText',
  left: 'LinkText',
  bad: 'Highlight',
  gap: 'CanvasText',
};

/** By scheme; a test measures their contrast. */
export const LIFE_PALETTES = { light: LIGHT, dark: DARK } as const;

function rulesOf(colors: LifePalette): string {
  const sign = (name: string, color: string): string =>
    `.life .${name}{fill:${color};stroke:${color}}.life .${name} .on{stroke:${colors.paper}}`;
  return [
    `.life .paper{fill:${colors.paper}}`,
    `.life text{fill:${colors.ink}}`,
    `.life text.faint{fill:${colors.dim}}`,
    `.life text.alarm{fill:${colors.bad}}`,
    `.life text.over-all{stroke:${colors.paper};stroke-width:4px;paint-order:stroke;stroke-linejoin:round}`,
    `.life .ask{fill:${colors.paper};stroke:${colors.bad}}`,
    `.life .rule{stroke:${colors.rule}}`,
    box('wait', colors.waiting),
    box('retry', colors.retrying),
    box('stall', colors.stalled),
    sign('well', colors.well),
    sign('left', colors.left),
    sign('bad', colors.bad),
    `.life .tick,.life .note{stroke:${colors.ink}}`,
    `.life .note,.life .turn{fill:${colors.paper}}`,
    `.life .turn{stroke:${colors.left}}`,
    `.life .over{stroke:${colors.left}}`,
    `.life .lost{stroke:${colors.bad}}`,
    `.life .hatch{stroke:${colors.gap}}`,
    `.life .edge{stroke:${colors.gap}}`,
    `.life .hatch-stall{stroke:${colors.stalled[1]}}`,
    `.life .tip rect{fill:${colors.paper};stroke:${colors.ink}}`,
    `.life .spot:hover .area,.life .spot:focus .area{visibility:visible;stroke:${colors.ink}}`,
  ].join('');
}

const SHAPES = [
  '.life{font-family:system-ui,"Segoe UI",Helvetica,Arial,sans-serif;font-size:11px;display:block}',
  '.life text{unicode-bidi:isolate}',
  '.life .who{font-size:12.5px;font-weight:600}',
  '.life .code{font-size:10px}',
  '.life .mid{text-anchor:middle}.life .end{text-anchor:end}',
  '.life .alarm{font-weight:600}',
  '.life .retry{stroke-dasharray:4 2}.life .guess{stroke-dasharray:1.5 2}',
  '.life .over,.life .lost{fill:none}.life .over,.life .lost{stroke-width:1.5}',
  '.life .lost{stroke-dasharray:5 3}.life .whole{stroke-dasharray:none}.life .back{stroke-dasharray:3 3}',
  '.life .tick{stroke-width:1.5}.life .on{fill:none;stroke-width:1.8}',
  '.life .edge{stroke-dasharray:2 2}.life .ask{stroke-width:1.5}',
  // What a spot tells is there while it is pointed at or has the focus; of two, what is pointed at.
  '.life .spot{outline:none}.life .area{pointer-events:all;stroke-width:2}.life .line{pointer-events:stroke;stroke-width:12}',
  '.life .spot:hover .line,.life .spot:focus .line{stroke-opacity:.35}',
  '.life .tip{pointer-events:none}.life .spot:hover .tip,.life .spot:focus .tip{visibility:visible}',
  '.life:has(.spot:hover) .spot:focus:not(:hover) .tip{visibility:hidden}',
].join('');

function box(name: string, [fill, stroke]: readonly [string, string]): string {
  return `.life .${name}{fill:${fill};stroke:${stroke}}`;
}

/** Style of the picture, in a page or in a file of its own: light, and dark where that is liked; light on paper. */
export const LIFE_CSS: string = `${SHAPES}${rulesOf(LIGHT)}@media screen and (prefers-color-scheme:dark){${rulesOf(DARK)}}@media (forced-colors:active){${rulesOf(FORCED)}}`;
