import { describe, expect, it } from 'vitest';
import {
  MSGTRK_EVENT_IDS,
  MSGTRK_FLOW,
  MSGTRK_ROLES,
  MSGTRK_SOURCE_TABLE,
  MSGTRK_SOURCES,
  MSGTRK_TEXTS,
  msgtrkCode,
  findMsgtrkEvent,
  STAGE_TABLE,
  STATE_TABLE,
} from '../../src/catalogue/index.ts';
import type { EventEntry, MsgtrkRole, MsgtrkSource } from '../../src/catalogue/index.ts';
import { allMsgtrkEvents } from '../../src/catalogue/msgtrk-events.ts';
import { isKnownEventKey } from '../../src/catalogue/msgtrk-codes.ts';
import { CATEGORIZER_TEXTS } from '../../src/catalogue/msgtrk-texts/categorizer.ts';
import { DELIVERY_TEXTS } from '../../src/catalogue/msgtrk-texts/delivery.ts';
import { FAILURE_TEXTS } from '../../src/catalogue/msgtrk-texts/failure.ts';
import { MODERATION_TEXTS } from '../../src/catalogue/msgtrk-texts/moderation.ts';
import { ONLINE_TEXTS } from '../../src/catalogue/msgtrk-texts/online.ts';
import { REDUNDANCY_TEXTS } from '../../src/catalogue/msgtrk-texts/redundancy.ts';
import { SUBMISSION_TEXTS } from '../../src/catalogue/msgtrk-texts/submission.ts';
import { TRANSPORT_TEXTS } from '../../src/catalogue/msgtrk-texts/transport.ts';

/** What only Exchange 2003 and before have. */
const OF_2003 =
  /System Manager|Badmail folder|Queue folder|virtual server|advanced queu|System Attendant|MTA Stacks|Intelligent Message Filter|MaxBadMail|event sink|global catalog|link state|awaiting directory lookup|pending submission|Information Store/i;

/** A command of the Exchange Management Shell, of Windows, of ours, or a person to ask. */
const SOMETHING_TO_DO =
  /"(?:Get|Test|Set|Search|Resolve|Retry|Resume|Remove|Start)-[A-Z][A-Za-z]+|"mailtrail /;

function entry(event: string, source = '', role: MsgtrkRole = 'named'): EventEntry {
  const found = findMsgtrkEvent(msgtrkCode(event, source, role));
  if (found === undefined) throw new Error(`no ${event}`);
  return found;
}

const all = allMsgtrkEvents();

