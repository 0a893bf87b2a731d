import {
  ALL_EVENTS,
  MSGTRK_EVENT_IDS,
  MSGTRK_SOURCES,
  MSGTRK_TEXTS,
  REASONS,
  REJECT_TABLE,
  STAGE_TABLE,
  STATE_TABLE,
  STATUS_TABLE,
} from '../../catalogue/index.ts';
import { LATENCY_COMPONENTS } from '../../catalogue/latency-components.ts';
import { COLUMNS_2003 } from '../../formats/exchange2003-columns.ts';
import { EXPORTED_NAMES, KNOWN_COLUMNS } from '../../formats/msgtrk-columns.ts';
import { TRACE_COLUMN_NAMES } from '../../formats/trace-columns.ts';
import { TRACE_WORDS } from '../../formats/trace-words.ts';
import { MSGTRK_WORDS } from './msgtrk-words.ts';
import { MSGTRK_LOGS } from '../../model/msgtrk-slot.ts';
import { PLACES, STAGES, STATES } from '../../model/stage.ts';

/** Words of sentences that are made where no table holds them: lifecycle/reason.ts, queries/day-verdict.ts. */
const SENTENCES = `
  only events that say nothing about where the message is were logged for it address stops at categorizer and others go on as with a list
  its members first one last event log of goes to tells no more judged has not been long enough transfers begun there never ended exchange
  logs between end in or queue forms before after joined but file silent from what happened then known left transport writes other under
  another id handed over does whom which none servers whose are loaded server covers time saw gap unknown recipient recipients messages
  stuck oldest all went lost two put into badmail given up by absorbed without report held until person acts got an ndr usual mail day
  hours read ours was this that its mailbox delivery missing where such as said answer next try
  off times due line lines of only probable ends though read and may be one says name could not
`;

/** Values that reports write of their own. */
const VALUES = `
  certain probable not-judged ndr original linked dsn moderation-request journal-report rule-mail agent-mail
  reference linked-msgid internal-id circumstances missing-day missing-file silence quiet stuck degraded growing over scattered empty destination server
  stage sender next-hop recipients messages directive event utf-8 utf-16le utf-16be windows-1252 unchanged changed missing archive
  exchange2003 exchange2000 exchange55 msgtrk messagetrace exchange:tracking:event aes-256-gcm sha256 sha512 mailtrail UTC GMT MAILER-DAEMON
  (none) (unknown) (no domain) in out slow ndr badmail failed filtered absorbed redacted redacted.invalid invalid domain host ip folder file
  query address message-id subject reject other-field export SMTP: EX: X400:
`;

/** Header lines that are kept, or what is left of them. */
const HEADER_STARTS = [
  '# Message Tracking Log File',
  '# Date',
  '# redacted',
  '#Software: Microsoft Exchange Server',
  '#Log-type: Message Tracking Log',
  '#Fields: date-time',
];

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

let texts: ReadonlySet<string> | null = null;
let words: ReadonlySet<string> | null = null;

/** Every text of the catalogue: what the program says of itself, which holds nothing of any case. */
export function ourTexts(): ReadonlySet<string> {
  texts ??= new Set(
    textsOf([
      ALL_EVENTS,
      MSGTRK_TEXTS,
      LATENCY_COMPONENTS,
      STAGE_TABLE,
      STATE_TABLE,
      STATUS_TABLE,
      REASONS,
      REJECT_TABLE,
      ...ourValues(),
    ]),
  );
  return texts;
}

/** Whether a text is one of ours, without any name in it. */
export function isOurText(text: string): boolean {
  return ourTexts().has(text);
}

/** Words that stand in reports as whole values. */
function ourValues(): string[] {
  return [
    ...STAGES,
    ...STATES,
    ...PLACES,
    ...MSGTRK_EVENT_IDS,
    ...MSGTRK_SOURCES,
    ...MSGTRK_LOGS,
    ...COLUMNS_2003,
    ...KNOWN_COLUMNS,
    ...EXPORTED_NAMES,
    ...TRACE_COLUMN_NAMES,
    ...TRACE_WORDS,
    ...MSGTRK_WORDS,
    ...HEADER_STARTS,
    ...VALUES.trim().split(/\s+/),
  ];
}

/** Whether sentences of ours hold this word, which is in lower case. */
export function isOurWord(word: string): boolean {
  words ??= new Set(
    [SENTENCES, ...ourTexts()].flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []),
  );
  return words.has(word);
}
