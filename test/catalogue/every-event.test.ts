import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALL_EVENTS } from '../../src/catalogue/index.ts';

const log = readFileSync(
  new URL('../../fixtures/every-event/EXCH09.log/20040301.log', import.meta.url),
  'utf8',
);
const lines = log.split('\r\n').slice(0, -1);
const events = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));

test('the fixture of every event has a line of the 2003 format for each', () => {
  expect(lines.filter((line) => line.startsWith('#'))).toHaveLength(3);
  expect(log.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(events.map((fields) => fields.length)).toEqual(ALL_EVENTS.map(() => 21));
  expect(events.map((fields) => Number(fields[8]))).toEqual(ALL_EVENTS.map(({ id }) => id));
});

test('each of its lines is of another message', () => {
  expect(new Set(events.map((fields) => fields[9])).size).toBe(events.length);
});
