import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkTimestamp } from '../../../src/evidence/signing/timestamp-check.ts';
import { readTimestampAnswer } from '../../../src/evidence/signing/timestamp-answer.ts';
import { timestampQuery } from '../../../src/evidence/signing/timestamp-query.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { makeAuthority } from './authority.ts';
import type { Authority } from './authority.ts';
import { has, run } from './tools.ts';

const MANIFEST = Buffer.from(`${'a'.repeat(64)}  data/report.txt\n`);
const OTHER = Buffer.from(`${'b'.repeat(64)}  data/report.txt\n`);
const TSA = 'CN=Test TSA, O=Stamps Ltd';

describe.skipIf(!has('openssl', ['version']))('time stamps', () => {
  const folder = useTempFolder('file');
  const query = timestampQuery(MANIFEST);
  let authority: Authority;
  let answer: Buffer = Buffer.alloc(0);
  let caFile = '';

  beforeAll(() => {
    authority = makeAuthority(folder);
    answer = authority.answer(query);
    caFile = authority.caFile;
  });

  it('asks as openssl does, to the byte', () => {
    folder.write('manifest', MANIFEST);
    const args = [
      'ts',
      '-query',
      '-sha256',
      '-cert',
      '-no_nonce',
      '-data',
      'manifest',
      '-out',
      'their.tsq',
    ];
    expect(run('openssl', args, { cwd: folder.path }).code).toBe(0);
    expect(query).toEqual(readFileSync(folder.at('their.tsq')));
  });

  it('accepts the answer of an authority that is trusted', async () => {
    const check = await checkTimestamp({ query, answer, manifest: MANIFEST, caFile });
    expect(check).toEqual({
      state: 'ok',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
      tsa: TSA,
    });
  });

  it('says what was not checked without a file of certificates', async () => {
    const check = await checkTimestamp({ query: null, answer, manifest: MANIFEST, caFile: null });
    expect(check).toMatchObject({
      state: 'not-checked',
      tsa: TSA,
      reason: 'no file of trusted certificates was named',
    });
  });

  it('tells an answer of another manifest without openssl', async () => {
    const files = { query: null, answer, manifest: OTHER, caFile: null };
    expect(await checkTimestamp(files)).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^the answer is of another file/),
    });
    expect(await checkTimestamp({ ...files, query })).toEqual({
      state: 'failed',
      reason: 'the request is not of this manifest',
    });
  });

  it('does not accept the answer of an authority that is not trusted', async () => {
    const other = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'o.key',
      '-out',
      'o.pem',
      '-days',
      '2',
      '-subj',
      '/CN=Other Root',
    ];
    run('openssl', other, { cwd: folder.path });
    const check = await checkTimestamp({
      query,
      answer,
      manifest: MANIFEST,
      caFile: folder.at('o.pem'),
    });
    expect(check).toEqual({
      state: 'failed',
      reason: expect.stringMatching(
        /^openssl does not accept it: certificate verify error, .*issuer/,
      ),
    });
  });

  it('tells any byte of the signature that was changed', async () => {
    const changed = Buffer.from(answer);
    changed[changed.length - 3] = (changed.at(-3) ?? 0) ^ 1;
    const check = await checkTimestamp({ query, answer: changed, manifest: MANIFEST, caFile });
    expect(check).toEqual({
      state: 'failed',
      reason: 'openssl does not accept it: signature failure',
    });
  });

  it('tells a refusal', () => {
    const refusal = authority.answer(Buffer.from(query).fill(0x31, 5, 7));
    expect(readTimestampAnswer(refusal)).toBe('the authority refused the request (status 2)');
  });

  it('names a file of certificates that is none', async () => {
    const files = { query, answer, manifest: MANIFEST };
    const missing = checkTimestamp({ ...files, caFile: folder.at('missing.pem') });
    await expect(missing).rejects.toMatchObject({ code: 'ca-unreadable' });
    const empty = checkTimestamp({ ...files, caFile: folder.write('empty.pem', '') });
    await expect(empty).rejects.toMatchObject({ code: 'ca-without-certificate' });
  });

  it('never throws for what lies there as an answer', () => {
    const at = fc.nat({ max: answer.length - 1 });
    fc.assert(
      fc.property(at, fc.nat({ max: 255 }), fc.boolean(), (index, value, cut) => {
        const changed = Buffer.from(answer.subarray(0, cut ? index : answer.length));
        changed[index] = value;
        const read = readTimestampAnswer(changed);
        return typeof read === 'string' || read.digest.length % 2 === 0;
      }),
    );
  });
});
