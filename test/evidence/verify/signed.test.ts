import { appendFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { timestampQuery } from '../../../src/evidence/signing/timestamp-query.ts';
import {
  custodyEntry,
  custodyLine,
  custodyLines,
  hashOf,
  putCustody,
  sampleBag,
  sealAll,
  sealPayload,
  sealTags,
  signBag,
  writeBag,
  writeCustody,
} from '../../support/bag.ts';
import type { BagFiles } from '../../support/bag.ts';
import { useTempFolder } from '../../support/temp-folder.ts';
import { failuresOf, notesOf, verified } from '../../support/verify.ts';
import type { Asked } from '../../support/verify.ts';
import { makeAuthority } from '../signing/authority.ts';
import type { Authority } from '../signing/authority.ts';
import { KEY, OTHER_KEY } from '../signing/sample-keys.ts';
import { has } from '../signing/tools.ts';

const folder = useTempFolder();
const MINE = { trusted: [KEY.publicKey] };

async function check(files: BagFiles, asked: Asked = {}) {
  return verified(writeBag(folder.at('bag'), files), asked);
}

function withNote(files: BagFiles): void {
  const lines = custodyLines(files);
  const entry = custodyEntry(files, lines.length + 1, hashOf(lines.at(-1) ?? ''), 'handed over');
  putCustody(files, [...lines, custodyLine(entry)]);
}

describe('a signed bag', () => {
  it('passes with its key, and without one with a note', async () => {
    const files = sampleBag({ key: KEY });
    const trusted = await check(files, MINE);
    expect(failuresOf(trusted)).toEqual([]);
    expect(trusted.signatures).toEqual([
      {
        name: 'signature-1',
        case: 'INC-17',
        key: KEY.publicKey.fingerprint,
        ok: true,
        trusted: true,
        custodySeq: 3,
        laterEntries: 0,
      },
    ]);
    expect(notesOf(trusted)).toEqual(['logs-not-compared']);
    expect(notesOf(await check(files))).toEqual(['logs-not-compared', 'key-not-checked']);
  });

  it.each(['method.md', 'profile.json', 'certification-template.md'])(
    'tells that %s was changed, also where all manifests were made anew',
    async (path) => {
      const files = sampleBag({ key: KEY });
      files.set(path, Buffer.from('another one\n'));
      sealTags(files);
      expect(failuresOf(await check(files, MINE))).toContain(
        'signature-wrong-manifest signature-1.txt',
      );
    },
  );

  it('by another key is told', async () => {
    const report = await check(sampleBag({ key: OTHER_KEY }), MINE);
    expect(failuresOf(report)).toEqual([
      'signature-other-key signature-1.txt',
      'signature-missing',
    ]);
  });

  it('by two keys passes with both', async () => {
    const files = sampleBag({ key: KEY });
    signBag(files, OTHER_KEY, 2);
    sealTags(files);
    expect(
      failuresOf(await check(files, { trusted: [KEY.publicKey, OTHER_KEY.publicKey] })),
    ).toEqual([]);
    expect(failuresOf(await check(files, MINE))).toEqual(['signature-other-key signature-2.txt']);
  });

  it('that was added to says how many custody entries nobody signed', async () => {
    const files = sampleBag({ key: KEY });
    withNote(files);
    withNote(files);
    sealTags(files);
    const report = await check(files, MINE);
    expect(failuresOf(report)).toEqual([]);
    expect(report.signatures[0]).toMatchObject({ custodySeq: 3, laterEntries: 2 });
    expect(report.notes.at(-1)?.detail).toBe(
      'the newest 2 custody entries are covered by no good signature',
    );
    signBag(files, KEY, 2);
    sealTags(files);
    expect(notesOf(await check(files, MINE))).not.toContain('unsigned-entries');
  });

  it('whose payload was changed and sealed anew is told', async () => {
    const files = sampleBag({ key: KEY });
    files.set('data/report.txt', Buffer.from('all is well\n'));
    sealAll(files);
    expect(failuresOf(await check(files, MINE))).toEqual([
      'signature-wrong-manifest signature-1.txt',
      'signature-wrong-custody signature-1.txt',
      'signature-missing',
    ]);
  });

  it('of another case is told', async () => {
    const files = sampleBag({ key: KEY });
    const info = files.get('bag-info.txt')?.toString('utf8') ?? '';
    files.set('bag-info.txt', Buffer.from(info.replace('INC-17', 'INC-18')));
    sealTags(files);
    expect(failuresOf(await check(files))).toEqual([
      'signature-wrong-manifest signature-1.txt',
      'signature-bad-statement signature-1.txt',
    ]);
  });

  it.each(['sig', 'bin'])('without its .%s is told', async (ending) => {
    const files = sampleBag({ key: KEY });
    files.delete(`signature-1.${ending}`);
    sealTags(files);
    expect(failuresOf(await check(files))).toEqual(['signature-invalid signature-1.txt']);
  });

  it('without its statement is told', async () => {
    const files = sampleBag({ key: KEY });
    files.delete('signature-1.txt');
    sealTags(files);
    expect(failuresOf(await check(files))).toEqual(['signature-bad-statement signature-1.txt']);
  });

  it('with the signature of another statement is told', async () => {
    const files = sampleBag({ key: KEY });
    const text = files.get('signature-1.txt')?.toString('utf8') ?? '';
    files.set('signature-1.txt', Buffer.from(text.replace('INC-17', 'INC-17 ')));
    sealTags(files);
    expect(failuresOf(await check(files))).toEqual(['signature-bad-statement signature-1.txt']);
    files.set('signature-1.txt', Buffer.from(text.replace(/custody.jsonl: 3/, 'custody.jsonl: 2')));
    sealTags(files);
    expect(failuresOf(await check(files))).toEqual([
      'signature-invalid signature-1.txt',
      'signature-wrong-custody signature-1.txt',
    ]);
  });
});

it('a bag without a signature fails where a key is asked for', async () => {
  expect(failuresOf(await check(sampleBag(), MINE))).toEqual(['signature-missing']);
});

describe('a time stamp', () => {
  const tsa = useTempFolder('file');
  const stamped = has('openssl', ['version']);
  let authority: Authority | null = null;

  beforeAll(() => {
    if (stamped) authority = makeAuthority(tsa);
  });

  function withStamp(): { files: BagFiles; caFile: string } {
    const files = sampleBag();
    const query = timestampQuery(files.get('manifest-sha256.txt') ?? Buffer.alloc(0));
    files.set('manifest-sha256.txt.tsq', query);
    sealTags(files);
    if (authority === null) throw new Error('no openssl');
    files.set('manifest-sha256.txt.tsr', authority.answer(query));
    return { files, caFile: authority.caFile };
  }

  it.runIf(stamped)('that an authority signed passes', async () => {
    const { files, caFile } = withStamp();
    const report = await check(files, { caFile });
    expect(failuresOf(report)).toEqual([]);
    expect(report.timestamp).toMatchObject({
      ok: true,
      trusted: true,
      authority: expect.stringContaining('CN=Test TSA') as unknown,
    });
    expect(notesOf(await check(files))).toContain('timestamp-not-checked');
  });

  it.runIf(stamped)('with any other byte is told', async () => {
    const { files, caFile } = withStamp();
    const answer = files.get('manifest-sha256.txt.tsr') ?? Buffer.alloc(0);
    for (const at of [5, Math.floor(answer.length / 2), answer.length - 1]) {
      const changed = Buffer.from(answer);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      files.set('manifest-sha256.txt.tsr', changed);
      expect(failuresOf(await check(files, { caFile }))).toEqual([
        'timestamp-invalid manifest-sha256.txt.tsr',
      ]);
    }
  });

  it.runIf(stamped)('of another payload is told', async () => {
    const { files } = withStamp();
    files.set('data/report.txt', Buffer.from('all is well\n'));
    sealPayload(files);
    writeCustody(files, 3);
    sealTags(files);
    expect(failuresOf(await check(files))).toEqual(['timestamp-invalid manifest-sha256.txt.tsr']);
  });

  it('that is asked for and not there is told', async () => {
    const files = sampleBag();
    const caFile = folder.write('ca.pem', '-----BEGIN CERTIFICATE-----\n');
    expect(failuresOf(await check(files, { caFile }))).toEqual([
      'timestamp-missing manifest-sha256.txt.tsr',
    ]);
  });

  it('that was prepared and has no answer is noted', async () => {
    const files = sampleBag();
    files.set(
      'manifest-sha256.txt.tsq',
      timestampQuery(files.get('manifest-sha256.txt') ?? Buffer.alloc(0)),
    );
    sealTags(files);
    const report = await check(files);
    expect(failuresOf(report)).toEqual([]);
    expect(notesOf(report)).toContain('no-timestamp');
  });

  it('that is no time stamp is told', async () => {
    const bag = writeBag(folder.at('bag'), sampleBag());
    appendFileSync(`${bag}/manifest-sha256.txt.tsr`, 'no answer');
    expect(failuresOf(await verified(bag))).toEqual(['timestamp-invalid manifest-sha256.txt.tsr']);
  });
});
