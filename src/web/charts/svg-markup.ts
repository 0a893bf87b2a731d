import { constantMarkup, html, joinHtml, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';

/** What a chart's tree is read by; that of any small DOM. */
export interface ChartNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: Iterable<ChartNode>;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
}

const ELEMENT = 1;
const TEXT = 3;

/** All else is left out with what it holds: also the style that Plot puts in, which our policy refuses. */
const ELEMENTS: ReadonlySet<string> = new Set([
  'svg',
  'g',
  'a',
  'rect',
  'path',
  'circle',
  'line',
  'text',
  'title',
]);

/** What has a name of its own. */
const MARKS: ReadonlySet<string> = new Set(['rect', 'circle', 'path']);

const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'class width height viewBox transform x y dx dy rx ry d cx cy r x1 x2 y1 y2 fill fill-opacity stroke stroke-width ' +
    'text-anchor font-variant aria-hidden aria-label href'
  ).split(' '),
);

/** Plot writes links for readers of SVG 1.1. */
const RENAMED: Readonly<Record<string, string>> = { 'xlink:href': 'href' };

/**
 * A chart as markup that goes through `html`: each text and value is escaped there, and of elements and attributes only those
 * above come out. A mark's name is that of its link where it has one, else that of an image.
 */
export function svgMarkup(chart: ChartNode): Html {
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    ${joinHtml([sizeOf(chart), attributesOf(chart, ['aria-label', 'width', 'height'])])}
  >
    ${childrenOf(chart, false)}
  </svg>`;
}

/** Letters of a chart grow with those of its page, on a wall too. */
function sizeOf(chart: ChartNode): Html {
  const sizes = [...(chart.attributes ?? [])].flatMap(({ name, value }) => {
    const size = Number(value);
    if (!['width', 'height'].includes(name) || !Number.isFinite(size)) return [];
    return [html` ${constantMarkup(name)}="${size / REM}rem"`];
  });
  return joinHtml(sizes);
}

/** Units of a chart in the size of a page's letters. */
const REM = 16;

function nodeMarkup(node: ChartNode, inLink: boolean): Html {
  if (node.nodeType === TEXT) return html`${node.nodeValue ?? ''}`;
  const tag = node.nodeName.toLowerCase();
  if (node.nodeType !== ELEMENT || !ELEMENTS.has(tag)) return NOTHING;
  const element = constantMarkup(tag);
  const name = markName(node, tag, inLink);
  const image = name === undefined || tag === 'a' ? NOTHING : constantMarkup(' role="img"');
  const label = name === undefined ? NOTHING : html` aria-label="${name}"`;
  return joinHtml([
    constantMarkup('<'),
    element,
    joinHtml([attributesOf(node, ['aria-label']), image, label]),
    constantMarkup('>'),
    // What a pointer that rests on it is shown.
    name === undefined ? NOTHING : html`<title>${name}</title>`,
    childrenOf(node, inLink || tag === 'a'),
    constantMarkup('</'),
    element,
    constantMarkup('>'),
  ]);
}

function childrenOf(node: ChartNode, inLink: boolean): Html {
  return joinHtml([...node.childNodes].map((child) => nodeMarkup(child, inLink)));
}

function markName(node: ChartNode, tag: string, inLink: boolean): string | undefined {
  if (tag === 'a') return nameOf([...node.childNodes][0]);
  return MARKS.has(tag) && !inLink ? nameOf(node) : undefined;
}

function nameOf(node: ChartNode | undefined): string | undefined {
  return [...(node?.attributes ?? [])].find(({ name }) => name === 'aria-label')?.value;
}

function attributesOf(node: ChartNode, without: readonly string[]): Html {
  const known = [...(node.attributes ?? [])].flatMap(({ name, value }) => {
    const ours = RENAMED[name] ?? name;
    if (!ATTRIBUTES.has(ours) || without.includes(ours)) return [];
    return [joinHtml([constantMarkup(` ${ours}="`), html`${value}`, constantMarkup('"')])];
  });
  return joinHtml(known);
}
