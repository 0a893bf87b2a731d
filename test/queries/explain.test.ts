import { describe, expect, it } from 'vitest';
import {
  ALL_EVENTS,
  BAG_FAILURE_TABLE,
  MSGTRK_EVENT_IDS,
  MSGTRK_SOURCE_TABLE,
  MSGTRK_TEXTS,
  REASONS,
  REJECT_TABLE,
  STATUS_TABLE,
} from '../../src/catalogue/index.ts';
import { LATENCY_COMPONENTS } from '../../src/catalogue/latency-components.ts';
import { STAGES, STATES } from '../../src/model/stage.ts';
import { UserError } from '../../src/model/user-error.ts';
import { closestWords } from '../../src/queries/closest-words.ts';
import { explain } from '../../src/queries/explain.ts';

const kinds = (what: string): string[] => explain(what).map(({ kind }) => kind);

describe('explain', () => {
  it.each<[string, readonly string[]]>([
    ['event', ALL_EVENTS.map(({ id }) => String(id))],
    ['event', ALL_EVENTS.map(({ name }) => name)],
    ['event', MSGTRK_EVENT_IDS],
    ['event', Object.values(MSGTRK_TEXTS).map(({ name }) => name)],
    ['source', Object.keys(MSGTRK_SOURCE_TABLE)],
    [
      'event',
      Object.entries(MSGTRK_SOURCE_TABLE).flatMap(([source, { events }]) =>
        events.map((event) => `${event}/${source}`),
      ),
    ],
    ['stage', STAGES],
    ['state', STATES],
    ['reject', Object.keys(REJECT_TABLE)],
    ['status', Object.keys(STATUS_TABLE)],
    ['reason', REASONS.flatMap(({ reason, also }) => [reason, ...also])],
    ['measure', LATENCY_COMPONENTS.map(({ name }) => name)],
    ['bag-failure', Object.keys(BAG_FAILURE_TABLE)],
  ])('knows each %s', (kind, words) => {
    expect(words.length).toBeGreaterThan(5);
    for (const word of words) {
      expect(kinds(word)).toContain(kind);
      for (const { title, meaning, nextCheck, facts } of explain(word)) {
        expect([title, meaning, nextCheck].filter((text) => text.trim() === '')).toEqual([]);
        expect(facts.flat().join(' ')).not.toMatch(/undefined|null/);
      }
    }
  });

  it.each([
    ['1034', ['event 1034: SMTP message routed and queued for remote delivery']],
    [' 1034 ', ['event 1034: SMTP message routed and queued for remote delivery']],
    ['0', ['event 0: Message transfer in']],
    ['smtp ndr all', ['event 1030: SMTP NDR all']],
    ['RECEIVE', ['event RECEIVE: accepted into transport']],
    ['receive/storedriver', ['event RECEIVE/STOREDRIVER: taken out of the mailbox']],
    ['Accepted by SMTP', ['event RECEIVE/SMTP: accepted by SMTP']],
    ['smtp', ['source SMTP']],
    ['dsn', ['event DSN: a report was made', 'source DSN']],
    ['quarantined', ['event STATUS-QUARANTINED: traced as quarantined']],
    ['FilteredAsSpam', ['event STATUS-FILTEREDASSPAM: traced as spam']],
    ['delivered', ['stage delivered', 'state delivered']],
    ['expanded', ['state expanded']],
    ['status-expanded', ['event STATUS-EXPANDED: traced as expanded']],
    ['Remote-Queue', ['stage remote-queue']],
    ['lost', ['state lost']],
    ['transferred', ['stage transferred', 'state transferred']],
    ['nul-bytes', ['reject code nul-bytes']],
    ['wrong-checksum', ['failure of an evidence bag: wrong-checksum']],
    ['5.1.1', ['status code 5.1.1']],
    ['#5.1.1', ['status code 5.1.1']],
    ['550 5.1.1 User unknown', ['status code 5.1.1']],
    ['RESOLVER.ADR.RecipNotFound', ['reason "RESOLVER.ADR.RecipNotFound"']],
    [
      '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found',
      ['reason "RESOLVER.ADR.RecipNotFound"', 'status code 5.1.1'],
    ],
    [
      '[{LED=550 4.4.7 QUEUE.Expired; message expired};{MSG=};{FQDN=mx1.fabrikam.example};{IP=192.0.2.7};{LRT=}]',
      ['reason "QUEUE.Expired"', 'status code 4.4.7'],
    ],
    ['insufficient SYSTEM resources', ['reason "Insufficient system resources"']],
    ['4.2.77', ['status code 4.2.x']],
    ['5.99.1', ['status code 5.x.x']],
  ])('%j: %j', (what, titles) => {
    expect(explain(what).map(({ title }) => title)).toEqual(titles);
  });

  it('tells the stage of an event, and the events of a stage', () => {
    expect(explain('1034')[0]?.facts).toContainEqual(['stage', 'remote-queue']);
    expect(explain('26')[0]?.facts).toContainEqual([
      'stage',
      'none: it is shown and moves nothing',
    ]);
    expect(explain('remote-queue')[0]?.facts).toContainEqual(['events', '1010, 1034']);
    expect(explain('held')[0]?.facts).toContainEqual(['events', 'none before Exchange 2007']);
    expect(explain('held')[0]?.facts).toContainEqual([
      'events, 2007 on',
      'POISONMESSAGE, INITMESSAGECREATED',
    ]);
    expect(explain('categorizer-retry')[0]?.facts).toContainEqual([
      'events, 2007 on',
      'DEFER/ROUTING, DEFER/RESOLVER, DEFER/AGENT',
    ]);
    expect(explain('local-queue')[0]?.facts).toContainEqual([
      'inferred after',
      'AGENTINFO, RESOLVE, REDIRECT, EXPAND, TRANSFER',
    ]);
  });
});

