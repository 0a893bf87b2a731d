import { describe, expect, test } from 'vitest';
import { serverOfFolder, slotDay, slotName } from '../../src/ingest/source-name.ts';

describe('the slot of a file', () => {
  test.each([
    ['20040218.log', '20040218'],
    ['/logs/EXCH01.log/20040218.log', '20040218'],
    ['C:\\logs\\EXCH01.log\\20040218.LOG', '20040218'],
    ['\\\\EXCH01\\EXCH01.log\\20040218.log', '20040218'],
    ['20040218.txt', '20040218'],
    ['20040218', '20040218'],
    ['Copy of 20040218.log', 'copy of 20040218'],
    ['a.log.log', 'a.log'],
    ['.log', ''],
    ['-', '-'],
  ])('%s: %s', (path, slot) => {
    expect(slotName(path)).toBe(slot);
  });
});

describe('the day that a slot names', () => {
  test.each([
    ['20040218', '2004-02-18'],
    ['20040229', '2004-02-29'],
    ['copy of 20040218', '2004-02-18'],
    ['exch01-20040218-2', '2004-02-18'],
    ['msgtrk2016040510-1', '2016-04-05'],
    ['20040218 (1)', '2004-02-18'],
  ])('%s: %s', (slot, text) => {
    expect(slotDay(slot)).toBe(Date.parse(`${text}T00:00:00Z`) / 86_400_000);
  });

  test.each([
    '-',
    '',
    'log',
    '2004021',
    '200402181',
    '20030229',
    '20041301',
    '20040200',
    '00500101',
    '12345678901',
  ])('%j names none', (slot) => {
    expect(slotDay(slot)).toBeNull();
  });
});

describe('the server that a folder is named after', () => {
  test.each([
    ['/logs/EXCH01.log/20040218.log', 'EXCH01'],
    ['EXCH01.log/20040218.log', 'EXCH01'],
    ['C:\\logs\\EXCH01.LOG\\20040218.log', 'EXCH01'],
    ['\\\\EXCH01\\EXCH01.log\\20040218.log', 'EXCH01'],
    ['exch01.corp.example.log/20040218.log', 'exch01.corp.example'],
    ['/logs/20040218.log', null],
    ['20040218.log', null],
    ['/logs/.log/20040218.log', null],
    ['EXCH01.log/copies/20040218.log', null],
    ['-', null],
  ])('%s: %s', (path, server) => {
    expect(serverOfFolder(path)).toBe(server);
  });
});
