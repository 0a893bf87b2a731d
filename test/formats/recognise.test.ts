import { describe, expect, test } from 'vitest';
import { formatNamed, recogniseFormat } from '../../src/formats/index.ts';
import { COLUMN_LINE, HEADER_2003, fields2003, line2003 } from '../support/log-2003.ts';
import {
  COLUMNS_2007,
  COLUMNS_2010,
  COLUMNS_2016,
  headerMsgtrk,
  lineMsgtrk,
} from '../support/log-msgtrk.ts';

describe('a 2000/2003 log is known by', () => {
  test.each([
    ['its first line', ['# Message Tracking Log File']],
    ['its version line, 6.0', ['# Exchange System Attendant Version 6.0.5762.0']],
    ['its version line without a space', ['#Exchange System Attendant Version 6.5.6944.0']],
    ['its column line', [COLUMN_LINE]],
    ['its column line in other letters', [COLUMN_LINE.toUpperCase()]],
    ['a line of 21 fields', [line2003()]],
    ['a line of 20 fields', [fields2003().slice(0, 20).join('\t')]],
    ['a header that comes late', ['', 'garbage', '\0\0', ...HEADER_2003]],
    ['a line that comes late', ['', '\t\t\t', 'garbage', line2003()]],
  ])('%s', (_name, lines) => {
    expect(recogniseFormat(lines)?.name).toBe('exchange2003');
  });
});

describe('a log of 2007 or later is known by', () => {
  test.each([
    ['its type', ['#Software: Microsoft Exchange Server', '#Log-type: Message Tracking Log']],
    ['its type as manuals write it', ['#Log-Type: Message Tracking Log']],
    ['its columns', [`#Fields: ${COLUMNS_2010.join(',')}`]],
    ['its columns behind a BOM', [`\uFEFF#Fields: ${COLUMNS_2010.join(',')}`]],
    ['its columns as Exchange Online writes them', ['date_time_utc,event_id,message_id']],
    ['its whole header', headerMsgtrk()],
    ['a line of 21 fields', [lineMsgtrk({}, COLUMNS_2007)]],
    [
      'a line of 30 fields with quotes',
      [lineMsgtrk({ 'message-subject': 'a, "b"' }, COLUMNS_2016)],
    ],
    ['a line behind a BOM', [`\uFEFF${lineMsgtrk()}`]],
    ['a line that comes late', ['', 'garbage', ',,,,', lineMsgtrk()]],
  ])('%s', (_name, lines) => {
    expect(recogniseFormat(lines)?.name).toBe('msgtrk');
  });
});

describe('an export is known by its header line:', () => {
  test.each([
    ['messagetrace', 'Date,Sender,Recipient,Subject,Status'],
    ['messagetrace', '"Received","SenderAddress","RecipientAddress","Status"'],
    ['messagetrace', 'origin_timestamp,sender_address,recipient_status'],
    ['messagetrace', 'Date (UTC),Sender address,Recipient address,Subject,Status'],
    ['msgtrk', '"date_time_utc","event_id","message_id"'],
    ['msgtrk', '"PSComputerName","Timestamp","EventId","MessageId"'],
    ['msgtrk', 'EventId,MessageId,Timestamp'],
  ])('%s: %s', (name, header) => {
    expect(recogniseFormat([header])?.name).toBe(name);
    expect(recogniseFormat(['#TYPE Some.Type', `\uFEFF${header}`])?.name).toBe(name);
  });

  test.each([
    'Date,Sender,Subject,Status',
    'Date,Sender,Recipient,Subject',
    'Sender,Recipient,Status',
    'Date;Sender;Recipient;Status',
    'Timestamp,Sender,Recipients,EventId,Status',
    'Date,From,To,Subject,Status',
    'Timestamp,EventId,User',
    'name,date received,sender status',
  ])('no other table is one: %s', (header) => {
    expect(recogniseFormat([header])).toBeUndefined();
  });
});

describe('what is no such log:', () => {
  test.each([
    ['nothing', []],
    ['an empty line', ['']],
    ['notes', ['Message Tracking Log File', 'Date and time of all']],
    ['a comment', ['# Date', '# Message']],
    [
      'another log of Exchange',
      [
        '#Software: Microsoft Exchange Server',
        '#Log-type: SMTP Receive Protocol Log',
        '#Fields: date-time,connector-id,session-id,sequence-number,event,data,context',
      ],
    ],
    ['a line of 22 fields', [`${lineMsgtrk({}, COLUMNS_2007)},`]],
    ['a line with an impossible time', [lineMsgtrk({ 'date-time': '2024-02-30T09:00:00.000Z' })]],
    ['a line with a number for an event', [lineMsgtrk({ 'event-id': '1019' })]],
    ['a line with a bad quote', [lineMsgtrk().replace('Status', 'a"b')]],
    ['IIS', ['#Fields: date time c-ip', '2004-02-18 09:00:01 10.1.0.99']],
    ['a line cut short', [fields2003().slice(0, 18).join('\t')]],
    ['an impossible date', [line2003({ date: '2004-2-31' })]],
    ['a time without GMT', [line2003({ time: '9:0:1' })]],
    ['an event that is no number', [line2003({ event: 'SEND' })]],
  ])('%s', (_name, lines) => {
    expect(recogniseFormat(lines)).toBeUndefined();
  });
});

test('a format is found by its name', () => {
  expect(formatNamed('exchange2003')?.title).toContain('2000/2003');
  expect(formatNamed('exchange2004')).toBeUndefined();
});
