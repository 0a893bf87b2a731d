import {
  ALL_EVENTS,
  BAG_FAILURE_TABLE,
  findEvent,
  REASONS,
  REJECT_TABLE,
  STAGE_TABLE,
  STATE_TABLE,
  STATUS_TABLE,
} from '../catalogue/index.ts';
import type { Advice, EventEntry } from '../catalogue/index.ts';
import type { Explanation } from '../model/explanation.ts';
import { STAGES, STATES } from '../model/stage.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import { explainMeasure } from './explain-measure.ts';
import { explainReply } from './explain-reply.ts';
import { closestWords } from './closest-words.ts';
import { explainMsgtrk, msgtrkStageFacts, msgtrkWords } from './explain-msgtrk.ts';

/**
 * Everything the catalogue says of an event (its id, its name, `EVENT/SOURCE`), a source of events, a stage, a state, a reject code, a status code,
 * a reason, a pasted reply that holds them, or what `verify` finds.
 * A word that is both a stage and a state gives both. Throws UserError `unknown-word` (exit 3).
 */
export function explain(what: string): Explanation[] {
  const word = what.trim().toLowerCase();
  const found = [
    ...explainEvent(word),
    ...explainMsgtrk(word),
    ...explainStage(word),
    ...explainState(word),
    ...explainReject(word),
    ...explainReply(word),
    ...explainMeasure(word),
    ...explainBagFailure(word),
  ];
  if (found.length > 0) return found;
  const close = closestWords(word, vocabulary(word));
  throw new UserError('unknown-word', `nothing is known of ${JSON.stringify(what)}`, {
    hint: `${close.length === 0 ? '' : `did you mean ${close.join(' or ')}? `}explain takes an event (1034, RECEIVE, DEFER/SMTP), a stage (remote-queue), a state (lost), a reject code, a status code (5.5.0) or a whole reply, a reason (QUEUE.Expired), a measure (QDE) or a code that verify prints (wrong-checksum)`,
    exitCode: EXIT.nothingFound,
  });
}

function vocabulary(word: string): string[] {
  return [
    ...STAGES,
    ...STATES,
    ...Object.keys(REJECT_TABLE),
    ...Object.keys(STATUS_TABLE),
    ...REASONS.flatMap(({ reason, also }) => [reason, ...also]),
    ...Object.keys(BAG_FAILURE_TABLE),
    ...ALL_EVENTS.map(({ id }) => String(id)),
    ...msgtrkWords(word),
  ];
}

function explainEvent(word: string): Explanation[] {
  const entries = /^\d+$/.test(word)
    ? [findEvent(Number(word))]
    : ALL_EVENTS.filter(({ name }) => name.toLowerCase() === word);
  return entries.flatMap((entry) => (entry === undefined ? [] : [eventExplanation(entry)]));
}

function eventExplanation(entry: EventEntry): Explanation {
  const { id, name, stage, meaning, causes, nextCheck, versions, source } = entry;
  return {
    kind: 'event',
    word: String(id),
    title: `event ${id}: ${name}`,
    facts: [
      ['stage', stage ?? 'none: it is shown and moves nothing'],
      ['kind', stage === null ? 'note' : STAGE_TABLE[stage].kind],
      ['written by', `Exchange ${versions.join(', ')}`],
    ],
    meaning,
    causes,
    nextCheck,
    modern: null,
    source,
  };
}

function explainStage(word: string): Explanation[] {
  const stage = STAGES.find((name) => name === word);
  if (stage === undefined) return [];
  const { kind, place, state, queue, meaning, causes, nextCheck, modern, source } =
    STAGE_TABLE[stage];
  const events = ALL_EVENTS.filter((entry) => entry.stage === stage).map(({ id }) => id);
  return [
    {
      kind: 'stage',
      word: stage,
      title: `stage ${stage}`,
      facts: [
        ['kind', kind],
        ['state', state],
        ['stalls in', place ?? 'nothing stalls here'],
        ['events', events.length === 0 ? 'none before Exchange 2007' : events.join(', ')],
        ...msgtrkStageFacts(stage),
        ...(queue === null ? [] : [['queue', queue] as const]),
        ...(modern === null || modern.queue === null
          ? []
          : [['queue, 2007 on', modern.queue] as const]),
      ],
      meaning,
      causes,
      nextCheck,
      modern: adviceOf(modern),
      source,
    },
  ];
}

function explainState(word: string): Explanation[] {
  const state = STATES.find((name) => name === word);
  if (state === undefined) return [];
  const { meaning, causes, nextCheck, modern } = STATE_TABLE[state];
  const stages = STAGES.filter((stage) => STAGE_TABLE[stage].state === state);
  return [
    {
      kind: 'state',
      word: state,
      title: `state ${state}`,
      facts: stages.length === 0 ? [] : [['stages', stages.join(', ')]],
      meaning,
      causes,
      nextCheck,
      modern: adviceOf(modern),
      source: null,
    },
  ];
}

function adviceOf(modern: Advice | null): Explanation['modern'] {
  return modern === null ? null : { causes: modern.causes, nextCheck: modern.nextCheck };
}

function explainReject(word: string): Explanation[] {
  const entry = Object.entries(REJECT_TABLE).find(([code]) => code === word)?.[1];
  if (entry === undefined) return [];
  return [
    {
      kind: 'reject',
      word,
      title: `reject code ${word}`,
      facts: [],
      meaning: entry.meaning,
      causes: [],
      nextCheck: entry.nextCheck,
      modern: null,
      source: null,
    },
  ];
}

function explainBagFailure(word: string): Explanation[] {
  const entry = Object.entries(BAG_FAILURE_TABLE).find(([code]) => code === word)?.[1];
  if (entry === undefined) return [];
  return [
    {
      kind: 'bag-failure',
      word,
      title: `failure of an evidence bag: ${word}`,
      facts: [],
      meaning: entry.meaning,
      causes: [],
      nextCheck: entry.nextCheck,
      modern: null,
      source: null,
    },
  ];
}
