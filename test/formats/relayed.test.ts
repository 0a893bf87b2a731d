import { expect, test } from 'vitest';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import { unrelayed } from '../../src/formats/relayed-2003.ts';
import { HEADER_2003, line2003 } from '../support/log-2003.ts';

const PREFIXES = ['<13>Feb 16 01:02:03 mailhost exch[3]: 7 ', 'Aug 12 00:58:14 10.1.2.3 42 ', ''];

/** What a relay makes of a line: tabs as octal codes, a space after the first colon of each time. */
function relay(line: string, prefix: string): string {
  return (
    prefix +
    line
      .trimEnd()
      .replaceAll('\t', '#011')
      .replace(/(\d+):(\d+:\d+ GMT)/g, '$1: $2')
  );
}

test.each(PREFIXES)('a line relayed after %j is the line the server wrote', (prefix) => {
  const line = line2003({ subject: ' a: b #12' }).trimEnd();
  expect(unrelayed(relay(line, prefix))).toBe(line);
});

test.each(PREFIXES)('header lines relayed after %j are header lines', (prefix) => {
  for (const header of HEADER_2003) {
    const relayed = relay(header, prefix);
    expect(exchange2003.isDirective(relayed), relayed).toBe(true);
    expect(exchange2003.recognises([relayed]), relayed).toBe(true);
    expect(exchange2003.readDirective(relayed, exchange2003.initialLayout)).toEqual(
      exchange2003.readDirective(header, exchange2003.initialLayout),
    );
  }
});

test('a line with tabs is left alone, whatever its subject says', () => {
  const line = line2003({ subject: ' 2004-2-18#011 and # Date#011Time' }).trimEnd();
  expect(unrelayed(line)).toBe(line);
});
