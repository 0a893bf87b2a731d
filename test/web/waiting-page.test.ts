import { beforeAll, describe, expect, it } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import { UserError } from '../../src/model/user-error.ts';
import type { Answers } from '../../src/web/answers.ts';
import { createEventStreams } from '../../src/web/live/event-streams.ts';
import { createLiveFeed } from '../../src/web/live/feed.ts';
import { fileDb } from '../support/ingest.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PORT, siteOf } from '../support/web.ts';
import type { Site } from '../support/web.ts';

const folder = useTempFolder('file');
const DAY = '/daily?date=2004-02-17&older-than=20m';
const SEARCH = '/?q=corp.example&page=2&limit=3';
const AT_ONCE = { firstMs: 0, againMs: 0 };
let db = '';
let direct: Site;

beforeAll(async () => {
  db = await fileDb(folder.at('m.db'), ['fixtures/logs']);
  direct = siteOf(db);
});

const real = (): Answers => createAnswers({ db, tz: 'UTC', color: false, port: PORT }, processIo());

/** Whose days and searches are there once `go` is called: `fail` in place of them. */
function slowly(fail?: Error): { readonly pages: Answers; readonly go: () => void } {
  const waiting: (() => void)[] = [];
  const gate = new Promise<void>((resolve) => waiting.push(resolve));
  const answers = real();
  const whole = async <Report>(make: () => Report | Promise<Report>): Promise<Report> => {
    await gate;
    if (fail !== undefined) throw fail;
    return make();
  };
  return {
    pages: {
      ...answers,
      daily: (asked) => whole(() => answers.daily(asked)),
      search: (asked) => whole(() => answers.search(asked)),
    },
    go: () => waiting.forEach((one) => one()),
  };
}

const refreshOf = (page: string): string | undefined =>
  /<meta http-equiv="refresh" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#38;', '&');

describe('a page whose report takes long', () => {
  it.each([
    [DAY, 'The summary of the day is being worked out, which takes some seconds.', 'Day'],
    [SEARCH, 'What this search finds is being worked out, which takes some seconds.', 'Search'],
  ])('%s says so at once, and is there when it is asked for again', async (path, words, title) => {
    const { pages, go } = slowly();
    const site = siteOf(db, 'UTC', undefined, undefined, {
      pages,
      patience: { firstMs: 0, againMs: Number.POSITIVE_INFINITY },
    });
    const first = await site.ask(path);
    expect(first.status).toBe(202);
    const page = await first.text();
    expect(readMarkup(page).text).toContain(words);
    expect(page).toContain(`<title>Being worked out - ${title} - mailtrail</title>`);
    expect(page).toContain(
      `<a href="${path.replaceAll('&', '&#38;')}">See whether it is ready</a>`,
    );
    expect(page).not.toContain('<script');
    expect(refreshOf(page)).toBe(`0;url=${path}&waited=1`);
    const again = site.ask(`${path}&waited=1`);
    go();
    const { status, headers } = await again;
    expect([status, headers.get('location')]).toEqual([303, path]);
    expect(await site.text(path)).toBe(await direct.text(path));
    expect(site.bugs).toEqual([]);
  });

  it.each(['/daily.json?date=2004-02-17', '/find.json?q=corp.example'])(
    '%s waits for all of it',
    async (path) => {
      const { pages: answers, go } = slowly();
      const site = siteOf(db, 'UTC', undefined, undefined, { answers, patience: AT_ONCE });
      const all = [
        site.ask(path),
        site.ask(path.replace('find.json', '').replace('.json', ''), {
          headers: { accept: 'application/json' },
        }),
      ];
      go();
      for (const answer of await Promise.all(all)) {
        expect(answer.status).toBe(200);
        expect(await answer.text()).toBe(await direct.text(path));
      }
    },
  );

  it('tells what went wrong as it would have at once', async () => {
    const fail = new UserError('no-logs-yet', 'no log <b> was loaded', { hint: 'name another' });
    const { pages, go } = slowly(fail);
    const site = siteOf(db, 'UTC', undefined, undefined, { pages, patience: AT_ONCE });
    expect((await site.ask(DAY)).status).toBe(202);
    go();
    await new Promise(setImmediate);
    for (const path of [DAY, `${DAY}&waited=1`]) {
      const answer = await site.ask(path);
      expect(answer.status).toBe(500);
      expect(readMarkup(await answer.text()).text).toContain('no log <b> was loaded');
    }
  });

  it('is asked for again by itself so many times, and no more', async () => {
    const { pages } = slowly();
    const site = siteOf(db, 'UTC', undefined, undefined, { pages, patience: AT_ONCE });
    const visited: string[] = [];
    let path: string | undefined = DAY;
    while (path !== undefined && visited.length < 20) {
      visited.push(path);
      path = refreshOf(await site.text(path))?.replace('0;url=', '');
    }
    expect(visited.map((one) => /waited=(.*)/.exec(one)?.[1])).toEqual([
      undefined,
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
    ]);
    const page = await site.text(visited.at(-1) ?? '');
    expect(page).toContain('See whether it is ready');
  });

  it.each(['7', '10', '-1', '"><b>'])('is not asked for %j times', async (waited) => {
    const { pages } = slowly();
    const site = siteOf(db, 'UTC', undefined, undefined, { pages, patience: AT_ONCE });
    const page = await site.text(`${DAY}&waited=${encodeURIComponent(waited)}`);
    expect(refreshOf(page)).toBe(waited === '7' ? undefined : `0;url=${DAY}&waited=1`);
    expect(page).not.toContain('<b>');
  });

  it('keeps what was searched for text', async () => {
    const { pages } = slowly();
    const site = siteOf(db, 'UTC', undefined, undefined, { pages, patience: AT_ONCE });
    const page = await site.text(`/?q=${encodeURIComponent(`'"><script>;url=//x.example`)}`);
    expect(page).not.toContain('<script');
    expect(refreshOf(page)).toBe(
      '0;url=/?q=%27%22%3E%3Cscript%3E%3Burl%3D%2F%2Fx.example&waited=1',
    );
  });

  it('is asked for by the script where one runs, and else by the browser', async () => {
    const { pages } = slowly();
    const feed = createLiveFeed();
    const live = { feed, streams: createEventStreams(feed), script: '' };
    const site = siteOf(db, 'UTC', live, undefined, { pages, patience: AT_ONCE });
    feed.tell({ kind: 'read', at: 0, lines: 3, asOf: null });
    const page = await site.text(DAY);
    expect(page).toMatch(/<noscript>\s*<meta http-equiv="refresh"[^>]*>\s*<\/noscript>/);
    expect(page).toContain('data-version="0"');
  });

  it('is the page itself where the report is there', async () => {
    for (const path of [DAY, SEARCH, '/stuck', '/coverage']) {
      const site = siteOf(db, 'UTC', undefined, undefined, { patience: AT_ONCE });
      expect(await site.text(path)).toBe(await direct.text(path));
    }
  });
});
