import { FIRST_MSGTRK_CODE, MSGTRK_ROLES, msgtrkCode } from '../../src/catalogue/msgtrk-codes.ts';
import type { MsgtrkRole } from '../../src/catalogue/msgtrk-codes.ts';
import { foldHop } from '../../src/lifecycle/hop.ts';
import type { HopEvent } from '../../src/lifecycle/hop.ts';
import type { ServerCoverage } from '../../src/lifecycle/coverage.ts';
import type { TimeGap } from '../../src/lifecycle/gap.ts';
import { hostResolver } from '../../src/lifecycle/hosts.ts';
import type { SlotOrder } from '../../src/lifecycle/order.ts';
import type { HopRow } from '../../src/lifecycle/person.ts';
import { judgeMessage } from '../../src/lifecycle/verdict.ts';
import type { JudgingContext, Verdict } from '../../src/lifecycle/verdict.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Slots of these tests are day numbers. */
export const SLOTS: SlotOrder = (a, b) => a - b;

/** `10:00`, `10:00:05`, or with a day of February 2004 before it: `17T23:59:59`. Without one it is the 18th. */
export function moment(text: string): number {
  const [, day = '18', time = ''] = /^(?:(\d+)T)?(\d+:\d+(?::\d+)?)$/.exec(text) ?? [];
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  if (time === '') throw new Error(`no moment: ${text}`);
  return Date.UTC(2004, 1, Number(day), hours, minutes, seconds);
}

/** `bob` is bob@corp.example, `EX:BOB` his form in the directory, `-` nobody. */
export function address(name: string): string | null {
  if (name === '-') return null;
  if (name.startsWith('EX:') && !name.includes('/'))
    return `EX:/O=CORP/OU=MAIN/CN=RECIPIENTS/CN=${name.slice(3)}`;
  return name.includes('@') ? name : `${name}@corp.example`;
}

function shortName(recipient: string | null): string {
  if (recipient === null) return '-';
  return recipient.replace('@corp.example', '').replace(/^EX:.*CN=/, 'EX:');
}

export interface Line {
  readonly server: string;
  readonly recipient: string | null;
  readonly event: HopEvent;
}

/**
 * Reads a life, a line each: `EXCH01 10:00:05 1031 bob >exch02.corp.example <PC7`. Several ids in one line come in
 * that order at one moment, several recipients share the line: `EXCH01 10:00 1019,1025,1024 bob,carol`.
 *
 * A modern event is `RECEIVE/SMTP`, with a role `AGENTINFO/AGENT:mailbox`; `EXPAND/ROUTING team=bob,carol` names the related address first.
 */
export function linesOf(script: string): Line[] {
  const lines: Line[] = [];
  for (const text of script.split('\n').map((line) => line.trim())) {
    if (text === '') continue;
    const [server = '', time = '', codes = '', names = '', ...hosts] = text.split(/\s+/);
    const at = moment(time);
    const slot = Math.floor(at / DAY);
    const line = lines.length + 1;
    for (const told of codes.split(','))
      for (const [code, recipient] of eventsOf(told, names)) {
        const isModern = code >= FIRST_MSGTRK_CODE;
        const mark = { at, slot, line: isModern ? line : lines.length + 1, code };
        const event = { mark, partner: hostOf(hosts, '>'), clientHost: hostOf(hosts, '<') };
        lines.push({ server, recipient, event });
      }
  }
  return lines;
}

function isRole(name: string): name is MsgtrkRole {
  return MSGTRK_ROLES.some((one) => one === name);
}

function eventsOf(told: string, names: string): (readonly [number, string | null])[] {
  if (/^\d+$/.test(told)) return names.split(',').map((name) => [Number(told), address(name)]);
  const [, id = '', source = '', role = 'named'] = /^([^/:]+)\/?([^:]*):?(.*)$/.exec(told) ?? [];
  const [members = '', formers] = names.split('=').toReversed();
  const code = msgtrkCode(id, source, isRole(role) ? role : 'named');
  return [
    ...members.split(',').map((name) => [code, address(name)] as const),
    ...(formers?.split(',') ?? []).map(
      (former) => [msgtrkCode(id, source, 'former'), address(former)] as const,
    ),
  ];
}

