import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGE_LIMITS } from '../../../src/render/html/limits.ts';
import { reportHtml } from '../../../src/render/html/report-html.ts';
import type { ReportHtmlInput } from '../../../src/render/html/report-html.ts';
import { lifeSvg } from '../../../src/render/life/life-svg.ts';
import { verdictSentence } from '../../../src/render/sentence.ts';
import { readMarkup } from '../../support/strict-markup.ts';
import { badDay } from '../sample-days.ts';
import { viewOf } from '../sample-reports.ts';
import {
  coverageOf,
  deliveredRecipient,
  hopOf,
  lostRecipient,
  messageOf,
  recipientOf,
  richTrace,
  stalledRecipient,
  traceOf,
} from './sample-trace.ts';

const GOLDEN = join(import.meta.dirname, 'golden');

function inputOf(changes: Partial<ReportHtmlInput> = {}): ReportHtmlInput {
  return {
    case: '2004-017 Tax papers',
    trace: traceOf([messageOf([stalledRecipient(), lostRecipient()])]),
    daily: null,
    redacted: false,
    tz: 'UTC',
    tool: 'mailtrail 0.1.0',
    catalogue: 3,
    ...changes,
  };
}

function textOf(input: ReportHtmlInput): string {
  return readMarkup(reportHtml(input)).text.replace(/\s+/g, ' ');
}

