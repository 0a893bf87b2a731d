import type { LatencyComponent, LatencySegment } from '../../model/latency.ts';
import { splitList } from '../msgtrk-lists.ts';
import { parseIsoTime } from './iso-time.ts';

/** What `message-info` of DELIVER, SEND, SENDEXTERNAL and FAIL says. */
export interface MessageInfo {
  /** When the message first came to the organisation, milliseconds UTC. With DEFER of Exchange 2007 it is when it is tried again. */
  readonly originalArrivalAt: number | null;
  /** A segment for each service that it passed, in that order. Empty before Exchange 2010. */
  readonly segments: readonly LatencySegment[];
}

const SEGMENT = /^(L?SRV)=([^:|()=]*):/;
const TOTAL = /^TOTAL(?:-|$)/;
const SECONDS = /^-?\d{1,12}(?:\.\d{1,9})?$/;
/** Real ones are four deep. What lies deeper than this is left out. */
const MAX_DEPTH = 12;
/** Real ones are short, even of a message that was tried for two days. */
const MAX_SEGMENTS = 100;
const MAX_SEGMENT_LENGTH = 32_768;

/**
 * Reads `<time>;SRV=<host>:TOTAL-HUB=<s>|<component>=<s>(<child>=<s>|...)|...;SRV=...`. What is no such thing, as the short
 * authentication code of RECEIVE (`04I: `), is left out. (Domain notes on modern logs, 2.5.)
 */
export function parseMessageInfo(field: string): MessageInfo {
  const items = splitList(field);
  const times = items.map((item) => parseIsoTime(item.trim()));
  return {
    originalArrivalAt: times.find((at) => at !== null) ?? null,
    segments: items.flatMap((item) => parseSegment(item) ?? []).slice(0, MAX_SEGMENTS),
  };
}

function parseSegment(item: string): LatencySegment | null {
  const head = SEGMENT.exec(item);
  if (head === null) return null;
  const all = parseComponents(item.slice(head[0].length, MAX_SEGMENT_LENGTH));
  const total = all.find(({ name }) => TOTAL.test(name)) ?? null;
  return {
    kind: head[1] === 'LSRV' ? 'LSRV' : 'SRV',
    server: head[2] ?? '',
    total: total?.name ?? null,
    seconds: total?.seconds ?? null,
    components: all.filter((component) => component !== total),
  };
}

interface Growing extends LatencyComponent {
  readonly children: Growing[];
}

/** `A=1(B=1(C=1)|D=0)|A=2`: a tree, without recursion, as nothing bounds how deep a text may go. */
function parseComponents(text: string): LatencyComponent[] {
  const top: Growing[] = [];
  // Null: a list that is left out, of what is no component or lies too deep.
  const path: (Growing[] | null)[] = [top];
  for (const [, written = '', delimiter] of text.matchAll(/([^|()]*)([|()]|$)/g)) {
    const siblings = path.at(-1) ?? null;
    const component = siblings === null ? null : parseComponent(written);
    if (component !== null) siblings?.push(component);
    const below = component !== null && path.length < MAX_DEPTH ? component.children : null;
    if (delimiter === '(') path.push(below);
    else if (delimiter === ')' && path.length > 1) path.pop();
  }
  return top;
}

function parseComponent(written: string): Growing | null {
  const equals = written.lastIndexOf('=');
  const name = written.slice(0, equals).trim();
  const seconds = written.slice(equals + 1).trim();
  if (equals < 0 || name === '' || !SECONDS.test(seconds)) return null;
  return { name, seconds: Number(seconds), isExtra: name.startsWith('X-'), children: [] };
}
