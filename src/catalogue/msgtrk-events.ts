import { MSGTRK_ROLES, MSGTRK_SOURCES, msgtrkCode, readMsgtrkCode } from './msgtrk-codes.ts';
import type { MsgtrkCode } from './msgtrk-codes.ts';
import { MSGTRK_FLOW } from './msgtrk-flow.ts';
import type { MsgtrkFlow } from './msgtrk-flow.ts';
import { groupBy } from '../model/group-by.ts';
import { msgtrkText } from './msgtrk-texts/index.ts';
import type { EventEntry } from './types.ts';

const entries = new Map<number, EventEntry>();

/** The row of a code of msgtrk-codes.ts; undefined for an event id that nobody knows. */
export function findMsgtrkEvent(code: number): EventEntry | undefined {
  const known = entries.get(code);
  if (known !== undefined) return known;
  const told = readMsgtrkCode(code);
  if (told === null) return undefined;
  const made = entryOf(code, told);
  entries.set(code, made);
  return made;
}

let all: readonly EventEntry[] | null = null;

/** Each event of each source and role. */
export function allMsgtrkEvents(): readonly EventEntry[] {
  all ??= [...new Set(allCodes())].flatMap((code) => findMsgtrkEvent(code) ?? []);
  return all;
}

function allCodes(): number[] {
  return MSGTRK_FLOW.flatMap(({ event, role }) =>
    ['', ...MSGTRK_SOURCES].map((source) => msgtrkCode(event, source, role)),
  );
}

function entryOf(code: number, told: MsgtrkCode): EventEntry {
  const { event: _event, sources: _sources, role: _role, ...flow } = flowOf(told);
  return { id: code, ...msgtrkText(told), ...flow };
}

const flowsByEvent = groupBy(MSGTRK_FLOW, ({ event }) => event);

/** The row of its role and source, else of its role; an event that has none for its role does as it is named. */
function flowOf({ event, source, role }: MsgtrkCode): MsgtrkFlow {
  const ofEvent = flowsByEvent.get(event) ?? [];
  const ofRole = ofEvent.filter((row) => row.role === role);
  const found =
    ofRole.find(({ sources }) => source !== null && sources?.includes(source)) ??
    ofRole.find(({ sources }) => sources === null) ??
    ofEvent.find((row) => row.role === MSGTRK_ROLES[0] && row.sources === null);
  if (found === undefined) throw new Error(`no row for ${event}`);
  return found;
}
