import { beforeAll, describe, expect, it } from 'vitest';
import { mailtrail } from '../cli/run.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { decode, readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';
import type { Site } from '../support/web.ts';

const MESSAGES = 15_000;

/** A page as its reader has it. */
interface Seen {
  /** Ids of the messages that are listed, and of those in the list of what was found further back. */
  readonly rows: readonly string[];
  readonly beyond: readonly string[];
  readonly text: string;
  /** Addresses by the words of their links. */
  readonly ways: ReadonlyMap<string, string>;
}

const plain = (text: string): string => decode(text).trim().replaceAll(/\s+/g, ' ');

function rowsOf(markup: string): string[] {
  return [...markup.matchAll(/href="\/message\?id=([^"]*)"/g)].map(([, id = '']) =>
    decodeURIComponent(decode(id)),
  );
}

function read(markup: string): Seen {
  const [main = '', further = ''] = markup.split('<h3 id="beyond">');
  const links = markup.matchAll(/<a\s+href="([^"]*)"[^>]*>([^<]*)</g);
  return {
    rows: rowsOf(main),
    beyond: rowsOf(further),
    text: readMarkup(markup).text.replaceAll(/\s+/g, ' '),
    ways: new Map([...links].map(([, to = '', words = '']) => [plain(words), decode(to)])),
  };
}

const SEARCH_ON = 'Search on in older messages';
/** To look at who sent each message takes several pages. */
const BY_DOMAIN = '/?sender-domain=rare.example';
/** To look for it in each subject as well, while addresses that hold it are found at once. */
const BY_WORD = '/?q=rare';

const NO_PAGE: Seen = { rows: [], beyond: [], text: '', ways: new Map() };

