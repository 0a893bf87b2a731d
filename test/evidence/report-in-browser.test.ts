import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/render/html/report-html.ts';
import { lifeSvg } from '../../src/render/life/life-svg.ts';
import { coverageOf, messageOf, richTrace, stalledRecipient } from '../render/html/sample-trace.ts';
import { badDay } from '../render/sample-days.ts';
import { findChromium } from '../support/browser.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const executablePath = findChromium();
if (executablePath === null)
  process.stderr.write(
    'report-in-browser: skipped, as no Chromium was found: install it, or name it in $CHROMIUM.\n',
  );

const SUBJECTS = [
  '<script>window.hit = 1; alert(1)</script>',
  '"><img src="http://x.example/a.png" onerror="window.hit = 2">',
  '</title></style></svg><svg onload="window.hit = 3"><a href="javascript:window.hit = 4">x</a>',
  '<style>@import url(http://x.example/a.css); body { display: none }</style>',
  '<meta http-equiv="refresh" content="0;url=http://x.example/"><base href="http://x.example/">',
  '<iframe src="http://x.example/"></iframe><link rel="stylesheet" href="http://x.example/b.css">',
  '\u202egpj.exe\u0000\u001b[31m <!-- ]]>',
];

/** A page whose every name is one of the hostile texts in turn. */
function hostilePage(): string {
  const messages = SUBJECTS.map((text, index) => {
    const one = stalledRecipient(text);
    const hops = one.hops.map((hop) => ({
      ...hop,
      server: `${text}${hop.server}`,
      events: hop.events.map((event) => ({
        ...event,
        name: text,
        partner: text,
        source: { ...event.source, file: text },
      })),
    }));
    return messageOf([{ ...one, hops, reason: text, nextHop: text, nextCheck: text }], {
      messageId: `${index}${text}`,
      sender: text,
      subject: text,
    });
  });
  const { unresolved, headers, coverage } = richTrace();
  return reportHtml({
    case: SUBJECTS[0] ?? '',
    trace: {
      schema: 'mailtrail/trace/1',
      query: SUBJECTS,
      asOf: null,
      messages: [...messages, ...richTrace().messages],
      unresolved,
      coverage,
      ...(headers === undefined ? {} : { headers }),
    },
    daily: badDay(),
    redacted: true,
    tz: 'Europe/Paris',
    tool: SUBJECTS[1] ?? '',
    catalogue: 3,
  });
}

interface Visit {
  readonly page: Page;
  readonly requests: readonly string[];
  /** Dialogs, errors, and what the console was told, broken policies too. */
  readonly told: readonly string[];
}

