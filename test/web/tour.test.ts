import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PICTURES, STOPS } from '../../scripts/tour/stops.ts';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import { createApp } from '../../src/web/app.ts';
import { PORT, SECRETS } from '../support/web.ts';

const FOLDER = 'docs/tour';
const text = readFileSync('docs/tour.md', 'utf8');

describe('the tour', () => {
  it('has all its pictures, and no others', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual([...PICTURES].toSorted());
    // A clone should not be long in coming.
    const bytes = PICTURES.reduce((sum, name) => sum + statSync(`${FOLDER}/${name}`).size, 0);
    expect(bytes).toBeLessThan(4_500_000);
  });

  it('shows each of them, and none that is not there', () => {
    const shown = [...text.matchAll(/\btour\/([\w-]+\.webp)/g)].map(([, name]) => name);
    expect(new Set(shown)).toEqual(new Set(PICTURES));
  });

  it('says of each picture what is on it', () => {
    const images = [...text.matchAll(/<img[^>]*>/g)].map(([image]) => image);
    expect(images).toHaveLength(STOPS.length);
    for (const image of images) expect(image).toMatch(/alt="[^"]{20,}"/);
  });

  it('comes to every page', () => {
    const app = createApp({
      answers: createAnswers({ db: 'none.db', tz: 'UTC', color: false, port: PORT }, processIo()),
      secrets: SECRETS,
      port: PORT,
      zone: 'UTC',
      onBug: () => undefined,
    });
    const pages = app.routes
      .filter(({ method, path }) => method === 'GET' && /^\/[\w-]*$/.test(path))
      .map(({ path }) => path);
    const visited = new Set(STOPS.map(({ path }) => path.replace(/\?.*/, '')));
    expect(pages.length).toBeGreaterThan(5);
    expect(pages.filter((path) => !visited.has(path))).toEqual([]);
  });
});
