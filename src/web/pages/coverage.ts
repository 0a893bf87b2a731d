import { coverageSection } from '../../render/html/coverage-section.ts';
import { html } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { table } from '../../render/html/tables.ts';
import { formatCount } from '../../render/numbers.ts';
import { clip } from '../../render/visible.ts';
import type { CoverageAnswer } from '../answers.ts';
import { dayGrid } from '../charts/day-grid.ts';
import { HOUR_DAYS, hourGrid } from '../charts/hour-grid.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { Page } from '../page.ts';
import { isOn, judgingOf, textOf } from '../query.ts';

/** Days of all servers that are listed, the newest first. */
const DAYS = 400;

/** Which logs were read, and what is missing: `coverage`. */
export const coveragePage: Page<CoverageAnswer> = {
  path: '/coverage',
  json: '/coverage.json',
  ask(answers, parameters, whole) {
    const all = isOn(parameters, 'hours');
    return answers.coverage({
      hourDays: all ? null : whole ? undefined : HOUR_DAYS,
      ...judgingOf(parameters),
      ...textOf(parameters, 'since', 'since'),
      ...textOf(parameters, 'until', 'until'),
    });
  },
  show(report, { zone }) {
    return {
      title: 'Coverage',
      body: html`<h1>Which logs were read</h1>
        ${hourGrid(report, zone)}${dayGrid(report, zone)}${coverageSection(report, zone, WEB_LIMITS)}${daysTable(report, zone)}`,
    };
  },
};

function daysTable({ servers }: CoverageAnswer, zone: string): Html {
  const rows = servers
    .flatMap(({ server, days }) => days.map((day) => ({ server, ...day })))
    .toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? 1 : -1));
  return html`<h2 id="days">Days</h2>
    ${table({
      caption:
        rows.length > DAYS
          ? `The newest ${formatCount(DAYS)} of ${formatCount(rows.length)} days in ${zone}`
          : `Days in ${zone}, the newest first`,
      columns: [
        { name: 'Day', look: 'time' },
        { name: 'Server' },
        { name: 'Hours with lines', look: 'num' },
        { name: 'Events', look: 'num' },
        { name: 'Lines not read', look: 'num' },
      ],
      rows: rows
        .slice(0, DAYS)
        .map(({ day, server, hours, events, rejected }) => [
          day,
          clip(server, 100),
          formatCount(hours),
          formatCount(events),
          formatCount(rejected),
        ]),
    })}`;
}
