type ColumnType = 'text' | 'integer';

/** A column of a view: its type, and what it holds. Any column may be null where the log told nothing. */
type Column = readonly [type: ColumnType, about: string];

export interface ViewFacts {
  readonly about: string;
  readonly columns: Readonly<Record<string, Column>>;
}

/** What people who write SQL may count on: views and columns are only ever added. Times are ISO 8601, UTC. */
export const VIEWS: Readonly<Record<string, ViewFacts>> = {
  events: {
    about: 'One log line about one recipient.',
    columns: {
      id: ['integer', 'number of the event: that of its source times 2³², and its line'],
      at: ['text', 'when the server logged it: ISO 8601, UTC'],
      event: ['integer', 'event id, as logged; of modern logs a text: `RECEIVE/SMTP`'],
      message_id: ['text', 'message id without `<>`; null where the line names none'],
      recipient: ['text', 'address; null where the line names none'],
      server: ['text', 'server that wrote the line'],
      partner: ['text', 'Partner-Name: who the message is handed to'],
      client_host: ['text', 'Client-hostname: who it came from'],
      file: ['text', 'source file, as it was given'],
      line: ['integer', 'line number, from 1'],
      offset: ['integer', 'bytes before the line'],
      length: ['integer', 'bytes of the line, line end included'],
    },
  },
  messages: {
    about: 'One message.',
    columns: {
      message_id: ['text', 'message id without `<>`'],
      network_message_id: ['text', 'the GUID that all its copies keep (Exchange 2013 and later)'],
      sender: ['text', 'sender; `<>` is the null sender of reports'],
      subject: ['text', 'as logged, encoded words undecoded'],
      size_bytes: ['integer', 'the largest size that a line gives'],
      recipient_count: ['integer', 'the largest number of recipients that a line gives'],
      originated_at: ['text', 'the earliest origination time that a line gives'],
      first_seen_at: ['text', 'first event on any server'],
      last_seen_at: ['text', 'last event on any server'],
    },
  },
  recipients: {
    about:
      'Where one recipient of one message is: what `find --jsonl` tells, judged anew by each query.',
    columns: {
      message_id: ['text', 'message id without `<>`'],
      recipient: ['text', 'address; null where no line names one'],
      sender: ['text', 'sender; `<>` is the null sender of reports'],
      subject: ['text', 'as logged, encoded words undecoded'],
      state: [
        'text',
        'see the [catalogue](catalogue.md#states): `waiting`, `delivered`, `lost`, ...',
      ],
      stage: ['text', 'stage in which it is; null where only notes are known'],
      server: ['text', 'server that holds it, or that told last'],
      since: ['text', 'when it arrived there'],
      age_seconds: [
        'integer',
        'time since then, at the moment asked about; null where it ended well',
      ],
      stall_place: [
        'text',
        'where it is stuck or failed: `queue`, `transit`, ...; null where it is not',
      ],
      stall_since: ['text', 'since when'],
      next_hop: ['text', 'host that it was to go to from where it is stuck'],
      confidence: ['text', '`certain`, `probable` or `not-judged`'],
      first_seen_at: ['text', 'first event of the message on any server'],
      last_seen_at: [
        'text',
        'last event of the message on any server, up to the moment asked about',
      ],
    },
  },
  hops: {
    about: 'The life of one message for one recipient on one server, folded from its events.',
    columns: {
      message_id: ['text', 'message id'],
      recipient: ['text', 'address, in the form that this server logged'],
      server: ['text', 'server'],
      first_seen_at: ['text', 'first event there'],
      last_seen_at: ['text', 'last event there'],
      last_event: ['integer', 'id of the last event that moves the state; of modern logs a text'],
      next_hop: ['text', 'host it was last queued for or handed to'],
      client_host: ['text', 'host it last came from'],
      attempts: ['integer', 'transfers begun (1020)'],
      retries: ['integer', 'retries scheduled (1032, 1035, 1037)'],
      events: ['integer', 'number of events'],
    },
  },
  sources: {
    about:
      'One file that was read. `lines = events + directives + blank + continuations + rejects` always holds.',
    columns: {
      file: ['text', 'path as it was given'],
      format: ['text', 'log format'],
      size_bytes: ['integer', 'bytes when it was read'],
      sha256: ['text', 'SHA-256 of those bytes'],
      lines: ['integer', 'lines with a line end'],
      events: ['integer', 'lines that became events'],
      directives: ['integer', 'header lines'],
      blank: ['integer', 'empty lines'],
      continuations: ['integer', 'lines that belong to another line’s record (5.5)'],
      rejects: ['integer', 'lines that could not be read'],
      purged_before: ['text', 'lines before it were purged: they count here, but are gone'],
    },
  },
  rejects: {
    about: 'One line that could not be read.',
    columns: {
      file: ['text', 'source file'],
      line: ['integer', 'line number, from 1'],
      offset: ['integer', 'bytes before the line'],
      length: ['integer', 'bytes of the line, line end included'],
      code: ['text', 'why: see the [catalogue](catalogue.md#reject-codes)'],
      detail: ['text', 'what stood there'],
    },
  },
  coverage: {
    about: 'One hour of one server in which it logged anything.',
    columns: {
      server: ['text', 'server'],
      hour: ['text', 'beginning of the hour, UTC'],
      events: ['integer', 'events in it'],
    },
  },
  audit: {
    about:
      'One purge or export, or trace with `--case`: who asked what, and what came out. Rows are only added: `purge` and `forget` remove none, nor what was asked.',
    columns: {
      id: ['integer', 'number of the entry'],
      at: ['text', 'when, by the clock of the machine'],
      action: ['text', '`trace`, `export`, ...'],
      case_name: ['text', 'what `--case` named'],
      actor: ['text', 'who: `--by`, else the user’s name'],
      reason: ['text', 'what `--reason` told'],
      query: ['text', 'what was asked: a JSON object'],
      outcome: ['text', 'what came out: a JSON object'],
      tool: ['text', '`mailtrail` and its version'],
    },
  },
};

