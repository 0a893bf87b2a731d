import { beforeAll, describe, expect, it } from 'vitest';
import { findLeaks, LeakSearch, refuseLeaks } from '../../src/evidence/redact/leaks.ts';
import { redactCase, secretsOf } from '../../src/evidence/redact/redact-case.ts';
import type { RedactedCase } from '../../src/evidence/redact/redact-case.ts';
import { openSeal } from '../../src/evidence/redact/seal.ts';
import { methodText } from '../../src/evidence/method.ts';
import { payloadFiles } from '../../src/evidence/payload/payload.ts';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import { columnsOf2003, originalsOf } from '../support/originals.ts';
import type { EvidenceCase } from '../../src/model/evidence.ts';
import { caseOfAll } from '../support/evidence-case.ts';
import { fileDb } from '../support/ingest.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const KEY = Buffer.alloc(32, 7);
const OPTIONS = { key: KEY, keepDomains: false, parentManifestSha256: 'a'.repeat(64) };

const folder = useTempFolder('file');
let given: EvidenceCase;

beforeAll(async () => {
  const db = await fileDb(folder.at('stories.db'), ['fixtures/logs', 'fixtures/hostile'], {
    server: 'HOSTILE1',
  });
  given = await caseOfAll(db, {
    query: ['F16E5DA74673964608D0CF1EEE@exch01.corp.example', 'corp.example', 'C=US;A= ;P=corp;L='],
    day: '2004-02-18',
  });
});

/** All that would stand in files of a bag. */
function textsOf({ redacted, redaction }: RedactedCase): string[] {
  const { lines, ...rest } = redacted;
  return [
    JSON.stringify({ ...rest, redaction }),
    ...lines.flatMap(({ bytes, ...line }) => [
      JSON.stringify(line),
      bytes === null ? '' : Buffer.from(bytes).toString('latin1'),
    ]),
  ];
}

function allText(result: RedactedCase): string {
  return textsOf(result).join('\n');
}

function personsIn(text: string): Set<string> {
  return new Set(text.match(/person-[0-9a-f]+/g));
}

/** A report with texts only where they are words of closed lists, or times. */
function shape(value: unknown): string {
  return JSON.stringify(value, (key, one: unknown) =>
    typeof one === 'string' && !/^(?:state|stage|place|at|since|confidence|event)$/.test(key)
      ? ''
      : one,
  );
}

