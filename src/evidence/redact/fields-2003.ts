import { REQUIRED_2003 } from '../../formats/exchange2003-columns.ts';
import type { Column2003 } from '../../formats/exchange2003-columns.ts';
import { exchange2003 } from '../../formats/exchange2003.ts';
import type { Layout } from '../../formats/format.ts';
import { relayedFrom, unrelayed } from '../../formats/relayed-2003.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { LineFormat } from './raw-line.ts';

type FieldRule = (field: string, names: Pseudonyms) => string;

const NONE = '-';

/** A field that is kept while it is written as the format has it; anything else is gone. */
function only(pattern: RegExp): FieldRule {
  return (field, names) => {
    if (pattern.test(field)) return field;
    names.seen.gone('other-field', field);
    return NONE;
  };
}

const NUMBER = /^\d{1,15}$/;
const DATE = String.raw`\d{4}-\d{1,2}-\d{1,2}`;
/** A relay puts a space behind the first colon. */
const TIME = String.raw`\d{1,2}: ?\d{1,2}:\d{1,2}(?:\.\d{1,7})?(?: GMT)?`;

const gone: FieldRule = (field, names) => {
  names.seen.gone('other-field', field);
  return NONE;
};
const host: FieldRule = (field, names) => names.host(field.trim());
const address: FieldRule = (field, names) => names.address(field.trim());
const messageId: FieldRule = (field, names) => names.messageId(field.trim());

/** What becomes of each column of a 2000/2003 line. Empty fields and `-` stay as they are. */
const FIELDS_2003: Readonly<Record<Column2003, FieldRule>> = {
  date: only(new RegExp(`^${DATE}$`)),
  time: only(new RegExp(`^${TIME}$`)),
  'client-ip': host,
  'client-hostname': host,
  'partner-name': host,
  'server-hostname': host,
  'server-ip': host,
  'recipient-address': address,
  'event-id': only(/^\d{1,9}$/),
  msgid: messageId,
  priority: only(NUMBER),
  'recipient-report-status': only(NUMBER),
  'total-bytes': only(NUMBER),
  'number-recipients': only(NUMBER),
  'origination-time': only(new RegExp(`^${DATE} ${TIME}$`)),
  encryption: only(NUMBER),
  'service-version': only(/^(?:Version: )?\d{1,5}(?:\.\d{1,5}){1,3}$/),
  'linked-msgid': messageId,
  // Taken out before, as extra tabs belong to it.
  'message-subject': gone,
  'sender-address': address,
};

const RULES = new Map<string, FieldRule>(Object.entries(FIELDS_2003));

/** What stands for whatever a relay put before a line: its host, and its clock. */
const BEFORE = 'redacted: ';

/** Lines of Exchange 2000 and 2003, as a server or a relay wrote them. */
export const lines2003: LineFormat<Layout> = {
  initialLayout: exchange2003.initialLayout,
  readDirective: (line, layout) => exchange2003.readDirective(line, layout),
  layoutOf: (columns) => ({ ...exchange2003.initialLayout, columns }),

  directive(line) {
    const { before, parts } = cut(line);
    return before + directiveParts(parts, unrelayed(line));
  },

  event(line, { columns }, names) {
    const { before, parts } = cut(line);
    const fields = parts.filter((_, index) => index % 2 === 0);
    const redacted = redactFields(fields, columns, names);
    return before + parts.map((part, i) => (i % 2 === 0 ? redacted[i / 2] : part)).join('');
  },
};

/** Fields and what parts them, by turns. */
function cut(line: string): { readonly before: string; readonly parts: readonly string[] } {
  const from = relayedFrom(line);
  if (from < 0) return { before: '', parts: line.split(/(\t)/) };
  return { before: from > 0 ? BEFORE : '', parts: line.slice(from).split(/(#011|\t)/) };
}

const KNOWN_DIRECTIVE =
  /^# *(?:Message Tracking Log File|Exchange System Attendant Version +\d{1,5}(?:\.\d{1,5}){0,3})\s*$/i;

/** Header lines say which columns there are: their names stay where they are known. */
function directiveParts(parts: readonly string[], line: string): string {
  if (KNOWN_DIRECTIVE.test(line)) return line;
  const names = line
    .slice(1)
    .split('\t')
    .map((name) => name.trim().toLowerCase());
  if (!REQUIRED_2003.every((name) => names.includes(name))) return '# redacted';
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return part;
      const name = (index === 0 ? part.replace(/^# */, '') : part).trim().toLowerCase();
      return name === '' || name === NONE || RULES.has(name)
        ? part
        : index === 0
          ? '# redacted'
          : 'redacted';
    })
    .join('');
}

function redactFields(
  fields: readonly string[],
  columns: readonly string[],
  names: Pseudonyms,
): string[] {
  const last = fields.at(-1);
  const hasEnd = fields.length > columns.length && (last === NONE || last === '');
  const extra = Math.max(0, fields.length - (hasEnd ? 1 : 0) - columns.length);
  const subjectAt = columns.indexOf('message-subject');
  const subjectTo = subjectAt < 0 ? -1 : subjectAt + extra;
  noteSubject(fields, subjectAt, subjectTo, names);
  return fields.map((field, index) => {
    if (field === '' || field.trim() === '' || field.trim() === NONE) return field.trim();
    if (index >= subjectAt && index <= subjectTo) return index === subjectAt ? NONE : '';
    const behind = subjectAt >= 0 && index > subjectTo ? extra : 0;
    const rule = RULES.get(columns[index - behind] ?? '') ?? gone;
    return rule(field, names);
  });
}

/** More tabs than columns are the subject's. */
function noteSubject(fields: readonly string[], from: number, to: number, names: Pseudonyms): void {
  if (from < 0) return;
  const text = fields
    .slice(from, to + 1)
    .join('\t')
    .trim();
  if (text !== '' && text !== NONE) names.subject(text);
}
