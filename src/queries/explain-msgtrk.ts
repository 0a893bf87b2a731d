import {
  findMsgtrkEvent,
  MSGTRK_EVENT_IDS,
  MSGTRK_FLOW,
  MSGTRK_SOURCE_TABLE,
  MSGTRK_SOURCES,
  MSGTRK_TEXTS,
  msgtrkCode,
  STAGE_TABLE,
} from '../catalogue/index.ts';
import type { EventEntry, MsgtrkEventId, MsgtrkRole, MsgtrkSource } from '../catalogue/index.ts';
import type { Explanation } from '../model/explanation.ts';
import { STAGES, STATES } from '../model/stage.ts';
import type { Stage } from '../model/stage.ts';

type Fact = Explanation['facts'][number];

const TRACED = 'status-';
const OTHER_WORDS: ReadonlySet<string> = new Set([...STAGES, ...STATES]);

/** Words of modern logs, in lower case: an event id, `event/source`, an event's name, a source. */
export function explainMsgtrk(word: string): Explanation[] {
  const [eventWord = '', sourceWord, ...more] = word.split('/');
  const source = sourceNamed(sourceWord ?? '');
  const isPair = word.includes('/');
  const event = eventNamed(eventWord) ?? (isPair ? null : statusNamed(eventWord));
  if (isPair)
    return event === null || source === null || more.length > 0
      ? []
      : [eventExplanation(event, source)];
  const asSource = sourceNamed(word);
  return [
    ...(event === null ? pairsNamed(word) : [eventExplanation(event, null)]),
    ...(asSource === null ? [] : [sourceExplanation(asSource)]),
  ];
}

/** Words to suggest for one that nobody knows. */
export function msgtrkWords(word: string): string[] {
  const pairs = Object.entries(MSGTRK_SOURCE_TABLE).flatMap(([source, { events }]) =>
    events.map((event) => `${event}/${source}`),
  );
  const words = word.includes('/') ? pairs : [...MSGTRK_EVENT_IDS, ...MSGTRK_SOURCES];
  return words.map((one) => one.toLowerCase());
}

/** The modern events that lead to a stage. */
export function msgtrkStageFacts(stage: Stage): Fact[] {
  const rows = MSGTRK_FLOW.filter((row) => row.stage === stage);
  const keys = (inferred: boolean): string =>
    [
      ...new Set(
        rows
          .filter((row) => (row.inferred ?? false) === inferred)
          .flatMap(({ event, sources }) => sources?.map((one) => `${event}/${one}`) ?? event),
      ),
    ].join(', ');
  const [told, inferred] = [keys(false), keys(true)];
  return [
    ...(told === '' ? [] : [['events, 2007 on', told] as const]),
    ...(inferred === '' ? [] : [['inferred after', inferred] as const]),
  ];
}

function eventNamed(word: string): MsgtrkEventId | null {
  return MSGTRK_EVENT_IDS.find((id) => id.toLowerCase() === word) ?? null;
}

/** Exchange Online gives a status alone; those that are named as a stage or state are explained as such. */
function statusNamed(word: string): MsgtrkEventId | null {
  return OTHER_WORDS.has(word) ? null : eventNamed(`${TRACED}${word}`);
}

function sourceNamed(word: string): MsgtrkSource | null {
  return MSGTRK_SOURCES.find((id) => id.toLowerCase() === word) ?? null;
}

/** Events of this name, each with the source that it has the name from. */
function pairsNamed(name: string): Explanation[] {
  return MSGTRK_EVENT_IDS.flatMap((event) => {
    const { name: own, from = {} } = MSGTRK_TEXTS[event];
    if (own.toLowerCase() === name) return [eventExplanation(event, null)];
    return MSGTRK_SOURCES.filter((source) => from[source]?.name?.toLowerCase() === name).map(
      (source) => eventExplanation(event, source),
    );
  });
}

function entryOf(event: MsgtrkEventId, source: MsgtrkSource | null, role?: MsgtrkRole): EventEntry {
  const entry = findMsgtrkEvent(msgtrkCode(event, source ?? '', role));
  if (entry === undefined) throw new Error(`no row for ${event}`);
  return entry;
}

function eventExplanation(event: MsgtrkEventId, source: MsgtrkSource | null): Explanation {
  const entry = entryOf(event, source);
  const { stage, name, meaning, causes, nextCheck, versions } = entry;
  const word = source === null ? event : `${event}/${source}`;
  const kind =
    entry.retrying === true ? 'retrying' : stage === null ? 'note' : STAGE_TABLE[stage].kind;
  return {
    kind: 'event',
    word,
    title: `event ${word}: ${name}`,
    facts: [
      ['stage', stageText(entry)],
      ['kind', kind],
      ...roleFacts(event, source, entry),
      ['written by', `Exchange ${versions.join(', ')}`],
      ...(source === null
        ? sourceFacts(event)
        : [['source', MSGTRK_SOURCE_TABLE[source].meaning] as const]),
    ],
    meaning,
    causes,
    nextCheck,
    modern: null,
    source: entry.source,
  };
}

function stageText({ stage, inferred }: EventEntry): string {
  if (stage === null) return 'none: it is shown and moves nothing';
  return inferred === true ? `${stage}, inferred` : stage;
}

/** Of whom else an event may speak, in the order of a line. */
const ROLE_WORDS = {
  mailbox: 'for a mailbox',
  'own-server': 'to one of ours',
  former: 'old address',
  original: 'the original',
} as const satisfies Record<Exclude<MsgtrkRole, 'named'>, string>;

function roleFacts(event: MsgtrkEventId, source: MsgtrkSource | null, named: EventEntry): Fact[] {
  return Object.entries(ROLE_WORDS).flatMap(([role, words]): Fact[] => {
    const row = MSGTRK_FLOW.find((flow) => flow.event === event && flow.role === role);
    if (row === undefined) return [];
    const entry = entryOf(event, source, row.role);
    const stage = stageText(entry);
    return [[words, entry.name === named.name ? stage : `${stage}: ${entry.name}`]];
  });
}

/** A row for each source that says more than the event alone. */
function sourceFacts(event: MsgtrkEventId): Fact[] {
  const { name: own } = MSGTRK_TEXTS[event];
  return MSGTRK_SOURCES.flatMap((source): Fact[] => {
    const entry = entryOf(event, source);
    return entry.name === own ? [] : [[`/${source}`, `${stageText(entry)}: ${entry.name}`]];
  });
}

function sourceExplanation(source: MsgtrkSource): Explanation {
  const { meaning, events } = MSGTRK_SOURCE_TABLE[source];
  return {
    kind: 'source',
    word: source,
    title: `source ${source}`,
    facts: [['events', events.join(', ')]],
    meaning,
    causes: [],
    nextCheck: `Explain the event that stands beside it, as with "mailtrail explain ${events[0] ?? 'RECEIVE'}/${source}".`,
    modern: null,
    source: 'Microsoft Learn, Message tracking',
  };
}
