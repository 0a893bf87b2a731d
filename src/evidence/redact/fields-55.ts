import { COLUMNS_55, FIRST_LINE_FIELDS } from '../../formats/exchange55-fields.ts';
import type { Column55 } from '../../formats/exchange55-fields.ts';
import { exchange55 } from '../../formats/exchange55.ts';
import type { Layout } from '../../formats/format.ts';
import { addressOf55, hostOf55 } from '../../formats/names-55.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { LineFormat } from './raw-line.ts';

type FieldRule = (field: string, names: Pseudonyms) => string;

const NUMBER = /^-?\d{1,15}$/;

/** Nothing is left of it: fields of 5.5 are empty where they say nothing. */
const gone: FieldRule = (field, names) => {
  names.seen.gone('other-field', field);
  return '';
};

/** A field that is kept while it is written as the format has it. */
function only(pattern: RegExp): FieldRule {
  return (field, names) => (pattern.test(field) ? field : gone(field, names));
}

const address: FieldRule = (field, names) => names.address(addressOf55(field) ?? '');
const host: FieldRule = (field, names) => names.host(hostOf55(field) ?? '');
const messageId: FieldRule = (field, names) => names.messageId(field.trim());

/** What becomes of each field of a record. Empty ones stay empty; of a name in the directory only what it names is left, under its token. */
const FIELDS_55: Readonly<Record<Column55, FieldRule>> = {
  'message-id': messageId,
  'event-number': only(/^\d{1,9}$/),
  'date-time': only(/^\d{4}\.\d{1,2}\.\d{1,2} \d{1,2}:\d{1,2}:\d{1,2}$/),
  'gateway-name': host,
  'partner-name': host,
  'remote-id': (field, names) => {
    const id = /<[^<>\s]+@[^<>\s]+>/.exec(field)?.[0];
    return id === undefined ? gone(field, names) : names.messageId(id);
  },
  originator: address,
  priority: only(NUMBER),
  length: only(NUMBER),
  seconds: only(NUMBER),
  cost: only(NUMBER),
  'subject-id': messageId,
  'number-of-recipients': only(NUMBER),
  'recipient-name': address,
  'recipient-report-status': only(NUMBER),
};

/** Records of Exchange 4.0 to 5.5, with the line ends between their lines. */
export const records55: LineFormat<Layout> = {
  initialLayout: exchange55.initialLayout,
  readDirective: (_line, layout) => layout,
  layoutOf: () => exchange55.initialLayout,
  directive: () => '# redacted',

  event(record, _layout, names) {
    const [first = '', ...rest] = record.split(/(\r?\n)/);
    const redacted = rest.map((part, index) =>
      index % 2 === 0 ? part : redactLine(part, FIRST_LINE_FIELDS, names),
    );
    return redactLine(first, 0, names) + redacted.join('');
  },
};

/** `from`: the column of the line's first field. */
function redactLine(line: string, from: number, names: Pseudonyms): string {
  return line
    .split('\t')
    .map((field, index) => {
      if (field.trim() === '' || field.trim() === '-') return field.trim();
      const column =
        from === 0 && index >= FIRST_LINE_FIELDS ? undefined : COLUMNS_55[from + index];
      return (column === undefined ? gone : FIELDS_55[column])(field, names);
    })
    .join('\t');
}