describe.skipIf(executablePath === null)('a page in a browser', () => {
  const folder = useTempFolder('file');
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executablePath === null ? {} : { executablePath }),
      args: ['--no-sandbox'],
    });
  });
  afterAll(async () => {
    await browser.close();
  });

  async function visit(name: string, content: string, width: number): Promise<Visit> {
    const file = folder.write(name, content);

    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const requests: string[] = [];
    const told: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => told.push(message.text()));
    page.on('pageerror', (error) => told.push(error.message));
    page.on('dialog', (dialog) => {
      told.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
    return { page, requests, told };
  }

  it('runs nothing, loads nothing and shows hostile text as text', async () => {
    const { page, requests, told } = await visit('hostile.html', hostilePage(), 1000);
    expect(requests).toEqual([pathToFileURL(folder.at('hostile.html')).href]);
    expect(told).toEqual([]);
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(page.url()).toBe(requests[0]);
    const counts = await page.evaluate(
      `['script', 'img', 'iframe', 'link', 'base', 'object', 'form', 'svg script', 'a:not([href^="#"])'].map((tag) => document.querySelectorAll(tag).length)`,
    );
    expect(counts).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await page.title()).toBe(`Evidence report: ${SUBJECTS[0]}`);
    const subjects = await page.locator('dt:text-is("Subject") + dd').allInnerTexts();
    expect(subjects.slice(0, 6)).toEqual(SUBJECTS.slice(0, 6));
    expect(subjects[6]).toBe('\\u{202e}gpj.exe\\u{0}\\u{1b}[31m <!-- ]]>');
    await page.close();
  });

  it.each([360, 1000, 2400])('is laid out within a window of %i px', async (width) => {
    const { page, told } = await visit('layout.html', hostilePage(), width);
    const sizes = await page.evaluate(`({
      page: document.documentElement.scrollWidth,
      pictures: [...document.querySelectorAll('svg.life')].map((one) => one.getBoundingClientRect().width),
      font: parseFloat(getComputedStyle(document.body).fontSize),
    })`);
    expect(sizes).toMatchObject({ page: width });
    const { pictures, font }: { pictures: number[]; font: number } = JSON.parse(
      JSON.stringify(sizes),
    );
    expect(pictures.length).toBeGreaterThan(9);
    // In its own scrolling box, never so small that its words cannot be read.
    expect(Math.min(...pictures)).toBeGreaterThanOrEqual(640);
    expect(font).toBeGreaterThanOrEqual(15);
    expect(told).toEqual([]);
    await page.close();
  });

  it('has pictures whose words neither leave them nor cover each other', async () => {
    const { page } = await visit('words.html', hostilePage(), 1000);
    const wrong = await page.evaluate(`[...document.querySelectorAll('svg.life')].flatMap((svg) => {
      const { width, height } = svg.viewBox.baseVal;
      const words = [...svg.querySelectorAll('text:not(.tip *)')].map((one) => ({ text: one.textContent, box: one.getBBox() }));
      const leaves = ({ x, y, width: w, height: h }) => x < -1 || y < -1 || x + w > width + 1 || y + h > height + 1;
      const covers = (a, b) => a.x + a.width > b.x + 1 && b.x + b.width > a.x + 1 && a.y + a.height > b.y + 3 && b.y + b.height > a.y + 3;
      return [
        ...words.filter(({ box }) => leaves(box)).map(({ text }) => text),
        ...words.flatMap((a, index) => words.slice(index + 1).filter((b) => covers(a.box, b.box)).map((b) => [a.text, b.text])),
      ];
    })`);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('tells the details of a part that has the focus or is pointed at, within the picture', async () => {
    const { page } = await visit('tips.html', hostilePage(), 1000);
    const outside =
      await page.evaluate(`[...document.querySelectorAll('svg.life')].flatMap((svg) => {
      const { width, height } = svg.viewBox.baseVal;
      return [...svg.querySelectorAll('.tip')].filter((tip) => {
        const { e, f } = tip.transform.baseVal[0].matrix;
        const box = tip.getBBox();
        return e < 0 || f < 0 || e + box.width > width + 1 || f + box.height > height + 1;
      }).map((tip) => tip.textContent);
    })`);
    expect(outside).toEqual([]);
    const shown = page.locator('.tip').filter({ visible: true });
    expect(await shown.count()).toBe(0);
    const [first, second] = [page.locator('.spot').first(), page.locator('.spot').nth(1)];
    await first.focus();
    expect(await shown.count()).toBe(1);
    await second.locator('.area').hover();
    expect(await shown.allTextContents()).toEqual([await second.locator('.tip').textContent()]);
    await second.locator('.area').click();
    expect(await page.locator('tr:target').count()).toBe(1);
    await page.close();
  });

  it('draws a picture that is a file of its own', async () => {
    const message = messageOf([stalledRecipient(SUBJECTS[2])]);
    const picture = lifeSvg(message, coverageOf(), {
      zone: 'UTC',
      id: 'life',
      maxLanes: 5,
      maxEvents: 100,
      standalone: true,
    });
    const { page, requests, told } = await visit('life.svg', picture, 1000);
    expect(told).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(await page.evaluate('document.documentElement.tagName')).toBe('svg');
    expect(await page.evaluate('document.querySelectorAll("parsererror").length')).toBe(0);
    expect(await page.evaluate('window.hit')).toBeUndefined();
    await page.close();
  });
});
