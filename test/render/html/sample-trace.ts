import { STAGE_TABLE } from '../../../src/catalogue/stages.ts';
import type {
  CoverageReport,
  EventReport,
  HopReport,
  MessageReport,
  RecipientReport,
  StallReport,
  TraceReport,
} from '../../../src/model/report.ts';
import type { Stage } from '../../../src/model/stage.ts';

export const AS_OF = Date.parse('2004-02-18T23:59:56.000Z');
const START = Date.parse('2004-02-16T20:10:00.000Z');

export type Step = readonly [seconds: number, stage: Stage | null, more?: Partial<EventReport>];

export function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Events of one server: seconds after the beginning of all samples. */
export function hopOf(server: string, steps: readonly Step[]): HopReport {
  const events = steps.map(([seconds, stage, more], index) => ({
    at: iso(START + seconds * 1000),
    event: stage === null ? '1077' : '1034',
    name: stage === null ? 'Unknown event' : `What ${stage} begins with`,
    stage,
    inferred: false,
    life: 1,
    partner: null,
    source: {
      file: `logs/${server}.log/20040216.log`,
      line: index + 6,
      offset: index * 200,
      length: 200,
    },
    ...more,
  }));
  const last = events.at(-1);
  const kind = last?.stage == null ? 'waiting' : STAGE_TABLE[last.stage].kind;
  const ended = kind !== 'waiting' && kind !== 'retrying' && kind !== 'held';
  return {
    server,
    arrivedAt: events[0]?.at ?? iso(START),
    leftAt: ended ? (last?.at ?? null) : null,
    events,
  };
}

function stallOf(
  stage: Stage,
  where: Pick<StallReport, 'server' | 'since' | 'ageSeconds' | 'nextHop'>,
): StallReport {
  return { place: STAGE_TABLE[stage].place ?? 'queue', stage, ...where };
}

/** A recipient whose last hop tells where it is; open ones are stalled. */
export function recipientOf(
  recipient: string | null,
  hops: readonly HopReport[],
  changes: Partial<RecipientReport> = {},
): RecipientReport {
  const { server, arrivedAt: since, events } = hops.at(-1) ?? hopOf('NOWHERE', [[0, null]]);
  const [last] = events.slice(-1);
  const stage = events.reduce<Stage | null>((before, one) => one.stage ?? before, null);
  const state = stage === null ? 'waiting' : STAGE_TABLE[stage].state;
  const isOpen = state === 'waiting' || state === 'retrying';
  const ageSeconds = isOpen ? (AS_OF - Date.parse(since)) / 1000 : null;
  const nextHop = last === undefined ? null : last.partner;
  const stall =
    ageSeconds === null || stage === null
      ? null
      : stallOf(stage, { server, since, ageSeconds, nextHop });
  return {
    recipient,
    state,
    stage,
    server,
    since,
    lastEventAt: last === undefined ? since : last.at,
    ageSeconds,
    attempts: 0,
    stall,
    confidence: 'certain',
    reason: `The last event is 1034 at 2004-02-16 20:11:07Z; the log of ${server} tells no more of it.`,
    nextCheck: 'Look at the queue.',
    nextHop,
    mayAlsoBe: [],
    hops,
    ...changes,
  };
}

const FIRST_STEPS: readonly Step[] = [
  [0, 'submission', { event: '1027' }],
  [1, 'accepted', { event: '1019' }],
  [1, 'categorizer', { event: '1024' }],
  [2, 'remote-queue', { event: '1034' }],
  [4, 'transferred', { event: '1031', partner: 'bridge01.corp.example' }],
];

/** From EXCH01 to BRIDGE01, where it waits over a day without a log. */
export function stalledRecipient(name = 'notary@lawyers.example'): RecipientReport {
  return recipientOf(name, [
    hopOf('EXCH01', FIRST_STEPS),
    hopOf('BRIDGE01', [
      [6, 'accepted', { event: '1019' }],
      [6, 'categorizer', { event: '1024' }],
      [7, 'remote-queue', { partner: 'mx.lawyers.example' }],
      [8, 'transfer', { event: '1020', partner: 'mx.lawyers.example' }],
      [67, 'remote-queue', { partner: 'mx.lawyers.example' }],
    ]),
  ]);
}

/** Handed over to EXCH02, which never logged it. */
export function lostRecipient(): RecipientReport {
  const since = iso(START + 4000);
  const ageSeconds = (AS_OF - Date.parse(since)) / 1000;
  const hop = hopOf(
    'EXCH01',
    FIRST_STEPS.with(4, [4, 'transferred', { event: '1031', partner: 'exch02' }]),
  );
  return recipientOf('zack@corp.example', [hop], {
    state: 'lost',
    ageSeconds,
    since,
    nextHop: 'exch02',
    stall: {
      place: 'transit',
      stage: 'transferred',
      server: 'EXCH01',
      since,
      ageSeconds,
      nextHop: 'exch02',
    },
  });
}

