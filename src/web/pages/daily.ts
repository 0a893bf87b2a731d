import type { DailyReport } from '../../model/daily-report.ts';
import { dateInZone, startOfDay } from '../../model/zone.ts';
import { daySection } from '../../render/html/day-section.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { hourBars } from '../charts/hour-bars.ts';
import { stageBars } from '../charts/stage-bars.ts';
import type { Page, PageView } from '../page.ts';
import { address, isOn, olderThanOf, textOf } from '../query.ts';
import { recordsTable } from '../records-table.ts';

/** The summary of a day: `daily`. */
export const dailyPage: Page<DailyReport> = {
  path: '/daily',
  json: '/daily.json',
  ask(answers, parameters) {
    return answers.daily({
      ...textOf(parameters, 'date', 'date'),
      ...olderThanOf(parameters),
      ...(isOn(parameters, 'with-system') ? { withSystem: true } : {}),
    });
  },
  show(report, view) {
    const { oldest } = report;
    return {
      title: `${dayOf(report, 0)} - Day`,
      body: html`<h1>The day in short</h1>
        ${dayPicker(report, view)}${stageBars(report, view.parameters)}${hourBars(report)}${daySection(report, 'This page as JSON tells the day in full.')}
        ${oldest.length === 0 ? NOTHING : recordsTable('Ways to them', oldest, view.zone)}`,
    };
  },
};

function dayOf({ day: { from, tz } }: DailyReport, days: number): string {
  return dateInZone(startOfDay(Date.parse(from), tz, days), tz);
}

function dayPicker(report: DailyReport, { parameters }: PageView): Html {
  const way = (days: number, rel: string, name: string): Html => {
    const date = dayOf(report, days);
    return html`<li>
      <a href="${address('/daily', { ...parameters, date })}" rel="${rel}">${name} (${date})</a>
    </li> `;
  };
  return html`<form method="get" action="/daily">
      <p>
        <label for="date">Day</label>
        <input id="date" name="date" type="date" value="${dayOf(report, 0)}" />
        <button type="submit">Show</button>
      </p>
    </form>
    <nav class="ways" aria-label="Days">
      <ul>
        ${way(-1, 'prev', 'Day before')}${way(1, 'next', 'Day after')}
      </ul>
    </nav>`;
}
