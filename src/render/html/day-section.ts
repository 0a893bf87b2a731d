import type { DailyReport, DayCounts } from '../../model/daily-report.ts';
import { formatDuration } from '../../model/time.ts';
import { COUNT_HEAD, countCells } from '../day-counts.ts';
import { dayCoverageParts } from '../day-coverage.ts';
import { dayTitle } from '../day-title.ts';
import {
  apartParts,
  changeParts,
  endedParts,
  flowPhrase,
  latencyText,
  stageLatencies,
  stuckPhrase,
} from '../day-words.ts';
import { counted } from '../numbers.ts';
import { clip } from '../visible.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { bullets, facts, table } from './tables.ts';

const ROWS = 20;
const PROBLEMS = 20;

/** `STUCK: 19 recipients of 17 messages, oldest 2 d 3 h, worst corp.example (10)` */
export function dayVerdict(report: DailyReport): Html {
  const { verdict } = report;
  const stuck = verdict === 'stuck' ? stuckPhrase(report) : flowPhrase(report);
  return html`<p class="verdict">${verdict.toUpperCase()}: ${stuck}</p>`;
}

/** A day in short; `whole`: a sentence that says where it is told in full. `isPart`: of a page that has the verdict and the oldest elsewhere. */
export function daySection(report: DailyReport, whole: string, isPart = false): Html {
  const { problems, oldest } = report;
  return html`<section aria-labelledby="mail">
    <h2 id="mail">Mail on ${dayTitle(report)}</h2>
    ${isPart ? NOTHING : dayVerdict(report)}
    ${problems.length === 0 ? NOTHING : bullets(problems.slice(0, PROBLEMS).map((one) => clip(one, 400)))}${countTables(report)}${facts(
      [
        ['Flow', flowPhrase(report)],
        ['Latency', latencyText(report.latency)],
        ['p95 by stage', listOr(stageLatencies(report), 'none')],
        ['Ended badly', listOr(endedParts(report), 'nothing')],
        ['Changes', listOr(changeParts(report), 'none')],
        ['Apart', listOr(apartParts(report), 'nothing')],
        ['Coverage', listOr(dayCoverageParts(report), 'none')],
      ],
    )}${isPart || oldest.length === 0 ? NOTHING : oldestTable(report)}
    <p class="dim">${whole}</p>
  </section> `;
}

function listOr(parts: readonly string[], none: string): string {
  return parts.length === 0 ? none : parts.join('; ');
}

type KeyedCounts = readonly [key: string, counts: DayCounts];

function countTables({ stages, total, servers, destinations }: DailyReport): Html {
  return html`${[
    countTable('Stalled recipients by stage: carried + new - cleared = now', 'Stage', [
      ['TOTAL', { ...total, lastReason: null }],
      ...stages.map((row) => [row.stage, row] as const),
    ]),
    countTable(
      'By server',
      'Server',
      servers.map((row) => [row.server, row]),
    ),
    countTable(
      'By destination',
      'Destination',
      destinations.map((row) => [row.destination, row]),
    ),
  ]}`;
}

function countTable(caption: string, name: string, keyed: readonly KeyedCounts[]): Html {
  if (keyed.length === 0) return NOTHING;
  const rows = keyed.slice(0, ROWS);
  const left = keyed.length - rows.length;
  const columns = [
    { name },
    ...COUNT_HEAD.map((head) => ({ name: head, look: 'num' }) as const),
    { name: 'last reason' },
  ];
  return html`${table({
    caption,
    columns,
    rows: rows.map(([key, row]) => [
      clip(key, 100),
      ...countCells(row),
      clip(row.lastReason ?? '', 200),
    ]),
  })}${left > 0 ? html`<p class="dim">And ${counted(left, 'more row')}.</p>` : NOTHING}`;
}

function oldestTable({ oldest }: DailyReport): Html {
  return table({
    caption: 'The oldest that are open',
    columns: [
      { name: 'Message-ID' },
      { name: 'Age', look: 'keep' },
      { name: 'Stage', look: 'keep' },
      { name: 'Server' },
      { name: 'From' },
      { name: 'To' },
    ],
    rows: oldest
      .slice(0, ROWS)
      .map((one) => [
        html`<code>${clip(one.messageId, 200)}</code>`,
        one.ageSeconds === null ? '' : formatDuration(one.ageSeconds),
        one.stage ?? 'unknown',
        clip(one.server, 60),
        clip(one.sender ?? '-', 200),
        clip(one.recipient ?? '-', 200),
      ]),
  });
}
