import {
  ALL_EVENTS,
  BAG_FAILURE_TABLE,
  REASONS,
  REJECT_TABLE,
  STAGE_TABLE,
  STATE_TABLE,
  STATUS_TABLE,
} from '../../src/catalogue/index.ts';
import { LATENCY_COMPONENTS } from '../../src/catalogue/latency-components.ts';
import { STAGES, STATES } from '../../src/model/stage.ts';
import { table } from './markdown-table.ts';
import { msgtrkSections } from './msgtrk-doc.ts';

/** The catalogue as tables; `mailtrail explain WORD` prints a row whole. */
export function catalogueDoc(): string {
  return `${[
    '# Catalogue',
    '',
    '<!-- Made by `npm run docs` from src/catalogue. -->',
    '',
    'What `mailtrail explain` knows: `explain 1034`, `explain DEFER/SMTP`, `explain remote-queue`, `explain lost`, `explain bad-date`, `explain 5.5.0`,',
    '`explain QUEUE.Expired`, or a whole reply in quotes.',
    '',
    '## Events of Exchange 4.0 to 2003',
    '',
    ...table(
      ['id', 'name', 'stage', 'written by', 'meaning', 'source'],
      ALL_EVENTS.map(({ id, name, stage, versions, meaning, source }) => [
        String(id),
        name,
        stage ?? 'note',
        versions.join(', '),
        meaning,
        source,
      ]),
    ),
    '',
    ...msgtrkSections(),
    '',
    ...stageSections(),
    '## Reject codes',
    '',
    ...codeTable(Object.values(REJECT_TABLE)),
    '',
    '## Failures of evidence bags',
    '',
    ...codeTable(Object.values(BAG_FAILURE_TABLE)),
    '',
    ...replyTables(),
  ].join('\n')}\n`;
}

/** What modern servers answer and measure. */
function replyTables(): string[] {
  return [
    '## Enhanced status codes',
    '',
    ...table(
      ['code', 'meaning', 'likely causes', 'check first'],
      Object.values(STATUS_TABLE).map(({ code, meaning, causes, nextCheck }) => [
        code,
        meaning,
        causes.join('; '),
        nextCheck,
      ]),
    ),
    '',
    '## Reasons in replies of Exchange 2007 and later',
    '',
    ...table(
      ['reason', 'also', 'usual reply', 'meaning', 'likely causes', 'check first'],
      REASONS.map(({ reason, also, code, meaning, causes, nextCheck }) => [
        reason,
        also.join('; '),
        code,
        meaning,
        causes.join('; '),
        nextCheck,
      ]),
    ),
    '',
    '## Measures in message-info',
    '',
    'What the letters stand for is inferred: Microsoft does not say.',
    '',
    ...table(
      ['name', 'meaning'],
      LATENCY_COMPONENTS.map(({ name, meaning }) => [name, meaning]),
    ),
  ];
}

function stageSections(): string[] {
  return [
    '## Stages',
    '',
    ...table(
      ['stage', 'kind', 'state', 'stalls in', 'meaning', 'check first', 'check first, 2007 and later'],
      STAGES.map((stage) => {
        const { kind, state, place, meaning, nextCheck, modern } = STAGE_TABLE[stage];
        return [stage, kind, state, place ?? '', meaning, nextCheck, modern?.nextCheck ?? ''];
      }),
    ),
    '',
    '## States',
    '',
    ...table(
      ['state', 'meaning', 'check first', 'check first, 2007 and later'],
      STATES.map((state) => {
        const { meaning, nextCheck, modern } = STATE_TABLE[state];
        return [state, meaning, nextCheck, modern?.nextCheck ?? ''];
      }),
    ),
    '',
  ];
}

interface CodeRow {
  readonly code: string;
  readonly meaning: string;
  readonly nextCheck: string;
}

function codeTable(rows: readonly CodeRow[]): string[] {
  return table(
    ['code', 'meaning', 'what to do'],
    rows.map(({ code, meaning, nextCheck }) => [code, meaning, nextCheck]),
  );
}
