import type { DailyReport } from '../../model/daily-report.ts';
import { formatDuration } from '../../model/time.ts';
import { dateInZone } from '../../model/zone.ts';
import { daySection, dayVerdict } from '../../render/html/day-section.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { counted } from '../../render/numbers.ts';
import { trendSentence } from '../../render/trend-text.ts';
import { ageMap } from '../charts/age-map.ts';
import { hourBars } from '../charts/hour-bars.ts';
import { lastMomentOf, stageBars } from '../charts/stage-bars.ts';
import { dayPicker } from '../day-picker.ts';
import type { Page, PageView } from '../page.ts';
import { isOn, olderThanOf, textOf } from '../query.ts';
import { recordsTable } from '../records-table.ts';

const HEADING = 'The day in short';
const PICKER = { path: '/daily', name: 'date', label: 'Day', latest: null } as const;

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
  waitsFor: { title: 'Day', heading: HEADING, what: 'The summary of the day' },
  show(report, view) {
    const { oldest, coverage } = report;
    const date = dayOf(report);
    // Logs that go on after the day reach its end.
    const hasNext = report.asOf >= report.day.to;
    return {
      title: `${date} - Day`,
      body: html`<h1>${HEADING}</h1>
        ${dayPicker({ ...PICKER, date, coverage, hasNext, zone: report.day.tz }, view.parameters)}${dayVerdict(report)}${stageBars(report, view.parameters)}${hourBars(report)}${openAtEnd(report, view)}${daySection(report, 'This page as JSON tells the day in full.', true)}
        ${oldest.length === 0 ? NOTHING : recordsTable('The oldest that are open', oldest, view.zone)}`,
    };
  },
};

/** What is open when the day ends, by age: `shape`. */
function openAtEnd({ shape, day, asOf }: DailyReport, { parameters }: PageView): Html {
  if (shape.total.count === 0) return NOTHING;
  const sentence = trendSentence(shape.total, asOf, day.tz);
  const { date: _, ...others } = parameters;
  return html`<h2>Open by age when the day ends</h2>
    <p>
      ${counted(shape.total.count, 'recipient')}, the oldest for
      ${formatDuration(shape.total.oldestSeconds ?? 0)}: ${sentence}.
    </p>
    ${ageMap(shape, { ...others, 'as-of': lastMomentOf(day) })}`;
}

function dayOf({ day: { from, tz } }: DailyReport): string {
  return dateInZone(Date.parse(from), tz);
}
