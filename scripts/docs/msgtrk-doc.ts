import {
  findMsgtrkEvent,
  MSGTRK_EVENT_IDS,
  MSGTRK_FLOW,
  MSGTRK_ROLES,
  MSGTRK_SOURCE_TABLE,
  MSGTRK_SOURCES,
  MSGTRK_TEXTS,
  msgtrkCode,
} from '../../src/catalogue/index.ts';
import type { MsgtrkEventId, MsgtrkRole, MsgtrkSource } from '../../src/catalogue/index.ts';
import { table } from './markdown-table.ts';

const ROLE_WORDS: Readonly<Record<MsgtrkRole, string>> = {
  named: '',
  former: 'of the address before',
  mailbox: 'for a mailbox of ours',
  'own-server': 'to mailbox delivery of ours',
  original: 'of the message it refers to',
};

/** Events of Exchange 2007 and later by id, source and whom they speak of; their sources. */
export function msgtrkSections(): string[] {
  return [
    '',
    '## Events of Exchange 2007 and later',
    '',
    'A row without a source holds for all that have none of their own. A stage is inferred where no event says so: none tells that a message',
    'entered a queue.',
    '',
    ...table(
      ['event', 'name', 'stage', 'written by', 'meaning', 'likely causes', 'check first', 'source'],
      MSGTRK_EVENT_IDS.flatMap(rowsOf),
    ),
    '',
    '## Sources of these events',
    '',
    ...table(
      ['source', 'meaning', 'events'],
      MSGTRK_SOURCES.map((source) => {
        const { meaning, events } = MSGTRK_SOURCE_TABLE[source];
        return [source, meaning, events.join(', ')];
      }),
    ),
  ];
}

function rowsOf(event: MsgtrkEventId): string[][] {
  const flow = MSGTRK_FLOW.filter((known) => known.event === event);
  const from = MSGTRK_TEXTS[event].from ?? {};
  const sources = MSGTRK_SOURCES.filter(
    (source) => source in from || flow.some(({ sources: known }) => known?.includes(source)),
  );
  const roles = MSGTRK_ROLES.filter(
    (role) => role !== 'named' && flow.some((known) => known.role === role),
  );
  return [
    row(event, null, 'named'),
    ...sources.map((source) => row(event, source, 'named')),
    ...roles.map((role) => row(event, null, role)),
  ];
}

function row(event: MsgtrkEventId, source: MsgtrkSource | null, role: MsgtrkRole): string[] {
  const entry = findMsgtrkEvent(msgtrkCode(event, source ?? '', role));
  if (entry === undefined) throw new Error(`no row for ${event}`);
  const { name, stage, inferred, retrying, versions, meaning, causes, nextCheck } = entry;
  const marks = [inferred === true ? 'inferred' : '', retrying === true ? 'retrying' : ''];
  return [
    [source === null ? event : `${event}/${source}`, ROLE_WORDS[role]].filter(Boolean).join(', '),
    name,
    [stage ?? 'note', ...marks].filter(Boolean).join(', '),
    versions.join(', '),
    meaning,
    causes.join('; '),
    nextCheck,
    entry.source,
  ];
}