function hostOf(hosts: readonly string[], sign: '>' | '<'): string | null {
  return hosts.find((host) => host.startsWith(sign))?.slice(1) ?? null;
}

export function rowsOf(lines: readonly Line[], slots: SlotOrder = SLOTS): HopRow[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = `${line.server} ${line.recipient}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const events = group.map(({ event }) => event);
    const hop = foldHop(events, slots);
    if (first === undefined || hop === null) return [];
    return [{ recipient: first.recipient, server: first.server, hop }];
  });
}

/** What was read of one server: `00:00-23:59:59`, or that and more. */
export type LogSpec = string | (Partial<ServerCoverage> & { readonly span?: string });

export interface Setting {
  /** Logs that are loaded; null: none. Servers that write a line have that whole day, unless told otherwise. */
  readonly logs?: Readonly<Record<string, LogSpec | null>>;
  readonly ours?: readonly string[];
  readonly suffixes?: readonly string[];
  readonly threshold?: number;
  /** Milliseconds that the second server's clock is ahead, by `FROM TO`. */
  readonly skews?: Readonly<Record<string, number>>;
}

export function coverageOf(server: string, spec: LogSpec = {}): ServerCoverage {
  const { span = '00:00-23:59:59', ...rest } = typeof spec === 'string' ? { span: spec } : spec;
  const [from = '', to = ''] = span.split('-');
  return {
    server,
    from: moment(from),
    to: moment(to),
    lastDay: Math.floor(moment(to) / DAY),
    gaps: [],
    gapLimitMs: HOUR,
    rejectedLines: 0,
    exchange2000: false,
    logs: [],
    missingLogs: [],
    ...rest,
  };
}

export function gap(from: string, to: string, why: TimeGap['why'] = 'silence'): TimeGap {
  return { from: moment(from), to: moment(to), why };
}

export function contextOf(servers: Iterable<string>, setting: Setting = {}): JudgingContext {
  const {
    logs = {},
    ours = [],
    suffixes = ['corp.example'],
    threshold = 15 * MINUTE,
    skews = {},
  } = setting;
  const names = new Set([...servers, ...Object.keys(logs)]);
  const loaded = [...names].filter((name) => logs[name] !== null);
  return {
    slots: SLOTS,
    coverage: new Map(loaded.map((name) => [name, coverageOf(name, logs[name] ?? {})])),
    resolve: hostResolver({ servers: loaded, suffixes: new Set(suffixes), patterns: ours }),
    thresholdMs: threshold,
    skewMs: (from, to) => skews[`${from} ${to}`] ?? 0,
  };
}

export function judge(script: string, setting: Setting = {}): Verdict[] {
  const lines = linesOf(script);
  return judgeMessage(
    rowsOf(lines),
    contextOf(new Set(lines.map(({ server }) => server)), setting),
  );
}

/** The verdict on the only recipient. */
export function judgeOne(script: string, setting: Setting = {}): Verdict {
  const [only, ...others] = judge(script, setting);
  if (only === undefined || others.length > 0) throw new Error('not one recipient');
  return only;
}

/** `waiting remote-queue EXCH01 queue`: state, stage, server, place of the stall. */
export function brief({ state, stage, server, stall, confidence }: Verdict): string {
  const sure = confidence === 'certain' ? '' : ` ${confidence}`;
  return `${state} ${stage ?? 'none'} ${server} ${stall?.place ?? '-'}${sure}`;
}

export function briefs(script: string, setting: Setting = {}): Record<string, string> {
  return Object.fromEntries(
    judge(script, setting).map((verdict) => [shortName(verdict.recipient), brief(verdict)]),
  );
}