describe('the report page', () => {
  it('is as it was looked at', async () => {
    await expect(reportHtml(inputOf())).toMatchFileSnapshot(join(GOLDEN, 'report.html'));
  });

  it('draws a picture as it was looked at, as a file of its own', async () => {
    const picture = lifeSvg(messageOf([stalledRecipient(), deliveredRecipient()]), coverageOf(), {
      zone: 'Europe/Paris',
      id: 'life',
      maxLanes: 10,
      maxEvents: 100,
      standalone: true,
    });
    await expect(picture).toMatchFileSnapshot(join(GOLDEN, 'life.svg'));
  });

  it('is the same bytes each time, ASCII with LF alone', () => {
    const input = inputOf({ trace: richTrace(), daily: badDay(), redacted: true });
    const page = reportHtml(input);
    expect(reportHtml(input)).toBe(page);
    expect(page).toMatch(/^[\n -~]+\n$/);
  });

  it('names its only style by hash in a policy that allows nothing else', () => {
    const page = reportHtml(inputOf());
    const styles = [...page.matchAll(/<style>([^<]*)<\/style>/g)].map(([, css]) => css ?? '');
    expect(styles).toHaveLength(1);
    const hash = createHash('sha256')
      .update(styles[0] ?? '')
      .digest('base64');
    const { tags } = readMarkup(page);
    const [charset, policy] = tags.filter(({ name }) => name === 'meta');
    expect(charset?.attributes).toEqual([['charset', 'utf-8']]);
    expect(policy?.attributes).toEqual([
      ['http-equiv', 'Content-Security-Policy'],
      [
        'content',
        `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
      ],
    ]);
    expect(styles[0]).not.toMatch(/@import|url\(|expression/);
  });

  it('has no script, no style of an element, and links within the page alone', () => {
    const { tags } = readMarkup(reportHtml(inputOf({ trace: richTrace(), daily: badDay() })));
    const attributes = tags.flatMap(({ attributes: all }) => all);
    expect(
      tags.filter(({ name }) =>
        ['script', 'link', 'img', 'iframe', 'object', 'form', 'base'].includes(name),
      ),
    ).toEqual([]);
    expect(attributes.filter(([name]) => /^on|^style$|^src/.test(name))).toEqual([]);
    const ids = new Set(
      attributes.filter(([name]) => name === 'id').map(([, value]) => `#${value}`),
    );
    const links = attributes.filter(([name]) => name === 'href').map(([, value]) => value);
    // To messages, and from signs of a picture to their rows.
    expect(links.filter((link) => !/^#m\d+-e\d+$/.test(link))).toEqual(['#m1', '#m2', '#m3']);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !ids.has(link))).toEqual([]);
    expect(ids.size).toBe(attributes.filter(([name]) => name === 'id').length);
    const labels = attributes
      .filter(([name]) => name === 'aria-labelledby')
      .flatMap(([, value]) => value.split(' '));
    expect(labels.filter((label) => !ids.has(`#${label}`))).toEqual([]);
  });

  it('says the verdict first, in the words of trace', () => {
    const text = textOf(inputOf());
    const sentence = verdictSentence(stalledRecipient(), viewOf(100));
    expect(text).toContain(sentence);
    expect(text.indexOf(sentence)).toBeLessThan(text.indexOf('Subject'));
    expect(text).toContain('2 recipients: 1 waiting, 1 lost.');
    expect(text).toContain('LOST · certain');
    expect(text).toContain('Check first: Look at the queue.');
    expect(text).toContain('Tax papers für');
  });

  it('tells times in the zone, those in sentences too', () => {
    const text = textOf(inputOf({ tz: 'Europe/Paris' }));
    expect(text).toContain('since 2004-02-16 21:10:06+01:00');
    expect(text).toContain('The last event is 1034 at 2004-02-16 21:11:07+01:00');
    expect(text).toContain('no file 2004-02-17 01:00:00+01:00 to 2004-02-18 01:00:00+01:00');
    expect(text).not.toMatch(/\d\dZ/);
  });

  it('tells milliseconds where the log has them', () => {
    const modern = recipientOf('bob@corp.example', [
      hopOf('EXCH01', [
        [0.25, 'accepted'],
        [1.5, 'delivered'],
      ]),
    ]);
    expect(textOf(inputOf({ trace: traceOf([messageOf([modern])]) }))).toContain(
      '2004-02-16 20:10:00.250Z',
    );
  });

  it('says where a log is missing, what was not read, and whose clocks differ', () => {
    const text = textOf(inputOf());
    expect(text).toContain(
      'BRIDGE012004-02-16 00:38:25Z2004-02-18 23:59:56Zno file 2004-02-17 00:00:00Z to 2004-02-18 00:00:00Z3',
    );
    expect(text).toContain('The clock of EXCH02 is 7 min 5 s behind that of EXCH01');
  });

  it.each([
    ['no messages', inputOf({ trace: traceOf([]) }), 'No message fits.'],
    [
      'a message of nobody',
      inputOf({ trace: traceOf([messageOf([])]) }),
      'neither drawn nor listed',
    ],
    [
      'no logs',
      inputOf({ trace: traceOf([], { coverage: { servers: [], clockSkews: [] } }) }),
      'No logs.',
    ],
    [
      'logs of which lines were purged',
      inputOf({
        trace: traceOf([], {
          coverage: { servers: [], clockSkews: [], purgedBefore: '2004-02-18T12:00:00.000Z' },
        }),
      }),
      'Lines before 2004-02-18 12:00:00Z were purged.',
    ],
    ['a redacted case', inputOf({ redacted: true }), 'Redacted:'],
    ['a day', inputOf({ daily: badDay() }), 'STUCK: 45 recipients of 33 messages'],
    ['what was not found', inputOf({ trace: richTrace() }), 'Not found: payroll'],
  ])('can be of %s', (_, input, told) => {
    expect(textOf(input)).toContain(told);
  });
});

describe('verdicts', () => {
  it('are told once for all recipients of whom they hold', () => {
    const names = ['a', 'b', 'c'].map((name) => `${name}@partner.example`);
    const text = textOf(
      inputOf({ trace: traceOf([messageOf([...names.map(stalledRecipient), lostRecipient()])]) }),
    );
    expect(text).toContain('4 recipients: 3 waiting, 1 lost.');
    expect(text).toContain('a@partner.example: it is waiting in the remote queue');
    expect(text).toContain(
      'The same holds of 2 more recipients: b@partner.example c@partner.example ',
    );
    expect(text).not.toContain('b@partner.example: it is');
  });

  it('are told in a table where there are more than a person reads', () => {
    const different = Array.from({ length: 12 }, (_, index) => ({
      ...stalledRecipient(`r${index}@partner.example`),
      reason: `Reason ${index}.`,
    }));
    const page = reportHtml(inputOf({ trace: traceOf([messageOf(different)]) }));
    const { text } = readMarkup(page);
    expect(text).toContain('r7@partner.example: it is waiting');
    expect(text).not.toContain('r8@partner.example: it is waiting');
    expect(text).toContain('The other recipients');
    expect(text).toMatch(/r11@partner\.exampleWAITING · stalled in: queue · certain/);
  });

  it('never say that a subject was not logged in a redacted case', () => {
    const trace = traceOf([messageOf([stalledRecipient()], { subject: null })]);
    expect(textOf(inputOf({ trace }))).toContain('(no subject logged)');
    expect(textOf(inputOf({ trace, redacted: true }))).toContain('(left out)');
    expect(textOf(inputOf({ trace, redacted: true }))).not.toContain('no subject');
  });
});

describe('a page of much', () => {
  const bulk = Array.from({ length: 500 }, (_, index) =>
    index % 10 === 3
      ? stalledRecipient(`r${index}@partner.example`)
      : { ...deliveredRecipient(), recipient: `r${index}@corp.example` },
  );

  it('stays small for 500 recipients, and counts those that it does not draw', () => {
    const input = inputOf({ trace: traceOf([messageOf(bulk)]) });
    const page = reportHtml(input);
    expect(page.length).toBeLessThan(1_000_000);
    const text = textOf(input);
    expect(text).toContain('500 recipients: 50 waiting, 450 delivered.');
    expect(text).toContain('400 recipients more are neither drawn nor listed below');
    expect(
      readMarkup(page).tags.filter(({ attributes }) =>
        attributes.some(([, value]) => value === 'who'),
      ),
    ).toHaveLength(100);
    for (const { recipient } of bulk) expect(text).toContain(recipient);
  });

  it('stays small for 5,000 messages, and counts those that it does not draw', () => {
    const messages = Array.from({ length: 5000 }, (_, index) =>
      messageOf([index === 4711 ? stalledRecipient() : deliveredRecipient()], {
        messageId: `${index}@corp.example`,
      }),
    );
    const page = reportHtml(inputOf({ trace: traceOf(messages) }));
    expect(page.length).toBeLessThan(4_000_000);
    const { text, tags } = readMarkup(page);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Of 4,800 messages no picture is drawn on this page',
    );
    expect(text).toContain('And 2,000 messages more');
    expect(tags.filter(({ name }) => name === 'svg')).toHaveLength(PAGE_LIMITS.messages);
    // The one that is stalled comes first.
    expect(text).toMatch(/Message 1: 4711@corp\.example/);
  });

  it('draws no recipient of more lines than a page has room for', () => {
    const steps = Array.from({ length: 1300 }, (_, index) => [index, 'remote-queue'] as const);
    const loud = recipientOf('loud@corp.example', [hopOf('EXCH01', steps)]);
    const text = textOf(inputOf({ trace: traceOf([messageOf([loud, stalledRecipient()])]) }));
    expect(text).toContain('1 recipient more is neither drawn nor listed below');
    expect(text).toContain('loud@corp.example: it is waiting in the remote queue');
  });
});
