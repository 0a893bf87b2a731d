import type { CoverageReport } from '../model/report.ts';
import { fromWall, startOfDay, dateInZone } from '../model/zone.ts';
import { html, NOTHING } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import { address } from './query.ts';
import type { Parameters } from './query.ts';

interface DayPicked {
  readonly path: string;
  /** The parameter that names the day. */
  readonly name: string;
  readonly label: string;
  /** `2004-02-18`, a day of the zone. */
  readonly date: string;
  readonly zone: string;
  /** Of the logs: before the first one there is no day. */
  readonly coverage: CoverageReport;
  /** Whether a day after it may have logs. */
  readonly hasNext: boolean;
  /** What the way back to the end of the logs is called; null: none is shown. */
  readonly latest: string | null;
}

/** A day to choose, and the ways to its neighbours; all else that was asked for stays. */
export function dayPicker(
  { path, name, label, date, zone, coverage, hasNext, latest }: DayPicked,
  parameters: Parameters,
): Html {
  const way = (to: string | undefined, rel: string | null, text: string): Html =>
    html`<li>
      <a
        href="${address(path, { ...parameters, [name]: to })}"
        ${rel === null ? NOTHING : html` rel="${rel}"`}
        >${text}</a
      >
    </li> `;
  const [before, after] = [-1, 1].map((days) => dayFrom(date, days, zone));
  return html`<form method="get" action="${path}">
      <p>
        ${Object.entries(parameters)
          .filter(([other, value]) => other !== name && value !== '')
          .map(
            ([other, value]) => html`<input type="hidden" name="${other}" value="${value}" /> `,
          )}<label for="day">${label}</label>
        <input id="day" name="${name}" type="date" value="${date}" />
        <button type="submit">Show</button>
      </p>
    </form>
    <nav class="ways" aria-label="Days">
      <ul>
        ${hasLogsBefore(date, zone, coverage) ? way(before, 'prev', `Day before (${before ?? ''})`) : NOTHING}${hasNext ? way(after, 'next', `Day after (${after ?? ''})`) : NOTHING}${latest === null ? NOTHING : way(undefined, null, latest)}
      </ul>
    </nav>`;
}

function dayFrom(date: string, days: number, zone: string): string {
  return dateInZone(startFrom(date, days, zone), zone);
}

/** When the day so many days after it begins, milliseconds UTC. */
function startFrom(date: string, days: number, zone: string): number {
  return startOfDay(fromWall(Date.parse(`${date}T12:00:00Z`), zone), zone, days);
}

function hasLogsBefore(date: string, zone: string, { servers }: CoverageReport): boolean {
  const start = startFrom(date, 0, zone);
  return servers.some(({ from }) => Date.parse(from) < start);
}