export function deliveredRecipient(): RecipientReport {
  return recipientOf('wendy@corp.example', [
    hopOf('EXCH01', [
      [0, 'submission'],
      [1, 'categorizer'],
      [3, 'local-queue'],
      [4, 'delivered', { event: '1028' }],
      [9, null],
      [3600, 'accepted', { life: 2 }],
      [3601, 'delivered', { life: 2 }],
    ]),
  ]);
}

export function failedRecipient(): RecipientReport {
  const hop = hopOf('EXCH01', [
    [1, 'accepted'],
    [2, 'local-retry', { inferred: true }],
    [1802, 'ndr', { event: '1030' }],
  ]);
  const since = hop.arrivedAt;
  const ageSeconds = (AS_OF - Date.parse(since)) / 1000;
  return recipientOf('gone@corp.example', [hop], {
    ageSeconds,
    stall: { place: 'ndr', stage: 'ndr', server: 'EXCH01', since, ageSeconds, nextHop: null },
  });
}

export function messageOf(
  recipients: readonly RecipientReport[],
  changes: Partial<MessageReport> = {},
): MessageReport {
  return {
    messageId: '0DE57B863B96A303AB4C870578@exch01.corp.example',
    networkMessageId: null,
    sender: 'judy@corp.example',
    subject: '=?utf-8?q?Tax_papers_f=C3=BCr?=',
    sizeBytes: 71_000,
    recipientCount: recipients.length,
    originatedAt: iso(START - 1000),
    firstSeenAt: iso(START),
    lastSeenAt: iso(START + 67_000),
    recipients,
    related: [],
    ...changes,
  };
}

function readAll(name: string): CoverageReport['servers'][number] {
  return {
    server: name,
    from: '2004-02-16T00:38:25.000Z',
    to: iso(AS_OF),
    gaps: [],
    rejectedLines: 0,
  };
}

export function coverageOf(): CoverageReport {
  return {
    servers: [
      {
        ...readAll('BRIDGE01'),
        gaps: [
          { from: '2004-02-17T00:00:00.000Z', to: '2004-02-18T00:00:00.000Z', why: 'missing-day' },
        ],
        rejectedLines: 3,
      },
      readAll('EXCH01'),
      readAll('EXCH02'),
    ],
    clockSkews: [{ from: 'EXCH01', to: 'EXCH02', secondsAhead: -425, handOvers: 17 }],
  };
}

export function traceOf(
  messages: readonly MessageReport[],
  changes: Partial<TraceReport> = {},
): TraceReport {
  return {
    schema: 'mailtrail/trace/1',
    query: messages.slice(0, 3).map(({ messageId }) => messageId),
    asOf: iso(AS_OF),
    messages,
    unresolved: [],
    coverage: coverageOf(),
    ...changes,
  };
}

/** Something of everything that a page can show. */
export function richTrace(): TraceReport {
  return traceOf(
    [
      messageOf([deliveredRecipient(), stalledRecipient(), lostRecipient(), failedRecipient()], {
        related: [
          {
            messageId: 'ndr-1@corp.example',
            relation: 'ndr',
            thisIs: null,
            toldBy: 'circumstances',
            confidence: 'probable',
          },
        ],
      }),
      messageOf([recipientOf(null, [hopOf('EXCH02', [[5, null]])])], {
        subject: null,
        sender: null,
      }),
      messageOf(
        Array.from({ length: 12 }, (_, index) => ({
          ...stalledRecipient(`r${index}@corp.example`),
          ...(index > 1 ? { reason: `Reason ${index}.` } : {}),
        })),
        {
          messageId: 'many@corp.example',
        },
      ),
    ],
    {
      unresolved: [
        {
          query: 'payroll',
          total: 2,
          candidates: [
            {
              messageId: 'payroll-1@corp.example',
              firstSeenAt: iso(START),
              sender: 'ann@corp.example',
              subject: 'Payroll',
            },
          ],
        },
      ],
      headers: {
        messageId: 'many@corp.example',
        isNdr: false,
        received: [
          {
            from: 'a.corp.example',
            by: 'b.corp.example',
            at: iso(START),
            server: 'EXCH01',
            loggedAt: iso(START),
            differenceSeconds: 2,
          },
        ],
      },
    },
  );
}
