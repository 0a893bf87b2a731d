import { COLUMNS_2003 } from '../../formats/exchange2003-columns.ts';
import { COLUMNS_55 } from '../../formats/exchange55-fields.ts';
import { KNOWN_COLUMNS } from '../../formats/msgtrk-columns.ts';
import { TRACE_COLUMN_NAMES } from '../../formats/trace-columns.ts';
import type {
  EvidenceEvent,
  EvidenceReject,
  EvidenceSource,
  OtherSource,
} from '../../model/evidence.ts';
import {
  address,
  each,
  eventId,
  file,
  host,
  keep,
  messageId,
  orNull,
  ours,
  record,
} from './rules.ts';
import type { Fields, Rule } from './rules.ts';

/* Every field of sources, events and rejects, and what becomes of it. */

const COLUMNS = new Set<string>([
  ...COLUMNS_2003,
  ...COLUMNS_55,
  ...KNOWN_COLUMNS,
  ...TRACE_COLUMN_NAMES,
]);

/** Column names come from the log's header, where anything may stand. */
const column: Rule<string> = (name) => (COLUMNS.has(name) ? name : 'redacted');

const SHA256 = /^[0-9a-f]{64}$/;

const SOURCE: Fields<OtherSource> = {
  file,
  server: orNull(host),
  format: ours,
  encoding: keep,
  sizeBytes: keep,
  sha256: (hash) => (SHA256.test(hash) ? hash : 'redacted'),
  lines: keep,
  events: keep,
  directives: keep,
  blank: keep,
  continuations: keep,
  rejects: keep,
};

export const otherSource: Rule<OtherSource> = record<OtherSource>(SOURCE);

export const evidenceSource: Rule<EvidenceSource> = record<EvidenceSource>({
  ...SOURCE,
  original: keep,
  columns: each(column),
});

export const evidenceEvent: Rule<EvidenceEvent> = record<EvidenceEvent>({
  id: keep,
  at: keep,
  code: keep,
  key: eventId,
  name: ours,
  stage: keep,
  messageId,
  recipient: orNull(address),
  sender: orNull(address),
  server: host,
  partner: orNull(host),
  clientHost: orNull(host),
});

/** Details that quote nothing of the line. */
const HARMLESS_DETAIL =
  /^(?:\d{1,9} of (?:at least )?\d{1,9} fields|\d{1,9} fields, not [\d, ]{1,40}|\d{1,15} bytes|the (?:line|record) holds NUL bytes|a quote stands where none may be)$/;

export const evidenceReject: Rule<EvidenceReject> = record<EvidenceReject>({
  source: keep,
  line: keep,
  offset: keep,
  length: keep,
  code: ours,
  detail: (detail) => (HARMLESS_DETAIL.test(detail) ? detail : 'redacted'),
  start: (start, names) => {
    if (start !== null) names.seen.gone('reject', start);
    return null;
  },
});
