import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dailyMarkdown } from '../../src/render/daily-markdown.ts';
import { mdCode, mdText } from '../../src/render/markdown.ts';
import { stuckMarkdown } from '../../src/render/stuck-markdown.ts';
import { badDay, hostileDay, missingServerDay, quietDay } from './sample-days.ts';
import {
  ages,
  HOSTILE_KEYS,
  hostileReport,
  manyRows,
  nothingStuck,
  recordOf,
  rowOf,
  stuckReportOf,
  viewOf,
} from './sample-reports.ts';

const VIEW = viewOf(80);

describe('goldens', () => {
  it.each([
    ['stuck-bad', stuckMarkdown(stuckReportOf(), VIEW, false)],
    ['stuck-hostile', stuckMarkdown(hostileReport(), VIEW, false)],
    ['stuck-nothing', stuckMarkdown(nothingStuck(), VIEW, false)],
    ['daily-bad', dailyMarkdown(badDay())],
    ['daily-missing-server', dailyMarkdown(missingServerDay())],
    ['daily-quiet', dailyMarkdown(quietDay())],
    ['daily-hostile', dailyMarkdown(hostileDay())],
  ])('%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`golden/${name}.md`);
  });
});

describe('log text as code', () => {
  it.each([
    ['bob@partner.example', '`bob[at]partner[.]example`'],
    ['EXCH01', '`EXCH01`'],
    ['10.0.0.1', '`10.0.0.1`'],
    ['a`b|c', '`a\\u{60}b\\u{7c}c`'],
    ['<b>&', '`\\u{3c}b\\u{3e}\\u{26}`'],
    ['http://x.example/', '`http[:]//x[.]example/`'],
    ['', '(none)'],
    ['<>', '(null sender)'],
  ])('%j', (text, code) => {
    expect(mdCode(text)).toBe(code);
  });
});

describe('log text in a sentence', () => {
  it.each([
    ['9 NDRs (5.1.1 ×7), 97.1 % read.', '9 NDRs (5.1.1 ×7), 97.1 % read.'],
    ['for bob@partner.example', 'for bob[at]partner[.]example'],
    ['a|b\\|c', 'a&#124;b&#92;&#124;c'],
    ['<i>&lt;', '&lt;i&gt;&amp;lt;'],
    ['[x](javascript:y)', String.raw`\[x\]\(javascript:y)`],
    ['x@(http://y)', String.raw`x[at]\(http[:]//y)`],
    ['*a* _b_ `c`', '\\*a\\* \\_b\\_ \\`c\\`'],
    ['one\r\n# two', String.raw`one&#92;u{d}&#92;u{a}\# two`],
  ])('%j', (text, escaped) => {
    expect(mdText(text)).toBe(escaped);
  });
});

test('a long queue is cut, --ids is not', () => {
  const oldest = Array.from({ length: 30 }, (_, index) => recordOf(index, 9000));
  const report = { ...manyRows(), oldest };
  expect(stuckMarkdown(report, VIEW, false)).toContain('… 40 more: `--json` has all.');
  expect(stuckMarkdown(report, VIEW, false)).not.toContain('EEE0010`');
  expect(stuckMarkdown(report, VIEW, true)).toContain('EEE0029`');
});

function pipes(line: string): number {
  return line.replaceAll('\\|', '').split('|').length - 1;
}

/** What the whole text must hold to, whatever the logs said. */
function expectSafe(text: string): void {
  expect(text).not.toMatch(/[<@]|:\/\/|www\./);
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(text).not.toContain('in private');
  let columns: number | null = null;
  for (const line of text.split('\n')) {
    const inTable = line.startsWith('|');
    if (inTable && columns !== null) expect(pipes(line), line).toBe(columns);
    columns = inTable ? pipes(line) : null;
    // Code ends where it began: a line has its backticks in pairs, or fences alone.
    const ticks = line.replaceAll('\\`', '').match(/`+/g) ?? [];
    expect(ticks.length % 2 === 0 || line.startsWith('```'), line).toBe(true);
    // A line is a heading, a bullet, a row, a sentence of ours or in a fence.
    expect(line).toMatch(
      /^($|# |## |- |\| |\*\*[A-Z]+:\*\* |Read: |Nothing |… |```|By hour|  (in|out) |mailtrail trace [A-Za-z0-9_+=-]+$)/,
    );
  }
}

test('whatever log text holds, tables keep their columns and nothing becomes HTML or a link', () => {
  const piece = fc.oneof(
    fc.constantFrom(...HOSTILE_KEYS, '|', '\\', '`', '<', '](', '@', '\n', '&', '[', '*', '://'),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  const key = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), (keys) => {
      const rows = keys.map((text, index) => rowOf(text, ages(index + 1, 1000, 9000), 'growing'));
      const oldest = keys.map((text, index) =>
        recordOf(index, 9000, { messageId: text, recipient: text, sender: text, server: text }),
      );
      expectSafe(stuckMarkdown(stuckReportOf({ rows, oldest }), VIEW, true));
      expectSafe(dailyMarkdown(hostileDay(keys)));
    }),
    { numRuns: 50 },
  );
});

test('the goldens are safe too', () => {
  for (const text of [
    stuckMarkdown(stuckReportOf(), VIEW, true),
    stuckMarkdown(nothingStuck(), VIEW, true),
    dailyMarkdown(badDay()),
    dailyMarkdown(quietDay()),
    dailyMarkdown(missingServerDay()),
  ])
    expectSafe(text);
});
