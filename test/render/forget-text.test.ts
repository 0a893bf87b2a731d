import { expect, test } from 'vitest';
import type { ForgetReport, SourceCandidate } from '../../src/model/forget-report.ts';
import { forgetProgress, forgetText } from '../../src/render/forget-text.ts';
import { createStyle } from '../../src/render/style.ts';

const VIEW = { width: 1000, style: createStyle(false), zone: 'UTC', command: 'mailtrail' };

function candidate(file: string, changes: Partial<SourceCandidate> = {}): SourceCandidate {
  return { file, sha256: 'ab12'.repeat(16), server: 'EXCH01', lines: 12, events: 9, ...changes };
}

function textOf(changes: Partial<ForgetReport>): string {
  return forgetText(
    {
      schema: 'mailtrail/forget/1',
      query: 'a',
      dryRun: false,
      forgotten: null,
      unresolved: null,
      ...changes,
    },
    VIEW,
  );
}

const forgotten = {
  ...candidate('EXCH01.log/20040218.log'),
  format: 'exchange2003',
  sizeBytes: 2000,
  rejects: 0,
  messages: 3,
  messagesGone: 1,
  messagesNotRetold: 0,
  serversGone: [],
};

test('what was taken out is told in a line', () => {
  expect(textOf({ forgotten })).toBe(
    'Forgot EXCH01.log/20040218.log: 12 lines, 9 events. 1 message is gone with it, 2 are known from other files.\n',
  );
  expect(textOf({ forgotten: { ...forgotten, messages: 2 }, dryRun: true })).toBe(
    'Would forget EXCH01.log/20040218.log: 12 lines, 9 events. 1 message would be gone with it, 1 is known from other files.\n',
  );
});

test('servers without any log, and what could not be told anew, are told too', () => {
  const more = { messages: 1, messagesNotRetold: 1, serversGone: ['EXCH01', 'EXCH\u202e02'] };
  expect(textOf({ forgotten: { ...forgotten, ...more } })).toBe(
    'Forgot EXCH01.log/20040218.log: 12 lines, 9 events. 1 message is gone with it. No other file was loaded of EXCH01, EXCH\\u{202e}02. ' +
      'Sender, subject and size of 1 message stay as they are: lines that tell them are neither in the archive nor in their files any more.\n',
  );
});

test('files that had one name, or one that cannot be typed, are named by their hash', () => {
  const other = { sha256: 'cd34'.repeat(16), server: null };
  const candidates = [
    candidate('a.log'),
    candidate('a.log', other),
    candidate('b b.log'),
    candidate('-c\u001b.log', other),
  ];
  expect(textOf({ unresolved: { total: 5, candidates, closest: [] } })).toBe(
    [
      '5 files fit "a"; name one of them:',
      '  mailtrail forget ab12ab12ab12',
      '      a.log, 12 lines, EXCH01',
      '  mailtrail forget cd34cd34cd34',
      '      a.log, 12 lines',
      "  mailtrail forget 'b b.log'",
      '      12 lines, EXCH01',
      '  mailtrail forget cd34cd34cd34',
      '      -c\\u{1b}.log, 12 lines',
      '  and 1 more',
      '',
    ].join('\n'),
  );
});

test('progress fits its line', () => {
  expect(forgetProgress({ done: 1200, total: 2700 }, 0, 80)).toBe(
    '[=========           ]  44 %  1,200 of 2,700 messages',
  );
  expect(forgetProgress({ done: 0, total: 0 }, 0, 20)).toHaveLength(20);
});
