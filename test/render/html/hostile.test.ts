import { describe, expect, it } from 'vitest';
import type { DailyReport } from '../../../src/model/daily-report.ts';
import { STAGES, STATES, PLACES } from '../../../src/model/stage.ts';
import { html } from '../../../src/render/html/html.ts';
import { reportHtml } from '../../../src/render/html/report-html.ts';
import { lifeSvg } from '../../../src/render/life/life-svg.ts';
import { hasActing } from '../../support/acting.ts';
import { decode, readMarkup } from '../../support/strict-markup.ts';
import type { Markup, Tag } from '../../support/strict-markup.ts';
import { badDay } from '../sample-days.ts';
import { richTrace } from './sample-trace.ts';

const HOSTILE: readonly (readonly [name: string, text: string])[] = [
  ['a script', '<script>window.__hit=1</script>'],
  [
    'an end of all that may be open',
    `</title></style></text></svg></table>--></textarea><img src=x onerror="window.__hit=1">`,
  ],
  ['an attribute', `" onload="window.__hit=1" x='`],
  ['quotes', `"'\`"'\``],
  ['comment and CDATA', '<!-- --> ]]> <![CDATA[ <?xml ?> <!DOCTYPE x>'],
  ['entities', '&lt;script&gt; &#60;b&#62; &amp &bogus;'],
  ['bidi and controls', '\u202e\u2066\u0000\u001b]8;;http://x.example\u0007\u0085\u2028\ufeff'],
  ['halves of pairs', '\ud800 \udfff\ud83d'],
  ['no characters', '\ufffe\uffff\ufdd0'],
  ['an address to click', 'javascript:window.__hit=1'],
  ['a URL of a style', 'url(http://x.example/a.png) expression(1) @import "x"'],
  ['a template', '{{7*7}} %s'],
  ['a megabyte', '<i>\u202e"'.repeat(170_000)],
  ['nothing', ''],
];

const CLOSED: ReadonlySet<string> = new Set([
  ...STAGES,
  ...STATES,
  ...PLACES,
  'certain',
  'probable',
  'not-judged',
  'ndr',
  'original',
  'linked',
  'quiet',
  'stuck',
  'degraded',
  'growing',
  'over',
  'scattered',
  'empty',
  'destination',
  'recipients',
  'in',
  'out',
  'slow',
  'mailtrail/trace/1',
  'mailtrail/daily/1',
  'UTC',
]);

/** The value with each text in it that a log can tell replaced; times and words of closed sets stay. */
function infect<T>(report: T, text: string): T {
  const infected: T = JSON.parse(JSON.stringify(report), (_, value: unknown) =>
    typeof value !== 'string' || CLOSED.has(value) || isTime(value) ? value : text,
  );
  return infected;
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
}

function pageOf(text: string | null): string {
  const trace = richTrace();
  const daily: DailyReport = badDay();
  return reportHtml({
    case: text ?? 'Case 17',
    trace: text === null ? trace : infect(trace, text),
    daily: text === null ? daily : infect(daily, text),
    redacted: true,
    tz: 'UTC',
    tool: text ?? 'mailtrail 0.1.0',
    catalogue: 3,
  });
}

/** Tags with the names of their attributes, and the values that mean something to a browser. */
function shapes({ tags }: Markup): Set<string> {
  const meaning = new Set(['class', 'href', 'http-equiv', 'content', 'role', 'scope', 'fill']);
  const valueOf = ([name, value]: Tag['attributes'][number]): string =>
    meaning.has(name)
      ? `${name}=${name === 'href' ? value.replace(/\d+$/, 'N') : value.replace(/m\d+-/, 'mN-')}`
      : name;
  return new Set(tags.map(({ name, attributes }) => [name, ...attributes.map(valueOf)].join(' ')));
}

describe('a page of hostile logs', () => {
  const benign = readMarkup(pageOf(null));
  // Where one text stands in place of all others, more of them are told together.
  const known = new Set([...shapes(benign), ...shapes(readMarkup(pageOf('word')))]);

  it('is read by the checker, and holds what it should', () => {
    expect(benign.tags.length).toBeGreaterThan(500);
    expect(benign.text).toContain('notary@lawyers.example: it is waiting in the remote queue');
    expect(benign.tags.some(({ name }) => name === 'script')).toBe(false);
  });

  it.each(HOSTILE)('has no tag or attribute of its own: %s', (_, text) => {
    const page = pageOf(text);
    const read = readMarkup(page);
    expect([...shapes(read)].filter((shape) => !known.has(shape))).toEqual([]);
    expect(page).toMatch(/^[\n -~]*$/);
    expect(hasActing(read.text)).toBe(false);
    // A megabyte is cut.
    expect(page.length).toBeLessThan(12_000_000);
  });

  it.each(HOSTILE.filter(([name]) => !['nothing', 'a megabyte'].includes(name)))(
    'shows it as text: %s',
    (_, text) => {
      const page = readMarkup(pageOf(text));
      const shown = decode(html`${text}`.text);
      expect(shown.length).toBeGreaterThan(2);
      expect(page.text.split(shown).length).toBeGreaterThan(200);
    },
  );
});

describe('a picture of a hostile life', () => {
  const options = { zone: 'UTC', id: 'p', maxLanes: 9, maxEvents: 900, standalone: true };

  it.each(HOSTILE)('is the same XML: %s', (_, text) => {
    const trace = richTrace();
    const { messages, coverage } = infect(trace, text);
    const [message] = messages;
    const [plain] = trace.messages;
    if (message === undefined || plain === undefined) throw new Error('no message');
    const known = shapes(readMarkup(lifeSvg(plain, trace.coverage, options)));
    const read = readMarkup(lifeSvg(message, coverage, options));
    expect([...shapes(read)].filter((shape) => !known.has(shape))).toEqual([]);
  });
});