describe('a case of all stories, redacted', () => {
  it('holds no original anywhere', () => {
    const all = allText(redactCase(given, OPTIONS)).toLowerCase();
    const originals = originalsOf(given);
    expect(originals.length).toBeGreaterThan(300);
    // A subject of one word may be a word of any sentence, but not a value.
    const isThere = (text: string): boolean =>
      /^[a-z]+$/i.test(text)
        ? new RegExp(`["\\t\\n]\\s*${text}\\s*["\\t\\r]`, 'i').test(all)
        : all.includes(text.toLowerCase());
    expect(originals.filter(isThere)).toEqual([]);
  });

  it('is found to be free of leaks, and the case itself not', () => {
    const result = redactCase(given, OPTIONS);
    const leaks = textsOf(result).flatMap((text) => findLeaks(result.secrets, text, 'a.json'));
    expect(leaks).toEqual([]);
    const secrets = secretsOf(given, OPTIONS);
    expect(secrets.count).toBe(result.secrets.count);
    const found = findLeaks(secrets, JSON.stringify(given.trace), 'data/trace.json');
    expect(new Set(found.map(({ kind }) => kind))).toContain('address');
    expect(() => {
      refuseLeaks(found);
    }).toThrow(/data\/trace\.json holds originals/);
  });

  it.each([
    ['without domains', false],
    ['with domains', true],
  ])('tells the same in lines as in events, %s', (_, keepDomains) => {
    const { redacted } = redactCase(given, { ...OPTIONS, keepDomains });
    const layouts = columnsOf2003(redacted);
    for (const line of redacted.lines) {
      const { bytes, events, source, offset } = line;
      if (bytes === null || events.length === 0) continue;
      const text = Buffer.from(bytes).toString('latin1').trimEnd();
      const decoded = exchange2003.decoder(layouts(source, offset))(text);
      expect(decoded).toMatchObject({
        kind: 'event',
        events: events.map(({ at, code, messageId, partner, clientHost }) => ({
          at,
          code,
          messageId,
          subject: null,
          partner,
          clientHost,
        })),
      });
    }
  });

  it('keeps numbers, times, states and fields, and the form of the reports', () => {
    const { redacted } = redactCase(given, OPTIONS);
    const noSubjects = JSON.stringify(given.trace, (key, one: unknown) =>
      key === 'subject' || key === 'raw' ? null : one,
    );
    expect(shape(redacted.trace)).toBe(shape(JSON.parse(noSubjects)));
    const { trace, daily, coverage } = redacted;
    expect(JSON.stringify([trace, daily, coverage])).not.toMatch(/"redacted"/);
    expect(redacted.lines.length).toBe(given.lines.length);
    expect(redacted.rejects.length).toBe(given.rejects.length);
  });

  it('is the same whenever it is made, in other names with another key or another case', () => {
    const once = allText(redactCase(given, OPTIONS));
    expect(allText(redactCase(given, OPTIONS))).toBe(once);
    const others = [
      redactCase(given, { ...OPTIONS, key: Buffer.alloc(32, 8) }),
      redactCase({ ...given, name: 'case 18' }, OPTIONS),
    ];
    for (const other of others)
      expect([...personsIn(allText(other))].filter((token) => personsIn(once).has(token))).toEqual(
        [],
      );
  });

  it('makes a bag in which no file holds an original', async () => {
    const asked = [
      ['id', 'F16E5DA74673964608D0CF1EEE@exch01.corp.example'],
      ['--from', 'bob@partner.example'],
      ['--to', 'partner.exam'],
      ['--server', 'EXCH01'],
      ['--subject', 'Quarterly'],
      ['--since', '2004-02-17'],
    ] as const;
    for (const keepDomains of [false, true]) {
      const result = redactCase(given, { ...OPTIONS, keepDomains, asked });
      const { redacted, redaction, secrets } = result;
      expect(result.asked[0]?.[1]).toMatch(/^id-[0-9a-f]{16}@redacted\.invalid$/);
      expect(result.asked.at(-1)).toEqual(['--since', '2004-02-17']);
      const method = methodText({
        given: redacted,
        asked: result.asked,
        redacted: true,
        includesSources: false,
      });
      const files = [
        ...payloadFiles(redacted, { tz: 'UTC', redaction }),
        { path: 'method.md', content: [method] },
      ];
      expect(files.length).toBeGreaterThan(10);
      for (const { path, content } of files) {
        const search = new LeakSearch(secrets, path);
        for await (const piece of content) search.add(piece);
        expect(search.end(), path).toEqual([]);
      }
    }
  });

  it('can be revealed with the key, and only as a whole', () => {
    const { redaction } = redactCase(given, OPTIONS);
    const tokens = openSeal(KEY, redaction, redaction.sealed);
    const named = tokens?.map(({ kind, original }) => `${kind} ${original.toLowerCase()}`);
    expect(named?.length).toBe(new Set(named).size);
    const originals = new Set(tokens?.map(({ original }) => original));
    for (const { messageId } of given.trace.messages) expect(originals).toContain(messageId);
    expect(openSeal(Buffer.alloc(32, 8), redaction, redaction.sealed)).toBeNull();
    expect(openSeal(KEY, { ...redaction, keepDomains: true }, redaction.sealed)).toBeNull();
    const { data } = redaction.sealed;
    const other = `${data.startsWith('0') ? '1' : '0'}${data.slice(1)}`;
    expect(openSeal(KEY, redaction, { ...redaction.sealed, data: other })).toBeNull();
  });

  it('does not bear the name of what is hidden', () => {
    const name = 'mail of bob@partner.example';
    expect(() => redactCase({ ...given, name }, OPTIONS)).toThrow(/name of the case/);
  });
});
