import { beforeAll, describe, expect, it } from 'vitest';
import { mailtrail } from '../cli/run.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';
import type { Site } from '../support/web.ts';

const STUCK = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';

describe('pages and commands', () => {
  const folder = useTempFolder('file');
  let db: string;
  let site: Site;
  beforeAll(async () => {
    db = await fileDb(folder.at('m.db'), ['fixtures/logs']);
    site = siteOf(db);
  });

  it.each<[string, string[]]>([
    ['/find.json', ['find']],
    [
      '/find.json?state=waiting&stalled=1&limit=3',
      ['find', '--state', 'waiting', '--stalled', '--limit', '3'],
    ],
    [
      '/find.json?to=bob%40partner.example&since=2004-02-18',
      ['find', '--to', 'bob@partner.example', '--since', '2004-02-18'],
    ],
    [`/message.json?id=${STUCK}`, ['trace', STUCK]],
    [`/message.json?id=${STUCK}&raw=1`, ['trace', STUCK, '--raw']],
    [
      `/message.json?id=${STUCK}&as-of=2004-02-18T12:00:00Z`,
      ['trace', STUCK, '--as-of', '2004-02-18T12:00:00Z'],
    ],
    ['/stuck.json', ['stuck']],
    [
      '/stuck.json?by=server&count=messages&older-than=1h',
      ['stuck', '--by', 'server', '--count', 'messages', '--older-than', '1h'],
    ],
    ['/stuck.json?newest=1&ids=1', ['stuck', '--newest', '--ids']],
    ['/daily.json', ['daily']],
    ['/daily.json?date=2004-02-17', ['daily', '2004-02-17']],
    ['/coverage.json', ['coverage']],
    ['/explain.json?what=1034', ['explain', '1034']],
  ])('%s is what the command prints', async (path, args) => {
    const answer = await site.ask(path);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.text()).toBe(mailtrail([...args, '--json'], { db }).out);
  });

  it.each([
    ['/?q=&state=&as-of=', '/'],
    ['/?q=bob%40partner.example&state=&older-than=', '/?q=bob%40partner.example'],
    ['/stuck?as-of=&by=server', '/stuck?by=server'],
    ['/daily?date=', '/daily'],
  ])('%s, as a form sends it, leads to %s', async (path, short) => {
    const answer = await site.ask(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, short]);
  });

  it.each(['application/json', 'text/plain, application/json;q=0.9, */*;q=0.1'])(
    'gives JSON to who asks for %j, page or error',
    async (accept) => {
      const headers = { accept };
      const asked = await site.ask('/stuck', { headers });
      expect(await asked.text()).toBe(await site.text('/stuck.json'));
      const wrong = await site.ask('/stuck?by=nothing', { headers });
      expect(wrong.status).toBe(400);
      expect(await wrong.json()).toMatchObject({ error: { code: 'bad-parameter' } });
    },
  );

  it('gives a page to a browser that takes JSON too', async () => {
    const headers = { accept: 'text/html, application/json' };
    for (const path of ['/stuck', '/stuck?by=nothing', '/nothing'])
      expect(await (await site.ask(path, { headers })).text()).toMatch(/^<!doctype html>/i);
  });

  it.each([
    ['/nothing', 404, 'there is no such page'],
    ['/?since=never', 400, '--since does not take'],
    ['/?state=nothing', 400, 'state does not take'],
    ['/?page=0', 400, 'page does not take'],
    ['/?limit=1001', 400, 'a number from 1 to 1000'],
    ['/find.json?limit=10000000', 400, 'a number from 1 on'],
    ['/?page=2&place=EXCH01', 400, 'place does not take "EXCH01"'],
    ['/?page=2&place=1.2.3', 400, 'place does not take'],
    ['/?page=2&place=1.2.3.-4', 400, 'place does not take'],
    ['/?page=2&place=-1.2.3.4', 400, 'place does not take'],
    ['/?page=2&place=1.2.3.4.5', 400, 'place does not take'],
    ['/?page=2&place=9e9.2.3.4', 400, 'place does not take'],
    [`/?page=2&place=${'9'.repeat(16)}.2.3.4`, 400, 'place does not take'],
    ['/find.json?place=1.2.3.nobody', 400, 'place does not take'],
    ['/message', 400, 'the message id is empty'],
    ['/message?id=nobody%40corp.example', 404, 'No message has the id'],
    ['/daily?date=1999-01-01', 404, 'no log'],
    ['/explain?what=nothing', 404, 'nothing is known of'],
  ])('%s gives %i and says why', async (path, status, words) => {
    const answer = await site.ask(path);
    expect(answer.status).toBe(status);
    expect(readMarkup(await answer.text()).text).toContain(words);
    expect(site.bugs).toEqual([]);
  });

  it.each([
    '/',
    '/?q=bob',
    '/?q=(',
    `/message?id=${STUCK}`,
    '/stuck',
    '/stuck?growth=1&newest=1',
    '/daily',
    '/coverage',
    '/explain',
    '/explain?what=1034',
  ])('%s gives each mark a name of its own, and names none that is not there', async (path) => {
    const { tags } = readMarkup(await site.text(path));
    const named = (names: readonly string[]): string[] =>
      tags.flatMap(({ attributes }) =>
        attributes.flatMap(([name, value]) => (names.includes(name) ? value.split(' ') : [])),
      );
    const ids = named(['id']);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of named(['for', 'aria-labelledby', 'aria-describedby']))
      expect(ids).toContain(id);
  });

  it('breaks addresses and ids of a list before their domains alone', async () => {
    const page = await site.text('/?q=bob%40partner.example');
    expect(page).toContain('bob@<wbr/>partner.example</td>');
    expect(page).toMatch(/<code class="dim">[^<]*@<wbr\/>exch01\.corp\.example<\/code>/);
  });

  it('lets what was asked amiss be asked anew', async () => {
    const { tags } = readMarkup(await site.text('/?q=bob&since=never&stalled=maybe'));
    const values = tags.flatMap(({ name, attributes }) => {
      const one = new Map(attributes);
      return name === 'input' ? [[one.get('name'), one.get('value')]] : [];
    });
    expect(values).toContainEqual(['q', 'bob']);
    expect(values).toContainEqual(['since', 'never']);
  });

  it('begins with the newest stalls, as stuck --newest lists them', async () => {
    const { newest, stalled } = JSON.parse(mailtrail(['stuck', '--newest', '--json'], { db }).out);
    const page = await site.text('/');
    const section = page.slice(page.indexOf('<h2 id="stalls"'), page.indexOf('<h2 id="found"'));
    const ways = readMarkup(section).tags.flatMap(({ attributes }) =>
      attributes.flatMap(([name, value]) => (name === 'href' ? [value] : [])),
    );
    expect(ways).toEqual([
      ...newest.map(
        ({ messageId }: { messageId: string }) => `/message?id=${encodeURIComponent(messageId)}`,
      ),
      '/stuck?newest=1',
    ]);
    expect(page).toContain(`All ${stalled} recipients that stalled`);
    expect(await site.text('/?q=bob')).not.toContain('id="stalls"');
  });

  it('says how many there are, and leads to all of them', async () => {
    const { text } = readMarkup(await site.text('/?limit=100&page=2'));
    const total = /101 to 200 of ([\d,]+) recipients/.exec(text)?.[1]?.replace(',', '');
    expect(total).toBe(String(JSON.parse(mailtrail(['find', '--json'], { db }).out).total));
    const { tags } = readMarkup(await site.text('/?q=corp.example&limit=100&page=2'));
    const ways = tags.flatMap(({ attributes }) => {
      const one = new Map(attributes);
      return one.has('rel') && one.has('href') ? [[one.get('rel'), one.get('href')]] : [];
    });
    expect(ways).toContainEqual([
      'next',
      expect.stringMatching(/^\/\?q=corp\.example&limit=100&page=3&place=\d+\.\d+\.\d+\.200$/),
    ]);
    expect(ways).toContainEqual(['prev', '/?q=corp.example&limit=100&page=1']);
  });

  it('leads from each event that is known to what it means', async () => {
    const { tags } = readMarkup(
      await site.text('/message?id=1077B63F428C1ECB8F971C9588@exch01.corp.example'),
    );
    const ways = tags.flatMap(({ attributes }) => attributes).filter(([name]) => name === 'href');
    const explained = ways.filter(([, way]) => way.startsWith('/explain?what=10'));
    expect(explained).toContainEqual(['href', '/explain?what=1036']);
    expect(explained).not.toContainEqual(['href', '/explain?what=1077']);
    for (const [, way] of explained) expect((await site.ask(way)).status).toBe(200);
  });

  it('lists candidates of a fragment, each with its way', async () => {
    const { tags, text } = readMarkup(await site.text('/message?id=exch01'));
    expect(text).toMatch(/\d+ messages fit/);
    const ways = tags.flatMap(({ attributes }) => attributes).filter(([name]) => name === 'href');
    expect(ways.filter(([, value]) => value.startsWith('/message?id=')).length).toBe(20);
  });
});