/** Questions that SQL answers. Tests run each over the fixtures; it has to find something. */
export const SQL_EXAMPLES: readonly { readonly about: string; readonly sql: string }[] = [
  {
    about: 'What is open, by next hop: how many recipients, and for how long the oldest',
    sql: `select next_hop, count(*) as recipients, max(age_seconds) / 3600 as oldest_hours
from recipients where state in ('waiting', 'retrying')
group by next_hop order by recipients desc, next_hop`,
  },
  {
    about: 'How the mail of one sender ended; only her messages are judged',
    sql: `select state, count(*) as recipients from recipients
where sender = 'alice@corp.example' group by state order by recipients desc, state`,
  },
  {
    about: 'The largest messages',
    sql: `select message_id, sender, size_bytes from messages
order by size_bytes desc, message_id limit 10`,
  },
  {
    about: 'What each server handed to which host, and how often it had to try',
    sql: `select server, next_hop, count(*) as recipients, max(attempts) as most_tries from hops
where next_hop is not null group by server, next_hop order by recipients desc, server, next_hop`,
  },
  {
    about: 'What the servers logged of mail that is stuck in a queue, two views joined',
    sql: `with stuck as materialized (select * from recipients where stall_place = 'queue'),
  lines as materialized (select * from events)
select lines.at, lines.server, lines.event, stuck.message_id, stuck.recipient
from stuck join lines using (message_id, recipient) order by lines.at, lines.id limit 20`,
  },
  {
    about: 'Lines by event and server',
    sql: `select event, server, count(*) as lines from events
group by event, server order by lines desc, event, server`,
  },
  {
    about: 'Hours and events that were read, by server and day (UTC)',
    sql: `select server, substr(hour, 1, 10) as day, count(*) as hours, sum(events) as events
from coverage group by server, day order by server, day`,
  },
  {
    about: 'Files with lines that could not be read',
    sql: `select file, code, count(*) as lines, min(line) as first_line from rejects
group by file, code order by lines desc, file, code`,
  },
];
