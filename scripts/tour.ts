import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../test/support/browser.ts';
import { fileDb } from '../test/support/ingest.ts';
import { LOGS, PICTURES, STOPS } from './tour/stops.ts';
import { takePictures } from './tour/take-pictures.ts';

/**
 * Makes the pictures of docs/tour.md from the fixtures: every page, at three widths, light and dark. `npm run tour`, or with
 * names of stops for these alone. The same pictures each time, by the same Chromium with the same fonts.
 */
const FOLDER = 'docs/tour';
const asked = process.argv.slice(2);
const stops = STOPS.filter(({ name }) => asked.length === 0 || asked.includes(name));

const executablePath = findChromium();
if (executablePath === null) throw new Error('no Chromium: install it, or name it in $CHROMIUM');
const temporary = mkdtempSync(join(tmpdir(), 'mailtrail-tour-'));
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--font-render-hinting=none', '--disable-lcd-text', '--hide-scrollbars'],
});
try {
  mkdirSync(FOLDER, { recursive: true });
  // Pictures of stops that are no more would stay for ever.
  for (const file of readdirSync(FOLDER)) if (!PICTURES.includes(file)) rmSync(join(FOLDER, file));
  for (const year of [2003, 2019] as const) {
    const db = await fileDb(join(temporary, `${year}.db`), LOGS[year]);
    await takePictures(
      stops.filter(({ logs }) => logs === year),
      { db, browser, folder: FOLDER },
    );
  }
} finally {
  await browser.close();
  rmSync(temporary, { recursive: true, force: true });
}