describe('the words of modern events', () => {
  it('are those of the ids, each in one table', () => {
    const keys = [
      SUBMISSION_TEXTS,
      TRANSPORT_TEXTS,
      CATEGORIZER_TEXTS,
      DELIVERY_TEXTS,
      FAILURE_TEXTS,
      REDUNDANCY_TEXTS,
      MODERATION_TEXTS,
      ONLINE_TEXTS,
    ].flatMap((table) => Object.keys(table));
    expect(keys.toSorted()).toEqual([...MSGTRK_EVENT_IDS].toSorted());
  });

  it('name no tool of 2003 and give something to do', () => {
    for (const { name, meaning, causes, nextCheck } of all) {
      expect([name, meaning, ...causes, nextCheck].join(' ')).not.toMatch(OF_2003);
      expect(nextCheck).toMatch(SOMETHING_TO_DO);
    }
    expect(all.length).toBeGreaterThan(1000);
  });

  it('have a short name, a phrase, and a source', () => {
    for (const { name, source, versions } of all) {
      expect(name).toMatch(/^[a-z][^.\n]{5,50}$/);
      expect(source).not.toBe('');
      expect(versions.length).toBeGreaterThan(0);
      expect(versions.filter((one) => one === '2003' || one === '2000')).toEqual([]);
    }
  });

  it('begin with a word that may stand within a sentence, as reasons put them there', () => {
    const first = all
      .filter(({ stage }) => stage !== null)
      .map(({ meaning }) => meaning.replace(/ .*/s, ''));
    expect(
      [...new Set(first)].filter((word) => /^[A-Z]{2}|^(?:Active|Exchange|Safety)$/.test(word)),
    ).toEqual([]);
    expect(first.length).toBeGreaterThan(500);
  });

  it('say why, wherever a message may wait or end badly', () => {
    const bad = new Set(['waiting', 'retrying', 'ended-badly', 'held']);
    const silent = all.filter(
      ({ stage, causes }) =>
        stage !== null && bad.has(STAGE_TABLE[stage].kind) && causes.length === 0,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('promise no cause where nothing can stall', () => {
    const told = all.filter(({ stage, causes }) => stage === null && causes.length > 0);
    expect(told.map(({ name }) => name)).toEqual([]);
  });

  it('differ by source and by whom they speak of, the latter first', () => {
    expect(entry('RECEIVE').name).toBe('accepted into transport');
    expect(entry('RECEIVE', 'smtp').name).toBe('accepted by SMTP');
    expect(entry('RECEIVE', 'STOREDRIVER').stage).toBe('submission');
    expect(entry('receive', 'no such source').name).toBe('accepted into transport');
    expect(entry('EXPAND', 'ROUTING', 'former').name).toBe('group expanded to its members');
    expect(entry('TRANSFER', 'QUEUE').nextCheck).toContain('Get-Message');
    expect(entry('TRANSFER', 'QUEUE', 'mailbox').nextCheck).toContain('Get-MailboxDatabase');
    expect(entry('TRANSFER', 'QUEUE', 'mailbox').name).toBe('forked in a queue');
    expect(entry('SEND', 'SMTP', 'own-server').nextCheck).toContain('MSGTRKMD');
  });

  it('that speak of a mailbox send nobody to the next hop', () => {
    const mailbox = MSGTRK_FLOW.filter(({ role }) => role === 'mailbox');
    expect(mailbox.length).toBeGreaterThan(3);
    for (const { event } of mailbox)
      for (const source of ['', ...MSGTRK_SOURCES])
        expect(entry(event, source, 'mailbox').nextCheck).toContain('Get-MailboxDatabase');
  });

  it('exist for each role that an event has a row for', () => {
    const missing = MSGTRK_FLOW.filter(({ event, role }) => {
      const as: Partial<Record<MsgtrkRole, unknown>> = MSGTRK_TEXTS[event].as ?? {};
      return role !== 'named' && role !== 'original' && as[role] === undefined;
    });
    expect(missing).toEqual([]);
  });
});

describe('sources', () => {
  it('have a sentence and events each', () => {
    expect(Object.keys(MSGTRK_SOURCE_TABLE).toSorted()).toEqual([...MSGTRK_SOURCES].toSorted());
    for (const { meaning, events } of Object.values(MSGTRK_SOURCE_TABLE)) {
      expect(meaning).toMatch(/^\S.*\.$/);
      expect(new Set(events).size).toBe(events.length);
      expect(events.length).toBeGreaterThan(0);
    }
  });

  it('are known to write whatever has words or a stage of their own', () => {
    const pairs = MSGTRK_EVENT_IDS.flatMap((event) => {
      const flows = MSGTRK_FLOW.filter((row) => row.event === event);
      const own = [
        ...Object.keys(MSGTRK_TEXTS[event].from ?? {}),
        ...flows.flatMap(({ sources }) => sources ?? []),
      ];
      return MSGTRK_SOURCES.filter((source) => own.includes(source)).map(
        (source): readonly [MsgtrkSource, string] => [source, event],
      );
    });
    const unknown = pairs.filter(([source, event]) => {
      const events: readonly string[] = MSGTRK_SOURCE_TABLE[source].events;
      return !events.includes(event);
    });
    expect(unknown).toEqual([]);
    expect(pairs.length).toBeGreaterThan(20);
  });
});

describe('stages and states that modern events lead to', () => {
  it('advise nothing of 2003 there', () => {
    const stages = new Set(all.flatMap(({ stage }) => stage ?? []));
    for (const stage of stages) {
      const row = STAGE_TABLE[stage];
      const { causes, nextCheck } = row.modern ?? row;
      expect([stage, row.phrase, row.meaning, ...causes, nextCheck].join(' ')).not.toMatch(OF_2003);
      const state = STATE_TABLE[row.state];
      const advice = state.modern ?? state;
      const told = [state.state, state.meaning, ...advice.causes, advice.nextCheck];
      expect(told.join(' ')).not.toMatch(OF_2003);
    }
    expect(stages.size).toBeGreaterThan(10);
    for (const { modern } of [STATE_TABLE.lost, STATE_TABLE.unlogged, STATE_TABLE.expanded])
      expect([...modern.causes, modern.nextCheck].join(' ')).not.toMatch(OF_2003);
  });

  it('have the modern queue wherever a message waits', () => {
    const waiting = all.flatMap(({ stage }) => (stage === null ? [] : [STAGE_TABLE[stage]]));
    for (const { kind, modern } of waiting)
      if (kind === 'waiting' || kind === 'retrying') expect(modern?.queue).toMatch(/\S/);
  });
});

describe('event keys of the catalogue alone', () => {
  it.each([
    ['1034', true],
    ['0', true],
    ['RECEIVE', true],
    ['RECEIVE/SMTP', true],
    ['STATUS-PENDING/TRACE', true],
    ['', false],
    ['1234567890', false],
    ['CONTOSO', false],
    ['CONTOSO/SMTP', false],
    ['RECEIVE/CONTOSO', false],
    ['RECEIVE/', false],
    ['RECEIVE/SMTP/X', false],
    ['receive/smtp', false],
    ['redacted', false],
    ['constructor', false],
  ])('%j: %s', (key, known) => {
    expect(isKnownEventKey(key)).toBe(known);
  });

  it('are those of each role too', () => {
    expect(MSGTRK_ROLES.map((role) => entry('RESOLVE', 'ROUTING', role).name)).toHaveLength(5);
  });
});
