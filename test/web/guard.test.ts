import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { HEADERS } from '../../src/web/guard.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PORT, SECRETS, siteOf } from '../support/web.ts';
import type { Site } from '../support/web.ts';

const ORIGIN = `http://127.0.0.1:${PORT}`;
const ID = 'CAFE1A7E24DAB00FA030E18C46@exch01.corp.example';

function form(fields: Record<string, string>): string {
  return new URLSearchParams(fields).toString();
}

const FORM = {
  origin: ORIGIN,
  'content-type': 'application/x-www-form-urlencoded',
};
const EXPORT = { id: ID, case: 'INC 17/../"x"', token: SECRETS.token };

describe('who is let in', () => {
  const folder = useTempFolder('file');
  let site: Site;
  beforeAll(async () => {
    site = siteOf(await fileDb(folder.at('m.db'), ['fixtures/logs']));
  });

  it.each<[string, string, number, Parameters<Site['ask']>[1]]>([
    ['its own browser', '/', 200, {}],
    ['the other name of loopback', '/', 200, { headers: { host: `localhost:${PORT}` } }],
    ['a typed address', '/stuck', 200, { headers: { 'sec-fetch-site': 'none' } }],
    ['an old browser', '/stuck', 200, { headers: { 'sec-fetch-site': null } }],
    ['HEAD', '/stuck', 200, { method: 'HEAD' }],
    ['another host', '/', 403, { headers: { host: `mail.attacker.example:${PORT}` } }],
    ['another port', '/', 403, { headers: { host: '127.0.0.1:80' } }],
    ['no host', '/', 403, { headers: { host: null } }],
    ['a host that begins so', '/', 403, { headers: { host: `127.0.0.1:${PORT}.example` } }],
    ['another origin', '/', 403, { headers: { origin: 'http://attacker.example' } }],
    ['another port as origin', '/', 403, { headers: { origin: 'http://127.0.0.1:3000' } }],
    ['no origin at all', '/', 403, { headers: { origin: 'null' } }],
    ['https', '/', 403, { headers: { origin: `https://127.0.0.1:${PORT}` } }],
    ['a page elsewhere', '/stuck', 403, { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a page at another port', '/find.json', 403, { headers: { 'sec-fetch-site': 'same-site' } }],
    ['no cookie', '/', 401, { headers: { cookie: null } }],
    ['a wrong cookie', '/', 401, { headers: { cookie: `mailtrail-${PORT}=${SECRETS.key}` } }],
    [
      'the cookie of another port',
      '/',
      401,
      { headers: { cookie: `mailtrail-1=${SECRETS.session}` } },
    ],
    ['no cookie for the style', '/style.css', 401, { headers: { cookie: null } }],
    ['no cookie for JSON', '/daily.json', 401, { headers: { cookie: null } }],
    ['no cookie for nothing', '/nothing', 401, { headers: { cookie: null } }],
    ['a wrong key', '/?key=wrong', 403, { headers: { cookie: null } }],
    ['a wrong key beside the cookie', '/?key=', 403, {}],
    ['the session as key', `/?key=${SECRETS.session}`, 403, {}],
    ['the key on another page', `/stuck?key=${SECRETS.key}`, 401, { headers: { cookie: null } }],
    ['the key under another name', `/?key=${SECRETS.key}`, 403, { headers: { host: 'x.example' } }],
    ['POST', '/stuck', 405, { method: 'POST', headers: FORM, body: form(EXPORT) }],
    ['PUT', '/export', 405, { method: 'PUT', headers: FORM, body: form(EXPORT) }],
    ['DELETE', '/', 405, { method: 'DELETE' }],
    ['OPTIONS', '/', 405, { method: 'OPTIONS' }],
    ['GET of the action', `/export?${form(EXPORT)}`, 404, {}],
    [
      'a form without origin',
      '/export',
      403,
      { method: 'POST', headers: { ...FORM, origin: null }, body: form(EXPORT) },
    ],
    [
      'a form of another origin',
      '/export',
      403,
      { method: 'POST', headers: { ...FORM, origin: 'http://x.example' }, body: form(EXPORT) },
    ],
    [
      'a form without cookie',
      '/export',
      401,
      { method: 'POST', headers: { ...FORM, cookie: null }, body: form(EXPORT) },
    ],
    [
      'a form without token',
      '/export',
      400,
      { method: 'POST', headers: FORM, body: form({ ...EXPORT, token: '' }) },
    ],
    [
      'a form with the key as token',
      '/export',
      400,
      { method: 'POST', headers: FORM, body: form({ ...EXPORT, token: SECRETS.key }) },
    ],
    [
      'a form that is too large',
      '/export',
      413,
      { method: 'POST', headers: FORM, body: form({ ...EXPORT, reason: 'x'.repeat(20_000) }) },
    ],
    [
      'a form that is none',
      '/export',
      400,
      {
        method: 'POST',
        headers: { ...FORM, 'content-type': 'multipart/form-data; boundary=x' },
        body: 'abc',
      },
    ],
    [
      'a form without a case',
      '/export',
      400,
      { method: 'POST', headers: FORM, body: form({ ...EXPORT, case: '' }) },
    ],
    [
      'a form for no message',
      '/export',
      404,
      { method: 'POST', headers: FORM, body: form({ ...EXPORT, id: 'nobody@x.example' }) },
    ],
    ['an escaping path', '/..%2f..%2fetc%2fpasswd', 404, {}],
    ['another escaping path', '/style.css/..%5c..%5c', 404, {}],
  ])('%s: %s gives %i', async (_, path, status, change) => {
    const answer = await site.ask(path, change);
    expect(answer.status).toBe(status);
    for (const [name, value] of Object.entries(HEADERS))
      expect(answer.headers.get(name), name).toBe(value);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(await answer.text()).not.toContain(SECRETS.session);
    expect(site.bugs).toEqual([]);
  });

  it('says why a form that is none was not read, as JSON where that is asked for', async () => {
    const answer = await site.ask('/export', {
      method: 'POST',
      headers: {
        ...FORM,
        accept: 'application/json',
        'content-type': 'multipart/form-data; boundary=x',
      },
      body: 'abc',
    });
    expect(await answer.json()).toEqual({
      error: {
        code: 'bad-form',
        message: 'the form cannot be read',
        hint: 'export from the page of the message',
      },
    });
  });

  it.each([
    ['/stuck.json', { headers: { cookie: null } }, 401, 'this browser was not given the key'],
    [
      '/daily',
      { headers: { accept: 'application/json', origin: 'http://attacker.example' } },
      403,
      'another page asked for it',
    ],
    ['/find.json', { method: 'DELETE' }, 405, 'pages are only read'],
  ])('refuses %s as JSON where that is asked for', async (path, change, status, why) => {
    const answer = await site.ask(path, change);
    expect(answer.status).toBe(status);
    for (const [name, value] of Object.entries(HEADERS))
      expect(answer.headers.get(name), name).toBe(value);
    expect(await answer.json()).toMatchObject({
      error: { code: 'refused', message: `this page is not shown: ${why}` },
    });
  });

  it('gives the strict cookie for the key, from anywhere, and leads on', async () => {
    const answer = await site.ask(`/?key=${SECRETS.key}`, {
      headers: { cookie: null, 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBe(
      `mailtrail-${PORT}=${SECRETS.session}; Path=/; HttpOnly; SameSite=Strict`,
    );
    expect(await answer.text()).toContain('<meta http-equiv="refresh" content="0;url=/"/>');
  });

  it('exports a zip with a name that is no path, and leaves nothing behind', async () => {
    const answer = await site.ask('/export', { method: 'POST', headers: FORM, body: form(EXPORT) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="mailtrail-INC-17-x.zip"',
    );
    const zip = Buffer.from(await answer.arrayBuffer());
    expect(zip.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(zip.includes('evidence/data/trace.json')).toBe(true);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('mailtrail-export-'))).toEqual(
      [],
    );
  });
});