describe('modern events', () => {
  it('tell what differs by source, and of whom else they speak', () => {
    expect(explain('defer')[0]?.facts).toEqual([
      ['stage', 'remote-queue'],
      ['kind', 'retrying'],
      ['written by', 'Exchange 2007, 2010, 2013, 2016, 2019, SE, Online'],
      ['/SMTP', 'remote-queue: put off by SMTP'],
      ['/STOREDRIVER', 'local-retry: put off by the mailbox store'],
      ['/AGENT', 'categorizer-retry: put off by an agent'],
      ['/ROUTING', 'categorizer-retry: put off by routing'],
      ['/QUEUE', 'remote-queue: put off in its queue'],
      ['/DNS', 'remote-queue: put off, the next hop was not found'],
      ['/RESOLVER', 'categorizer-retry: put off by the resolver'],
    ]);
    expect(explain('expand')[0]?.facts).toContainEqual([
      'old address',
      'redirected: group expanded to its members',
    ]);
    expect(explain('agentinfo/agent')[0]?.facts).toContainEqual([
      'stage',
      'remote-queue, inferred',
    ]);
  });

  it.each([
    'receive/',
    'receive/nobody',
    'nobody/smtp',
    '/smtp',
    '/',
    'receive/smtp/x',
    'held/smtp',
  ])('%j is unknown', (what) => {
    expect(refusal(what)).toMatchObject({ code: 'unknown-word' });
  });

  it('that a stage or state knows have advice of their own there', () => {
    expect(explain('remote-queue')[0]?.modern?.nextCheck).toContain('Get-Queue');
    expect(explain('unlogged')[0]?.modern?.nextCheck).toContain('MSGTRK');
    expect(explain('routing')[0]?.modern).toBeNull();
    expect(explain('5.1.1')[0]?.modern).toBeNull();
  });
});

function refusal(what: string): UserError {
  try {
    explain(what);
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error(`${what} is explained`);
}

describe('what nobody knows', () => {
  it.each([
    ['remote-quee', 'did you mean remote-queue?'],
    ['delivred', 'did you mean delivered or deliver?'],
    ['recieve', 'did you mean receive'],
    ['recieve/smtp', 'did you mean receive/smtp'],
    ['sendexternl', 'did you mean sendexternal?'],
    ['storedrivr', 'did you mean storedriver?'],
    ['1043', 'did you mean 1003 or 1013 or 1023?'],
    ['nulbytes', 'did you mean nul-bytes?'],
    ['categoriser', 'did you mean categorizer?'],
  ])('%s: %s', (what, hint) => {
    expect(refusal(what)).toMatchObject({ code: 'unknown-word', exitCode: 3 });
    expect(refusal(what).hint).toContain(hint);
  });

  it.each([
    '99999999999999999999',
    'zzzzzzzzzz',
    '',
    '6.1.1',
    '5.1.1.9',
    'constructor',
    '__proto__',
  ])('%j gets no suggestion, but what explain takes', (what) => {
    const { hint } = refusal(what);
    if (what !== '' && what !== '6.1.1' && what !== '5.1.1.9')
      expect(hint).not.toContain('did you mean');
    expect(hint).toContain('explain takes an event (1034');
  });
});

describe('the closest words', () => {
  const words = ['transfer', 'transferred', 'delivered', 'held', 'held'];
  it.each([
    ['transfer', ['transfer', 'transferred'].slice(0, 1)],
    ['tranfer', ['transfer']],
    ['transfered', ['transferred', 'transfer']],
    ['heldd', ['held']],
    ['hel', ['held']],
    ['he', []],
    ['xyz', []],
    ['', []],
    ['x'.repeat(5000), []],
    ['transferred'.repeat(20), []],
  ])('%j: %j', (word, expected) => {
    expect(closestWords(word, words)).toEqual(expected);
  });

  it('are three at most, the closest first, then by the alphabet', () => {
    expect(closestWords('abcdef', ['abcdez', 'abcdea', 'abcdxx', 'abcdef', 'abcdey'])).toEqual([
      'abcdef',
      'abcdea',
      'abcdey',
    ]);
  });
});
