import { writePlace } from '../model/search-place.ts';
import type { SearchPlace } from '../model/search-place.ts';
import type { SearchReport } from '../queries/search-report.ts';
import { html, NOTHING } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import { timeIn } from '../render/life/words.ts';
import { counted, formatCount } from '../render/numbers.ts';
import type { PageView } from './page.ts';
import { address, pageOf } from './query.ts';
import type { Parameters } from './query.ts';
import { recordsTable } from './records-table.ts';

/** What a search found, and the ways to its other pages. */
export function searchResults(report: SearchReport, view: PageView): Html {
  const { shown, items, lookedBackTo } = report;
  const early = lookedBackTo === undefined ? NOTHING : ended(report, lookedBackTo, view);
  const pages = html`${shown === 0 ? NOTHING : recordsTable('Recipients', items, view.zone)}${beyond(report, view)}${pager(report, view.parameters)}`;
  if (report.total === 0)
    return html`<p role="status" class="verdict">
        Nothing found${lookedBackTo === undefined ? '' : ' so far'}.
      </p>
      ${early}
      <p>Leave a word out, or see under Coverage whether the logs were read.</p>
      ${pages}`;
  return html`<h2 id="found">Found</h2>
    <p role="status">${whatOf(report, view.parameters)}</p>
    ${early}${pages}`;
}

function whatOf(report: SearchReport, parameters: Parameters): string {
  const { total, shown, lookedBackTo } = report;
  const isWhole = lookedBackTo === undefined;
  const all = `${isWhole ? '' : 'at least '}${counted(total, 'recipient')}`;
  const first = beforeOf(report, parameters) + 1;
  if (shown > 0)
    return `${formatCount(first)} to ${formatCount(first + shown - 1)} of ${all}, the newest message first.`;
  if (!isWhole) return `None here, and ${all} in all.`;
  return `${parameters['place'] === undefined ? 'No such page' : 'No further one'}: ${all} in all.`;
}

/** Records on pages before. */
function beforeOf({ paging }: SearchReport, parameters: Parameters): number {
  const { page, limit } = pageOf(parameters);
  return paging?.before ?? (page - 1) * limit;
}

function ended(report: SearchReport, lookedBackTo: string, { parameters, zone }: PageView): Html {
  const { page, limit } = pageOf(parameters);
  const older = report.paging?.older ?? null;
  // Of a full page the next one goes on.
  const on =
    older === null || report.shown === limit
      ? NOTHING
      : html`<a href="${pageAddress(parameters, page + 1, older)}" rel="next"
            >Search on in older messages</a
          >, `;
  const whole = pageAddress(
    { ...parameters, all: '1' },
    Math.floor(beforeOf(report, parameters) / limit) + 1,
  );
  return html`<p>
    To answer soon, this search ended at ${timeIn(lookedBackTo, zone)}: older messages may fit too.
    ${on}<a href="${whole}">${on === NOTHING ? 'Look' : 'look'} through all, and count them</a>, or
    name a day.
  </p> `;
}

/** What was found already where not all was looked through. */
function beyond({ paging }: SearchReport, { zone }: PageView): Html {
  const found = paging?.beyond ?? [];
  return found.length === 0
    ? NOTHING
    : html`<h3 id="beyond">Found already in older messages</h3>
        <p>Others may come among them: these were not all looked through.</p>
        ${recordsTable('Recipients in older messages', found, zone)}`;
}

/** `place`: where the page begins; absent: after all pages before it. */
function pageAddress(parameters: Parameters, page: number, place?: SearchPlace): string {
  return address('/', {
    ...parameters,
    page,
    place: place === undefined ? undefined : writePlace(place),
  });
}

/** A page, and where it begins. */
type Way = readonly [page: number, place?: SearchPlace | undefined];

function pager(report: SearchReport, parameters: Parameters): Html {
  const { page } = pageOf(parameters);
  const { first, newer, older, last, pages } = waysOf(report, parameters);
  if (pages <= 1 && page === 1) return NOTHING;
  const link = (way: Way | null, name: string, rel: string): Html =>
    way === null
      ? NOTHING
      : html`<li><a href="${pageAddress(parameters, ...way)}" rel="${rel}">${name}</a></li> `;
  return html`<nav class="ways" aria-label="Pages of what was found">
    <ul>
      ${link(first, 'First', 'first')}${link(newer, 'Newer', 'prev')}
      <li aria-current="page">
        Page ${page} of ${report.lookedBackTo === undefined ? '' : 'at least '}${pages}
      </li>
      ${link(older, 'Older', 'next')}${link(last, 'Last', 'last')}
    </ul>
  </nav>`;
}

interface Ways {
  readonly first: Way | null;
  readonly newer: Way | null;
  readonly older: Way | null;
  readonly last: Way | null;
  /** So many are known of. */
  readonly pages: number;
}

function waysOf(report: SearchReport, parameters: Parameters): Ways {
  const { paging, lookedBackTo } = report;
  const { page } = pageOf(parameters);
  const pages = pagesOf(report, parameters);
  const first: Way | null = page > 1 ? [1] : null;
  const newer = newerWay(report, parameters, pages);
  if (paging === undefined) {
    const isLast = page >= pages;
    return {
      first,
      newer,
      older: isLast ? null : [page + 1],
      last: isLast ? null : [pages],
      pages,
    };
  }
  const older: Way | null = paging.older === null ? null : [page + 1, paging.older];
  const last: Way | null =
    older === null || lookedBackTo !== undefined ? null : [pages, paging.starts.at(-1)];
  return { first, newer, older, last, pages };
}

/** So many pages are known of. A page that begins at a place has its number from the way that led there. */
function pagesOf(report: SearchReport, parameters: Parameters): number {
  const { total, paging } = report;
  const { page, limit } = pageOf(parameters);
  const known =
    parameters['place'] === undefined || paging === undefined
      ? Math.ceil(total / limit)
      : Math.max(page, page - 1 + Math.ceil((total - paging.before) / limit));
  return paging?.older ? Math.max(known, page + 1) : known;
}

/** Where it is not known how the page before began, it is counted from the first one, if pages before are full. */
function newerWay(report: SearchReport, parameters: Parameters, pages: number): Way | null {
  const { page, limit } = pageOf(parameters);
  if (page === 1) return null;
  if (page === 2) return [1];
  const newer = report.paging?.newer;
  if (newer !== undefined) return [page - 1, newer];
  const isCounted = beforeOf(report, parameters) === (page - 1) * limit && page - 1 <= pages;
  return isCounted ? [page - 1] : null;
}