const ODD = [
  '<script>window.hit = 1</script>',
  '"><img src="http://x.example/a.png" onerror="window.hit = 2">',
  "'></option></select><form action=http://x.example>",
  '</title></style></textarea></svg><svg onload="window.hit = 3">',
  'javascript:alert(1)',
  '\u202Egro.elpmaxe \u0007\u001B[31m',
  '&amp;&lt;b&gt;&#x3c;',
  '%3Cscript%3E&key=1#x',
];

describe('pages of hostile logs', () => {
  const folder = useTempFolder('file');
  let site: Site;
  beforeAll(async () => {
    const file = folder.write(
      `<img src=x onerror='hit'>/"&#39;.log`,
      log2003(
        ODD.map((odd, index) => ({
          time: `9:0:${index} GMT`,
          event: 1034,
          id: `${index}${odd}@id.example`,
          recipient: `${odd}@to.example`,
          sender: `${odd}@from.example`,
          server: `S${odd}`,
          partner: odd,
          subject: odd,
        })),
      ),
    );
    site = siteOf(await fileDb(folder.at('odd.db'), [file]), 'Europe/Paris');
  });

  const paths = (odd: string): string[] => {
    const text = encodeURIComponent(odd);
    return [
      `/?q=${text}`,
      `/?q=id.example&server=${text}&since=${text}`,
      `/?q=id.example`,
      `/message?id=${text}`,
      `/message?id=${ODD.indexOf(odd)}${text}%40id.example`,
      `/stuck?by=next-hop&older-than=1s`,
      `/stuck?by=${text}`,
      `/daily?date=${text}`,
      `/explain?what=${text}`,
      `/${text}`,
    ];
  };

  it.each(ODD)('keeps %j text on every page', async (odd) => {
    for (const path of paths(odd)) {
      const page = await site.text(path);
      const { tags } = readMarkup(page);
      // Nothing but what pages are made of, and no address that leads elsewhere.
      expect(
        tags.filter(({ name }) =>
          ['script', 'img', 'iframe', 'object', 'base', 'style'].includes(name),
        ),
        path,
      ).toEqual([]);
      for (const { attributes } of tags)
        for (const [name, value] of attributes) {
          expect(name, path).not.toMatch(/^on|^style$/);
          if (['href', 'src', 'action'].includes(name)) expect(value, path).toMatch(/^[/#](?!\/)/);
        }
      // eslint-disable-next-line no-control-regex
      expect(page, path).toMatch(/^[\n -~]*$/);
    }
    expect(site.bugs).toEqual([]);
  });

  it('finds and shows such a message whole', async () => {
    const [odd = ''] = ODD;
    const { text } = readMarkup(
      await site.text(`/message?id=0${encodeURIComponent(odd)}%40id.example`),
    );
    expect(text).toContain(`Message-ID0${odd}@id.example`.replace('Message-ID', ''));
    expect(text).toContain(`${odd}@to.example: it is`);
    expect(text).toContain(`\t${odd}`.trim());
  });
});
