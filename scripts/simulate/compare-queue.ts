import {
  compareCells,
  DAY_TABLES,
  dayRow,
  dayStalls,
  keyOf,
  STUCK_KEYS,
  stuckCells,
  TOTAL,
  type Cells,
  type Differing,
} from './queue-cells.ts';
import {
  cellsOfDay,
  cellsOfStuck,
  type DailyJson,
  type OpenRecord,
  type StuckJson,
} from './queue-reports.ts';
import type { OpenOne, QueueTruth, StallSpan } from './queue-truth.ts';
import type { StayRow } from './queue-writer.ts';

/** Numbers that are not equal, and what may explain them. */
export interface QueueDifference {
  readonly of: string;
  readonly cells: readonly Differing[];
  readonly examples: readonly string[];
  /** all that explains it are messages of which logs let one only guess at the moment */
  readonly unsure: boolean;
}

export function sayDifference(
  { of, cells, examples, unsure }: QueueDifference,
  most: number,
): string {
  const numbers = cells.map(
    ({ row, column, truth, found }) => `  ${row}, ${column}: truth ${truth}, found ${found}`,
  );
  return [
    unsure ? `${of} (of messages that logs let one only guess of)` : of,
    ...numbers,
    ...examples.slice(0, most).map((example) => `    ${example}`),
  ].join('\n');
}

type StuckBy = (typeof STUCK_KEYS)[number];

/** `reports` are those of one moment, each by another key; the one by destination has all ids. */
export function compareStuck(
  truth: QueueTruth,
  asOf: number,
  reports: Readonly<Record<StuckBy, StuckJson>>,
): QueueDifference[] {
  const { open, lost, unlogged } = truth.at(asOf);
  const found = reports.destination;
  const young = open.filter(({ atLogEnd }) => atLogEnd);
  const rest = compareCells(
    new Map([
      ['at the end of the log', { count: young.length }],
      ['in transit', { lost: lost.length, unlogged: unlogged.length }],
    ]),
    new Map([
      ['at the end of the log', { count: found.atLogEnd }],
      ['in transit', { ...found.inTransit }],
    ]),
  );
  const of = `stuck --as-of ${timeOf(asOf)}`;
  const explained = explainOpen(open, found.oldest);
  const unsure = explained.length > 0 && isUnsure(explained, truth.unsureAt(asOf));
  const examples = explained.map(({ text }) => text);
  const others = [...young.map(sayOpen), ...[...lost, ...unlogged].map(sayStay)];
  const differences = [
    { of, cells: rest, examples: [...examples, ...others], unsure },
    ...STUCK_KEYS.map((by) => ({
      of: `${of} --by ${by}`,
      cells: compareCells(stuckCells(open, by), cellsOfStuck(reports[by])),
      examples,
      unsure,
    })),
  ];
  return differences.filter(({ cells }) => cells.length > 0);
}

interface Explanation {
  readonly messageId: string;
  readonly text: string;
}

function isUnsure(explanations: readonly Explanation[], unsure: ReadonlySet<string>): boolean {
  return explanations.every(({ messageId }) => unsure.has(messageId));
}

/** Who is open in the truth alone, in the report alone, or elsewhere. */
function explainOpen(
  truth: readonly OpenOne[],
  records: readonly OpenRecord[],
): readonly Explanation[] {
  const open = truth.filter(({ atLogEnd }) => !atLogEnd);
  const right = new Map(open.map((one) => [openKey(one), one]));
  const found = new Map(records.map((record) => [lifeKey(record), record]));
  const missing = [...right].flatMap(([key, one]) =>
    found.has(key)
      ? []
      : [{ messageId: one.stay.messageId, text: `not in the report: ${sayOpen(one)}` }],
  );
  const surplus = [...found].flatMap(([key, record]) => {
    const one = right.get(key);
    const { messageId } = record;
    const text = sayRecord(record);
    if (one === undefined) return [{ messageId, text: `only in the report: ${text}` }];
    if (text.startsWith(`${sayPlace(one)} `)) return [];
    return [{ messageId, text: `truth: ${sayOpen(one)}\n      found: ${text}` }];
  });
  return [...missing, ...surplus];
}

function openKey({ stay, name }: OpenOne): string {
  return lifeKey({ messageId: stay.messageId, recipient: name });
}

/** All tables of a day. */
export function compareDay(truth: QueueTruth, report: DailyJson): QueueDifference[] {
  const day = { from: Date.parse(report.day.from), to: Date.parse(report.day.to) };
  const unsure = new Set([...truth.unsureAt(day.from - 1), ...truth.unsureAt(day.to - 1)]);
  const differences = DAY_TABLES.map((table) => {
    const stalls = dayStalls(truth, day, table).set(TOTAL, truth.stalls('servers', day));
    const cells = compareCells(dayCells(stalls, day), cellsOfDay(report, table));
    const rows = new Set(cells.map(({ row }) => row));
    const examples = [...stalls].flatMap(([row, spans]) =>
      rows.has(row) && row !== TOTAL ? spans : [],
    );
    return {
      of: `daily ${report.day.from} ${table}`,
      cells,
      examples: examples.map(sayStall),
      unsure: cells.every(
        (cell) => Math.abs(cell.truth - cell.found) <= unsureIn(stalls, cell, unsure),
      ),
    };
  });
  return differences.filter(({ cells }) => cells.length > 0);
}

/** How many stalls of that row are of messages that logs let one only guess of where the day begins or ends. */
function unsureIn(
  stalls: ReadonlyMap<string, readonly StallSpan[]>,
  { row }: Differing,
  unsure: ReadonlySet<string>,
): number {
  return (stalls.get(row) ?? []).filter(({ stay }) => unsure.has(stay.messageId)).length;
}

function dayCells(
  stalls: ReadonlyMap<string, readonly StallSpan[]>,
  day: { readonly from: number; readonly to: number },
): Cells {
  return new Map([...stalls].map(([key, spans]) => [key, dayRow(spans, day)] as const));
}

function lifeKey({
  messageId,
  recipient,
}: {
  readonly messageId: string;
  readonly recipient: string | null;
}): string {
  return `${messageId}\n${recipient?.toLowerCase()}`;
}

function timeOf(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : 'the end';
}

function sayPlace({ stay, stage, since }: OpenOne): string {
  return `${timeOf(since)} ${stay.server} ${stage}`;
}

function sayOpen(one: OpenOne): string {
  return `${sayPlace(one)} ${keyOf(one, 'destination')} ${sayStay(one.stay)}`;
}

function sayRecord({ messageId, recipient, stage, server, since }: OpenRecord): string {
  return `${since} ${server} ${stage} ${messageId} ${recipient}`;
}

function sayStay({ kind, messageId, recipient, server, handedTo }: StayRow): string {
  return `${kind} ${messageId} ${recipient} on ${server}${handedTo === null ? '' : ` to ${handedTo}`}`;
}

function sayStall({ stay, stage, from, to }: StallSpan): string {
  return `${timeOf(from)} to ${timeOf(to)} ${stage} ${sayStay(stay)}`;
}