describe('ways from page to page of a search', () => {
  const folder = useTempFolder('file');
  let db: string;
  let site: Site;
  beforeAll(async () => {
    const lines = Array.from({ length: MESSAGES }, (_, n) => {
      const second = Math.floor(n / 3) * 15;
      return {
        time: `${Math.floor(second / 3600)}:${Math.floor(second / 60) % 60}:${second % 60} GMT`,
        id: `${n}@exch01.corp.example`,
        event: 1028,
        sender: n % 300 < 2 ? `s${n}@rare.example` : `s${n}@corp.example`,
      };
    });
    db = await fileDb(folder.at('m.db'), [folder.write('20040218.log', log2003(lines))]);
    site = siteOf(db);
  });

  const see = async (path: string, by = site): Promise<Seen> => read(await by.text(path));

  const go = async (from: Seen, words: string, by = site): Promise<Seen> => {
    const to = from.ways.get(words);
    if (to === undefined) throw new Error(`no way ${words}`);
    return see(to, by);
  };

  async function walk(first: string): Promise<Seen[]> {
    const pages = [await see(first)];
    for (let page = pages.at(-1); page?.ways.has('Older'); page = pages.at(-1))
      pages.push(await go(page, 'Older'));
    return pages;
  }

  /** What the command finds. */
  const wanted = (...args: string[]): string[] =>
    mailtrail(['find', '--limit', '0', '--jsonl', ...args], { db })
      .out.split('\n')
      .flatMap((line) => /"messageId":"([^"]*)"/.exec(line)?.[1] ?? []);

  it.each([
    [BY_DOMAIN, ['--sender-domain', 'rare.example']],
    [`${BY_DOMAIN}&limit=7`, ['--sender-domain', 'rare.example']],
    [`${BY_WORD}&limit=30`, ['--from', 'rare']],
  ])(
    'older pages of %s list what the command finds, and newer ones the same again',
    async (first, args) => {
      const pages = await walk(first);
      expect(pages.length).toBeGreaterThan(3);
      const all = wanted(...args);
      expect(pages.flatMap(({ rows }) => rows)).toEqual(all);
      expect(pages.at(-1)?.text).toContain(`of ${all.length} recipients`);
      expect(pages.at(-1)?.ways.has('First')).toBe(true);
      expect(pages[0]?.text).toContain(' of at least ');
      let page = pages.pop();
      for (const earlier of pages.toReversed()) {
        if (page === undefined) break;
        page = await go(page, 'Newer');
        expect(page.rows).toEqual(earlier.rows);
      }
      expect(page?.ways.has('Newer')).toBe(false);
    },
  );

  it('leads on where it ended with few or none, and tells what it found already beyond', async () => {
    const first = await see(BY_WORD);
    const all = wanted('--from', 'rare');
    expect(first.rows.length).toBeLessThan(50);
    expect(first.rows).toEqual(all.slice(0, first.rows.length));
    expect(first.beyond).toEqual(all.slice(first.rows.length, 50));
    expect(first.text).toContain(`1 to ${first.rows.length} of at least ${all.length} recipients`);
    expect(first.text).toContain('Page 1 of at least 2');
    expect(first.ways.get(SEARCH_ON)).toBe(first.ways.get('Older'));
    const second = await go(first, SEARCH_ON);
    expect(second.text).toContain(`${first.rows.length + 1} to `);

    const none = await see('/?sender-domain=none.example');
    expect(none.text).toContain('Nothing found so far.');
    const [last, ...others] = (await walk('/?sender-domain=none.example')).toReversed();
    expect(others.every(({ ways }) => ways.has(SEARCH_ON))).toBe(true);
    expect(last?.text).toContain('Nothing found.');
    expect(last?.ways.has(SEARCH_ON)).toBe(false);
  });

  it('counts the page before from the first where it did not come by it, if all are full', async () => {
    const pages = await walk('/?limit=7&until=2004-02-18T00:04:00Z');
    const other = siteOf(db);
    const [, second, third, fourth] = pages;
    const last = await see(third?.ways.get('Older') ?? '', other);
    expect(last.rows).toEqual(fourth?.rows);
    expect(last.ways.get('Newer')).not.toContain('place=');
    const before = await go(last, 'Newer', other);
    expect(before.rows).toEqual(third?.rows);
    expect(before.ways.get('Newer')).toContain('place=');
    expect((await go(before, 'Newer', other)).rows).toEqual(second?.rows);

    const [one] = await walk(BY_DOMAIN);
    const two = await go(one ?? NO_PAGE, 'Older', other);
    const three = await go(two, 'Older', siteOf(db));
    expect([three.ways.has('Newer'), three.ways.get('First')]).toEqual([
      false,
      `${BY_DOMAIN}&page=1`,
    ]);
  });

  it('leads to the first page, and to all in one count, with what that page lists', async () => {
    const [, second] = await walk(`${BY_DOMAIN}&limit=4`);
    expect(second?.ways.get('Look through all, and count them')).toBe(
      `${BY_DOMAIN}&limit=4&page=2&all=1`,
    );
    const whole = await go(second ?? NO_PAGE, 'Look through all, and count them');
    expect(whole.rows).toEqual(second?.rows);
    expect(whole.text).toContain('5 to 8 of 100 recipients');
  });

  it('gives the same list as JSON, with the count of all and nothing else', async () => {
    const [one] = await walk(BY_DOMAIN);
    const path = one?.ways.get('Older') ?? '';
    const report: unknown = JSON.parse(await site.text(path.replace('/?', '/find.json?')));
    const { rows } = await see(path);
    const all = wanted('--sender-domain', 'rare.example');
    const listed = all.slice(all.indexOf(rows[0] ?? '')).slice(0, 50);
    expect(report).toEqual({
      schema: 'mailtrail/find/1',
      total: all.length,
      shown: listed.length,
      items: listed.map((messageId) => expect.objectContaining({ messageId }) as unknown),
      coverage: expect.anything() as unknown,
    });
    expect(listed.slice(0, rows.length)).toEqual(rows);
  });

  it.each([
    ['of a message that is not there', '999999999.1'],
    ['of a message of another time', '7.1'],
  ])('begins at the moment of a place %s', async (_, rest) => {
    const at = Date.UTC(2004, 1, 18, 0, 25);
    const path = `${BY_DOMAIN}&limit=3&page=5&place=${at}.${rest}.12`;
    const { rows, text } = await see(path);
    expect(rows).toEqual(['300', '301', '0'].map((id) => `${id}@exch01.corp.example`));
    expect(text).toContain('13 to 15 of 16 recipients');
    const end = await see(`${BY_DOMAIN}&page=3&place=0.0.0.100`);
    expect(end.text).toContain('No further one: 100 recipients in all.');
    expect(end.ways.has('Older')).toBe(false);
  });
});
