import { describe, expect, test } from 'vitest';
import {
  serverOfBareFolder,
  serverOfFolder,
  slotDay,
  slotName,
} from '../../src/ingest/source-name.ts';

describe('the slot of a file', () => {
  test.each([
    ['20040218.log', '20040218'],
    ['/logs/EXCH01.log/20040218.log', '20040218'],
    ['C:\\logs\\EXCH01.log\\20040218.LOG', '20040218'],
    ['\\\\EXCH01\\EXCH01.log\\20040218.log', '20040218'],
    ['20040218.txt', '20040218'],
    ['20040218', '20040218'],
    ['Copy of 20040218.log', 'copy of 20040218'],
    ['MSGTRKMS2022091915-1.LOG', 'msgtrkms2022091915-1'],
    ['MessageTraceDetail.csv', 'messagetracedetail'],
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
    ['msgtrkmd20160405-12', '2016-04-05'],
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
    ['/logs/MAIL55/tracking.log/19980302.log', 'MAIL55'],
    ['\\\\MAIL55\\Tracking.log\\19980302.log', 'MAIL55'],
    ['C:\\Exchsrvr\\Tracking.log\\19980302.log', null],
    ['C:\\tracking.log\\19980302.log', null],
    ['tracking.log/19980302.log', null],
    ['/tracking.log/19980302.log', null],
    ['../tracking.log/19980302.log', null],
    ['-', null],
  ])('%s: %s', (path, server) => {
    expect(serverOfFolder(path)).toBe(server);
  });
});

describe('the server that a bare folder is named after', () => {
  test.each([
    ['/logs/EX01/MSGTRK20240219-1.LOG', 'EX01'],
    ['C:\\logs\\MAIL-HUB1\\MSGTRK20240219-1.LOG', 'MAIL-HUB1'],
    ['/logs/ex01.contoso.example/MSGTRK20240219-1.LOG', 'ex01.contoso.example'],
    ['/logs/EX01/MessageTracking/MSGTRK20240219-1.LOG', 'EX01'],
    ['/logs/ex01/MSGTRK20240219-1.LOG', null],
    ['/logs/LOGS2/MSGTRK20240219-1.LOG', null],
    ['/logs/MSGTRK2/MSGTRK20240219-1.LOG', null],
    ['/logs/20240219/MSGTRK20240219-1.LOG', null],
    ['/logs/MAIL/MSGTRK20240219-1.LOG', null],
    ['/logs/EX01-AND-MANY-MORE/MSGTRK20240219-1.LOG', null],
    ['/logs/v1.2/MSGTRK20240219-1.LOG', null],
    ['MSGTRK20240219-1.LOG', null],
    ['-', null],
  ])('%s: %s', (path, server) => {
    expect(serverOfBareFolder(path)).toBe(server);
  });
});
