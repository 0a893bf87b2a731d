import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CATALOGUE_VERSION } from '../../src/catalogue/index.ts';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import { VERSION } from '../../src/model/version.ts';
import { reportHtml } from '../../src/render/html/report-html.ts';
import type { Answers } from '../../src/web/answers.ts';
import { listen } from '../../src/web/listen.ts';
import { newSecrets } from '../../src/web/secrets.ts';
import { pictureName, SCHEMES, SCREENS } from './stops.ts';
import type { Stop } from './stops.ts';

interface Camera {
  readonly db: string;
  readonly browser: Browser;
  /** Where the pictures go. */
  readonly folder: string;
}

/** Shows the page of a database and takes pictures of these stops, in each width and scheme. */
export async function takePictures(stops: readonly Stop[], camera: Camera): Promise<void> {
  const answers = createAnswers({ db: camera.db, tz: 'UTC', color: false, port: 0 }, processIo());
  const site = await listen({
    answers,
    secrets: newSecrets(),
    port: 0,
    zone: 'UTC',
    onBug: (error) => {
      throw error instanceof Error ? error : new Error(String(error));
    },
  });
  const origin = `http://127.0.0.1:${site.port}`;
  try {
    for (const screen of SCREENS)
      for (const scheme of SCHEMES) {
        const context = await contextOf(camera.browser, screen.width, scheme);
        const page = await context.newPage();
        await page.goto(site.address);
        await page.waitForURL(`${origin}/`);
        for (const stop of stops) {
          // A page of its own: it would keep the policy of the one before.
          if (stop.report === true) await page.goto('about:blank');
          if (stop.report === true) await page.setContent(await reportOf(stop, answers));
          else await page.goto(`${origin}${stop.path}`);
          const file = join(camera.folder, pictureName(stop.name, screen.name, scheme));
          writeFileSync(file, await pictureOf(page, stop, screen));
        }
        await context.close();
      }
  } finally {
    await site.close();
  }
}

async function contextOf(
  browser: Browser,
  width: number,
  colorScheme: 'light' | 'dark',
): Promise<BrowserContext> {
  return browser.newContext({
    colorScheme,
    // Low: a page is at least as high as its window.
    viewport: { width, height: 400 },
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
}

async function reportOf({ path }: Stop, answers: Answers): Promise<string> {
  const id = new URL(path, 'http://127.0.0.1').searchParams.get('id') ?? '';
  return reportHtml({
    case: '2004-017 Quarterly figures',
    trace: await answers.trace({ id, rawLines: 0 }),
    daily: null,
    redacted: false,
    tz: 'UTC',
    tool: `mailtrail ${VERSION}`,
    catalogue: CATALOGUE_VERSION,
  });
}

/** As WebP, which only the protocol of the browser offers. */
async function pictureOf(
  page: Page,
  { open, focus, from }: Stop,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  if (open !== undefined) await page.locator(`details:has(${open}) > summary`).first().click();
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement?.blur()');
  if (focus !== undefined) await page.locator(focus).focus();
  await page.evaluate('window.scrollTo(0, 0)');
  const y = from === undefined ? 0 : await topOf(page, from);
  const whole = Number(await page.evaluate('document.documentElement.scrollHeight'));
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 60,
    captureBeyondViewport: true,
    clip: { x: 0, y, width, height: Math.min(height, whole - y), scale: 1 },
  });
  await session.detach();
  return Buffer.from(data, 'base64');
}

async function topOf(page: Page, selector: string): Promise<number> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`there is nothing to be seen of ${selector}`);
  return Math.max(0, Math.floor(box.y) - 12);
}
