import {
  columnName,
  COLUMNS_BY_COUNT,
  hasRequired,
  KNOWN_COLUMNS,
} from '../../formats/msgtrk-columns.ts';
import type { KnownColumn } from '../../formats/msgtrk-columns.ts';
import { fieldsOf } from '../../formats/msgtrk-fields.ts';
import { splitStatuses } from '../../formats/msgtrk-details/recipient-status.ts';
import { splitList } from '../../formats/msgtrk-lists.ts';
import { msgtrk } from '../../formats/msgtrk.ts';
import type { Layout } from '../../formats/format.ts';
import {
  address,
  connector,
  context,
  count,
  customDatum,
  gone,
  host,
  id,
  isoTime,
  messageId,
  messageInfo,
  only,
  REDACTED,
  reference,
  status,
} from './msgtrk-texts.ts';
import type { TextRule } from './msgtrk-texts.ts';
import { isDirection, isEventId, isSource, isTraffic } from './msgtrk-words.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { LineFormat } from './raw-line.ts';

/** Each item of a list; one that holds a semicolon stands in single quotes, as in the log. */
function each(rule: TextRule, split = splitList): TextRule {
  return (field, names) =>
    split(field)
      .map((item) => (item.trim() === '' ? '' : listed(rule(item.trim(), names))))
      .join(';');
}

function listed(item: string): string {
  return item.includes(';') ? `'${item}'` : item;
}

const subject: TextRule = (field, names) => {
  names.subject(field);
  return '';
};

/** What becomes of each column of a modern line. Empty fields stay empty. */
const FIELDS_MSGTRK: Readonly<Record<KnownColumn, TextRule>> = {
  'date-time': isoTime,
  timestamp: isoTime,
  'client-ip': each(host),
  'client-hostname': host,
  'server-ip': each(host),
  'server-hostname': host,
  'source-context': each(context),
  'connector-id': connector,
  source: only(isSource),
  'event-id': only(isEventId),
  'internal-message-id': id,
  'message-id': messageId,
  'network-message-id': id,
  'recipient-address': each(address),
  'recipient-status': each(status, splitStatuses),
  'total-bytes': count,
  'recipient-count': count,
  'related-recipient-address': each(address),
  reference: each(reference),
  'message-subject': subject,
  'sender-address': address,
  'return-path': address,
  'message-info': each(messageInfo),
  directionality: only(isDirection),
  'tenant-id': id,
  'original-client-ip': each(host),
  'original-server-ip': each(host),
  'custom-data': each(customDatum),
  'transport-traffic-type': only(isTraffic),
  'log-id': id,
  'schema-version': only((text) => /^\d\d\.\d\d\.\d{4}\.\d{3}$/.test(text)),
};

const RULES = new Map<string, TextRule>(Object.entries(FIELDS_MSGTRK));

/** Lines of Exchange 2007 and later. */
export const linesMsgtrk: LineFormat<Layout> = {
  initialLayout: msgtrk.initialLayout,
  readDirective: (line, layout) => msgtrk.readDirective(line, layout),
  layoutOf: (columns) => ({ ...msgtrk.initialLayout, columns }),
  directive,

  event(line, { columns }, names) {
    const fields = fieldsOf(line);
    if (fields === null) return gone(line, names);
    const known = columns.length > 0 ? columns : (COLUMNS_BY_COUNT.get(fields.length) ?? []);
    return fields
      .map((field, index) => quoted(redactField(field.trim(), known[index] ?? '', names)))
      .join(',');
  },
};

function redactField(field: string, column: string, names: Pseudonyms): string {
  return field === '' ? '' : (RULES.get(column) ?? gone)(field, names);
}

/** As Exchange quotes: only what has to be. */
function quoted(field: string): string {
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

const VERSION = String.raw`\d{1,2}(?:\.\d{1,5}){0,3}`;
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z?`;
const KNOWN_DIRECTIVE = new RegExp(
  `^#(?:Software: *Microsoft Exchange Server|Version: *${VERSION}|Log-type: *Message Tracking Log|Date: *${TIME})$`,
  'i',
);
const FIELDS_START = /^#Fields: */i;

/** Header lines say which columns there are: their names stay where they are known. */
function directive(line: string): string {
  if (KNOWN_DIRECTIVE.test(line)) return line;
  const start = FIELDS_START.exec(line)?.[0] ?? '';
  const columns = line.slice(start.length).split(',');
  if (!hasRequired(columns.map(columnName))) return `# ${REDACTED}`;
  const kept = columns.map((name) => (KNOWN_COLUMNS.has(columnName(name)) ? name : REDACTED));
  return start + kept.join(',');
}
