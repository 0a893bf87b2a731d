import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readKey, readOrMakeKey } from '../../src/evidence/redact/key-file.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const folder = useTempFolder();
const HEADER = 'mailtrail redaction key 1';
const KEY = Buffer.alloc(32, 7).toString('base64url');

/** A key file as its user would keep it. */
function write(content: string): string {
  const path = folder.write('a.key', content);
  chmodSync(path, 0o600);
  return path;
}

describe('a redaction key', () => {
  it('is made where there is none, for its user alone, and read again', () => {
    const path = folder.at('new.key');
    const made = readOrMakeKey(path);
    expect(made).toMatchObject({ made: true, warning: null, key: { length: 32 } });
    expect(readFileSync(path, 'utf8')).toBe(`${HEADER}\n${made.key.toString('base64url')}\n`);
    expect(readOrMakeKey(path)).toEqual({ key: made.key, made: false, warning: null });
    expect(readOrMakeKey(folder.at('other.key')).key).not.toEqual(made.key);
  });

  it.skipIf(process.platform === 'win32')('is private, or says so', () => {
    const path = folder.at('new.key');
    readOrMakeKey(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const mode of [0o640, 0o604, 0o610]) {
      chmodSync(path, mode);
      expect(readOrMakeKey(path).warning).toMatch(/others than you may read the key.*chmod 600/);
    }
  });

  it.skipIf(process.platform === 'win32')('is never made through a link', () => {
    symlinkSync(folder.at('elsewhere.key'), folder.at('link.key'));
    expect(() => readOrMakeKey(folder.at('link.key'))).toThrow(/there is no key file/);
    expect(() => statSync(folder.at('elsewhere.key'))).toThrow(/ENOENT/);
  });

  it.each([
    ['with other line ends', `${HEADER}\r\n${KEY}\r\n`],
    ['without a last line end', `${HEADER}\n${KEY}`],
  ])('may be copied %s', (_, content) => {
    expect(readKey(write(content)).key).toEqual(Buffer.alloc(32, 7));
  });

  it.each([
    ['nothing', '', /first line/],
    ['another file', 'ssh-ed25519 AAAA\n', /first line/],
    ['another version', `mailtrail redaction key 2\n${KEY}\n`, /first line/],
    ['no key', `${HEADER}\n`, /second line/],
    ['a short key', `${HEADER}\n${KEY.slice(0, 20)}\n`, /has 15 bytes, not 32/],
    ['a long key', `${HEADER}\n${KEY.slice(0, -3)}AAAAAAA\n`, /has 35 bytes, not 32/],
    ['no base64url', `${HEADER}\n${KEY.slice(0, -1)}!\n`, /second line/],
    ['two keys', `${HEADER}\n${KEY}\n${KEY}\n`, /second line/],
    ['a large file', `${HEADER}\n${'A'.repeat(5000)}\n`, /far too long/],
  ])('is not %s, which is left as it is', (_, content, why) => {
    const path = write(content);
    expect(() => readOrMakeKey(path)).toThrow(why);
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(() => readKey(path)).toThrow(expect.objectContaining({ code: 'bad-key', exitCode: 2 }));
  });

  it('is no folder, and lies in a folder that is there', () => {
    mkdirSync(folder.at('folder'));
    expect(() => readOrMakeKey(folder.at('folder'))).toThrow(/folder or a device/);
    expect(() => readOrMakeKey(folder.at('none/a.key'))).toThrow(/cannot make the key/);
    expect(() => readKey(folder.at('none.key'))).toThrow(
      expect.objectContaining({ code: 'no-key', exitCode: 2 }),
    );
  });

  it('is not read from what never ends', () => {
    writeFileSync(folder.at('zeros'), Buffer.alloc(10_000));
    expect(() => readKey(folder.at('zeros'))).toThrow(/far too long/);
    if (process.platform !== 'win32') expect(() => readKey('/dev/zero')).toThrow(/device/);
  });
});
