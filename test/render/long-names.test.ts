import { expect, test } from 'vitest';
import { createStyle } from '../../src/render/style.ts';
import { traceText } from '../../src/render/trace-text.ts';
import { clipWords } from '../../src/render/visible.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { dbOfLines, tracedIn } from '../support/trace-msgtrk.ts';

const folder = useTempFolder();

test.each([
  ['a short one', 'a short one'],
  ['at abcdefghijk', 'at abcdefghi…'],
  ['', ''],
])('words of %j are cut', (text, told) => {
  expect(clipWords(text, 10)).toBe(told);
});

test('no line of a trace is as long as a made-up host name', async () => {
  const name = `${'x'.repeat(240)}.contoso.example`;
  const db = await dbOfLines(folder, [
    { 'server-hostname': name },
    {
      'date-time': '2024-02-19T09:00:02.000Z',
      'event-id': 'SEND',
      'client-hostname': name,
      'server-hostname': `mx${name}`,
    },
  ]);
  const view = { width: 80, style: createStyle(false), zone: 'UTC', command: 'mailtrail' };
  const text = traceText(tracedIn(db, 'one@contoso.example'), view, { rawExact: false });
  const longest = Math.max(...text.split('\n').map((line) => line.length));
  expect(longest).toBeLessThanOrEqual(120);
  expect(text).toContain('…');
});
