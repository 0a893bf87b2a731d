import { COUNT_UNITS, STUCK_BY } from '../../model/stuck-report.ts';
import type { StuckReport } from '../../model/stuck-report.ts';
import { formatDuration } from '../../model/time.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { table } from '../../render/html/tables.ts';
import { timeIn } from '../../render/life/words.ts';
import { counted, formatCount } from '../../render/numbers.ts';
import { trendSentence } from '../../render/trend-text.ts';
import { clip } from '../../render/visible.ts';
import { dateInZone } from '../../model/zone.ts';
import { dayPicker } from '../day-picker.ts';
import { ageMap } from '../charts/age-map.ts';
import { growthLine } from '../charts/growth-line.ts';
import { cellList } from '../cell-list.ts';
import type { StuckAsked } from '../answers.ts';
import type { Page, PageView } from '../page.ts';
import { address, isOn, judgingOf, wordOf } from '../query.ts';
import { newestStalls } from '../newest-stalls.ts';
import { recordsTable } from '../records-table.ts';
import { beingWorkedOut } from '../waiting-page.ts';

const LISTED = 50;
/** A page of all that is open could not be looked at; the search for it has pages. */
const MOST_LISTED = 1000;

/** What is open, by age: `stuck`. */
export const stuckPage: Page<StuckReport> = {
  path: '/stuck',
  json: '/stuck.json',
  ask(answers, parameters, whole) {
    return answers.stuck({
      by: wordOf(parameters, 'by', STUCK_BY) ?? 'destination',
      count: wordOf(parameters, 'count', COUNT_UNITS) ?? 'recipients',
      // JSON as the command: ten, or all with `ids`.
      limit: isOn(parameters, 'ids') ? (whole ? 0 : MOST_LISTED) : whole ? 10 : LISTED,
      growth: growthOf(isOn(parameters, 'growth'), whole),
      ...judgingOf(parameters),
      ...(isOn(parameters, 'with-system') ? { withSystem: true } : {}),
      ...(isOn(parameters, 'newest') ? { newest: true } : {}),
    });
  },
  show(report, view) {
    return {
      title: 'Stuck',
      body: html`<h1>What is stuck</h1>
        ${summary(report, view)}${momentPicker(report, view)}${keyWays(report, view)}${ageMap(report, view.parameters)}${ageTable(report, view)}${grown(report, view)}${listed(report, view)}`,
    };
  },
};

function growthOf(isAsked: boolean, whole: boolean): StuckAsked['growth'] {
  if (whole) return isAsked ? 'all' : undefined;
  return isAsked ? 'aside' : 'soon';
}

function summary(report: StuckReport, { zone }: PageView): Html {
  const { total, asOf, stalled, atLogEnd, inTransit, thresholdSeconds, unit } = report;
  return html`<p class="verdict">
      ${
        total.count === 0
          ? 'Nothing is open.'
          : `${counted(total.count, unit === 'messages' ? 'message' : 'recipient')} open, the oldest for ${formatDuration(total.oldestSeconds ?? 0)}: ${trendSentence(total, asOf, zone)}.`
      }
    </p>
    <p>
      ${counted(stalled, 'recipient')} stalled for ${formatDuration(thresholdSeconds)} or longer;
      ${formatCount(atLogEnd)} too young to tell where their log ends;
      ${formatCount(inTransit.lost)} lost between servers; ${formatCount(inTransit.unlogged)} handed
      to a server whose log is not loaded. ${asOf === null ? '' : `As of ${timeIn(asOf, zone)}.`}
    </p>`;
}

/** The end of a day of the logs; without a day, where they end. */
function momentPicker({ asOf, coverage }: StuckReport, { zone, parameters }: PageView): Html {
  if (asOf === null) return NOTHING;
  const isPast = (parameters['as-of'] ?? '') !== '';
  return dayPicker(
    {
      path: '/stuck',
      name: 'as-of',
      label: 'At the end of',
      // The end of a day is the first moment of the next one.
      date: dateInZone(Date.parse(asOf) - 1, zone),
      zone,
      coverage,
      hasNext: isPast,
      latest: isPast ? 'End of the logs' : null,
    },
    parameters,
  );
}

function keyWays({ by }: StuckReport, { parameters }: PageView): Html {
  return html`<nav class="ways" aria-label="Rows by">
    <ul>
      ${STUCK_BY.map(
        (key) =>
          html`<li>
            <a
              href="${address('/stuck', { ...parameters, by: key })}"
              ${key === by ? html` aria-current="page"` : NOTHING}
              >by ${key}</a
            >
          </li> `,
      )}
    </ul>
  </nav> `;
}

function ageTable(report: StuckReport, { parameters, zone }: PageView): Html {
  const { rows, total, by, bucketMinutes, asOf } = report;
  if (total.count === 0) return NOTHING;
  const heads = bucketMinutes.map((minutes, index) =>
    minutes === null ? `${bucketMinutes[index - 1] ?? 0}+ min` : `<${minutes}`,
  );
  const count = (open: number, key: string | null, bucket: number | null): Html | string =>
    open === 0
      ? ''
      : html`<a href="${cellList(report, { key, bucket }, parameters)}">${formatCount(open)}</a>`;
  return table({
    caption: `Age in minutes by ${by}`,
    columns: [
      { name: by },
      { name: 'Open', look: 'num' },
      ...heads.map((name) => ({ name, look: 'num' }) as const),
      { name: 'Oldest', look: 'keep' },
      { name: 'Trend' },
    ],
    rows: [{ ...total, key: null }, ...rows].map((row) => [
      row.key === null ? 'TOTAL' : clip(row.key, 100),
      count(row.count, row.key, null),
      ...row.buckets.map((open, bucket) => count(open, row.key, bucket)),
      row.oldestSeconds === null ? '' : formatDuration(row.oldestSeconds),
      trendSentence(row, asOf, zone),
    ]),
  });
}

/** It takes long to find where much is open: then it is there to be asked for. */
function grown(report: StuckReport, { zone, parameters }: PageView): Html {
  if (report.growth !== undefined) return growthLine(report, zone, parameters);
  if (isOn(parameters, 'growth'))
    return beingWorkedOut('How it grew, hour by hour,', address('/stuck', parameters));
  return html`<p>
    <a href="${address('/stuck', { ...parameters, growth: 1 })}">How it grew, hour by hour</a>: with
    so much open this takes some seconds.
  </p>`;
}

function listed(report: StuckReport, { parameters, zone }: PageView): Html {
  const { oldest, newest } = report;
  if (oldest.length === 0) return NOTHING;
  const isNewest = newest !== undefined;
  const other = address('/stuck', { ...parameters, newest: isNewest ? undefined : 1 });
  const all = cellList(report, { key: null, bucket: null }, parameters);
  return html`<h2 id="listed">${isNewest ? 'The newest stalls' : 'The oldest'}</h2>
    <p>
      <a href="${other}#listed">${isNewest ? 'The oldest first' : 'The newest first'}</a>
      · <a href="${all}">All that is open, page by page</a>
    </p>
    ${isNewest ? newestStalls(newest, zone) : recordsTable('Recipients that are open, the oldest first', oldest, zone)}`;
}
