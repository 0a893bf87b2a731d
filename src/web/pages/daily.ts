import type { DailyReport } from '../../model/daily-report.ts';
import { dateInZone } from '../../model/zone.ts';
import { daySection } from '../../render/html/day-section.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import { hourBars } from '../charts/hour-bars.ts';
import { stageBars } from '../charts/stage-bars.ts';
import { dayPicker } from '../day-picker.ts';
import type { Page } from '../page.ts';
import { isOn, olderThanOf, textOf } from '../query.ts';
import { recordsTable } from '../records-table.ts';

const PICKER = { path: '/daily', name: 'date', label: 'Day', hasNext: true, latest: null } as const;

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
    const date = dayOf(report);
    return {
      title: `${date} - Day`,
      body: html`<h1>The day in short</h1>
        ${dayPicker({ ...PICKER, date, zone: report.day.tz }, view.parameters)}${stageBars(report, view.parameters)}${hourBars(report)}${daySection(report, 'This page as JSON tells the day in full.')}
        ${oldest.length === 0 ? NOTHING : recordsTable('Ways to them', oldest, view.zone)}`,
    };
  },
};

function dayOf({ day: { from, tz } }: DailyReport): string {
  return dateInZone(Date.parse(from), tz);
}
