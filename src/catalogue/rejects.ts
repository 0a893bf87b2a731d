import type { RejectEntry } from './types.ts';

/** Why a line was set aside. Surplus tabs of a 2000/2003 log are no reason: they belong to the subject. */
export type RejectCode =
  | 'too-few-fields'
  | 'too-many-fields'
  | 'bad-quotes'
  | 'bad-date'
  | 'bad-time'
  | 'local-time'
  | 'type-names'
  | 'bad-event-id'
  | 'no-message-id'
  | 'no-server'
  | 'nul-bytes'
  | 'line-too-long';

type RejectTable = { readonly [K in RejectCode]: RejectEntry<K> };

export const REJECT_TABLE = {
  'too-few-fields': {
    code: 'too-few-fields',
    meaning: 'The line has fewer fields than its format needs. Most often it is a line cut short.',
    nextCheck:
      'If it is the last line of the log of a running day, load the file again later. Otherwise compare the file with the original on the server.',
  },
  'too-many-fields': {
    code: 'too-many-fields',
    meaning:
      'The line has more fields than its format or its header has columns, so nobody can say which is which. Most often a comma was not quoted by a program that rewrote the log, or a line was cut and the next one goes on in it.',
    nextCheck:
      'Take the log from the server again. If all lines have as many, see whether the header is that of another log. If it is one line, look for a crash of the server or a full disk at that time.',
  },
  'bad-quotes': {
    code: 'bad-quotes',
    meaning:
      'A quotation mark stands within a field that is not quoted, or nothing closes it. The lines around it are read all the same.',
    nextCheck:
      'See whether the line was cut short or rewritten by another program; take the log from the server again.',
  },
  'bad-date': {
    code: 'bad-date',
    meaning: 'The date is missing, not written as the format asks, or not a day of the calendar.',
    nextCheck:
      'See whether the line begins in the middle of another one, or whether a spreadsheet rewrote the dates; take the log from the server again.',
  },
  'bad-time': {
    code: 'bad-time',
    meaning: 'The time is missing, not written as the format asks, or not a time of the day.',
    nextCheck:
      'See whether a relay or a spreadsheet rewrote the times; take the log from the server again.',
  },
  'local-time': {
    code: 'local-time',
    meaning:
      'The time may be one of several moments: it names no zone where it was written in a local one, or nobody can say which of its numbers is the day and which the month.',
    nextCheck:
      "Export again with times as ISO 8601 in UTC, as docs/exports.md shows: @{n='Timestamp';e={$_.Timestamp.ToUniversalTime().ToString('o')}} for Get-MessageTrackingLog, @{n='Received';e={$_.Received.ToString('o')}} for a trace.",
  },
  'type-names': {
    code: 'type-names',
    meaning:
      'The line holds the name of a type where recipients should be, such as System.String[]: Export-Csv writes lists so.',
    nextCheck:
      "Export again with lists joined, as docs/exports.md shows: @{n='Recipients';e={$_.Recipients -join ';'}}.",
  },
  'bad-event-id': {
    code: 'bad-event-id',
    meaning:
      'The event is not of the kind that the format writes: a number in logs of Exchange 2003, a word in later ones. One that nobody knows is no reason to set a line aside.',
    nextCheck:
      'Check that the format was recognised rightly, with --format, and that the columns have the order that the header names.',
  },
  'no-message-id': {
    code: 'no-message-id',
    meaning: 'The line names no message, so it cannot be put on the trail of any.',
    nextCheck:
      'Single lines do no harm. If a whole file has none, check that its header names the column with the message id.',
  },
  'no-server': {
    code: 'no-server',
    meaning: 'Neither the line, nor the file or its folder, says which server wrote it.',
    nextCheck:
      'Name the server with --server, or load the file from a folder called SERVER.log (Exchange 5.5: SERVER\\tracking.log).',
  },
  'nul-bytes': {
    code: 'nul-bytes',
    meaning:
      'The line holds NUL bytes. A crash or a full disk can leave such a stretch where lines were to be written.',
    nextCheck:
      'Look for a crash of the server at that time; what belonged there is gone, so treat the time around it as a gap.',
  },
  'line-too-long': {
    code: 'line-too-long',
    meaning: 'The line is longer than any line of a tracking log should be, and was not read.',
    nextCheck:
      'Check that the file is a tracking log with line ends, and not another kind of file.',
  },
} as const satisfies RejectTable;
