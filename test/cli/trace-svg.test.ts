import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail } from './run.ts';

const ID = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';

describe('trace --svg', () => {
  const folder = useTempFolder();

  it('draws one message into a new file, and overwrites nothing', () => {
    const db = folder.at('m.db');
    mailtrail(['ingest', 'fixtures/logs'], { db });
    const file = folder.at('life.svg');
    const drawn = mailtrail(['trace', ID, '--svg', file], { db });
    expect(drawn.out).toBe(mailtrail(['trace', ID], { db }).out);
    expect([drawn.code, drawn.err]).toEqual([4, `picture: ${file}\n`]);
    const picture = readFileSync(file, 'utf8');
    expect(picture).toMatch(/^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(readMarkup(picture).text).toContain('stalled in: queue');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);

    const again = mailtrail(['trace', ID, '--svg', file], { db });
    expect([again.code, again.out]).toEqual([2, '']);
    expect(again.err).toContain('is there already');
    const several = mailtrail(['trace', '--from', 'alice', '--svg', folder.at('no.svg')], { db });
    expect([several.code, several.out]).toEqual([2, '']);
    expect(several.err).toContain('--svg draws one message');
    expect(mailtrail(['trace', 'nobody@x', '--svg', folder.at('no.svg')], { db }).code).toBe(3);
    expect(existsSync(folder.at('no.svg'))).toBe(false);
  });
});
