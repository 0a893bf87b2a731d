import { STAGE_KEYS, STATES } from '../../model/stage.ts';
import type { StuckReport } from '../../model/stuck-report.ts';
import type { SearchReport } from '../../queries/search.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { timeIn } from '../../render/life/words.ts';
import { counted, formatCount } from '../../render/numbers.ts';
import { newestStalls } from '../newest-stalls.ts';
import type { Answers, Search } from '../answers.ts';
import type { Page, PageView } from '../page.ts';
import { address, filtersOf, isOn, numberOf } from '../query.ts';
import type { Parameters } from '../query.ts';
import { recordsTable } from '../records-table.ts';

const LIMIT = 50;

/** What stalled last, where nothing is searched for. */
const STALLS = 10;

/** What a page may take, as `searchBudget` counts it: a quarter of a second at most, or so. A further page may take as much again where it needs it. */
const WORK = 20_000;
/** What each recipient takes that a word finds in addresses and subjects. */
const EACH = 30;
const TICKS = {
  stalled: 'Only stalled or failed',
  open: 'Only what is open',
  'with-system': 'Mail of the system too',
} as const;
const FIELDS = {
  server: 'Server',
  since: 'Since',
  until: 'Until',
  destination: 'To domain',
  'sender-domain': 'From domain',
  'next-hop': 'Next hop',
  'min-age': 'Age at least',
  'younger-than': 'Age below',
  'as-of': 'As of',
  'older-than': 'Stalled from age',
} as const;
const FILTERS = ['state', 'stage', ...Object.keys(TICKS), ...Object.keys(FIELDS)];

/** Messages by anything that is known of them: `find`. */
export const searchPage: Page<SearchReport, StuckReport> = {
  path: '/',
  json: '/find.json',
  ask(answers, parameters, whole) {
    const limit = numberOf(parameters, 'limit', LIMIT);
    const page = numberOf(parameters, 'page', 1);
    const asked = { ...filtersOf(parameters), skip: (page - 1) * limit, limit };
    return whole || isOn(parameters, 'all')
      ? answers.search({ ...asked, work: null })
      : searchSoon(answers, asked, WORK * page);
  },
  form: searchForm,
  beside(answers, parameters) {
    if (Object.values(parameters).some((value) => value !== '')) return null;
    return answers.stuck({ by: 'destination', count: 'recipients', limit: STALLS, newest: true });
  },
  show(report, view, stuck) {
    const { parameters } = view;
    const q = parameters['q'] ?? '';
    return {
      title: q === '' ? 'Search' : `${q} - Search`,
      body: html`<h1>Where is my message?</h1>
        ${searchForm(parameters)}${stuck === null ? NOTHING : stalls(stuck, view)}${results(report, view)}`,
    };
  },
};

/**
 * With as little work as finds all that this page lists, and whether there is another one; the first one's finds many pages as a rule. What one way of
 * searching finds beyond the place where another one ended has its place only once that one has come as far.
 */
async function searchSoon(
  answers: Answers,
  asked: Omit<Search, 'work'>,
  most: number,
): Promise<SearchReport> {
  const wanted = asked.skip + asked.limit + 1;
  for (let work = Math.min(most, Math.max(WORK, wanted * EACH)); ;) {
    const report = await answers.search({ ...asked, work });
    const { lookedThrough } = report;
    if (lookedThrough === undefined || lookedThrough >= wanted || work >= most) return report;
    const needed = Math.ceil((work * wanted * 1.2) / Math.max(lookedThrough, 1));
    work = Math.min(most, Math.max(2 * work, needed));
  }
}

function searchForm(parameters: Parameters): Html {
  const isFiltered = FILTERS.some((name) => (parameters[name] ?? '') !== '');
  return html`<form method="get" action="/" role="search">
    <label for="q">Id or a part of one, address, words of the subject, day or age</label>
    <div class="box">
      <input
        id="q"
        name="q"
        type="search"
        value="${parameters['q'] ?? ''}"
        maxlength="1000"
        autocomplete="off"
        spellcheck="false"
      />
      <button type="submit">Search</button>
    </div>
    <p class="dim">
      For example bob@partner.example yesterday, from:alice 2h, "annual report" 2004-02-18
    </p>
    <details ${isFiltered ? html` open=""` : NOTHING}>
      <summary>Filters</summary>
      <div class="fields">
        ${choice('state', 'State', STATES, parameters)}${choice('stage', 'Stage', STAGE_KEYS, parameters)}${Object.entries(
          FIELDS,
        ).map(([name, label]) =>
          field(name, label, parameters),
        )}${Object.entries(TICKS).map(([name, label]) => tick(name, label, parameters))}
      </div>
    </details>
  </form> `;
}

function tick(name: string, label: string, parameters: Parameters): Html {
  return html`<p class="tick">
    <input
      id="${name}"
      name="${name}"
      type="checkbox"
      value="1"
      ${parameters[name] === '1' || parameters[name] === 'on' ? html` checked=""` : NOTHING}
    />
    <label for="${name}">${label}</label>
  </p> `;
}

function choice(
  name: string,
  label: string,
  words: readonly string[],
  parameters: Parameters,
): Html {
  return html`<p>
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      <option value="">any</option>
      ${words.map(
        (word) =>
          html`<option value="${word}" ${parameters[name] === word ? html` selected=""` : NOTHING}>
            ${word}
          </option>`,
      )}
    </select>
  </p> `;
}

function field(name: string, label: string, parameters: Parameters): Html {
  return html`<p>
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" value="${parameters[name] ?? ''}" maxlength="200" />
  </p> `;
}

/** Who begins to look sees what went wrong last. */
function stalls({ newest = [], stalled }: StuckReport, { zone }: PageView): Html {
  return html`<h2 id="stalls">Newest stalls</h2>
    ${newestStalls(newest, zone)}
    ${
      stalled > newest.length
        ? html`<p>
            <a href="/stuck?newest=1">All ${counted(stalled, 'recipient')} that stalled</a>
          </p> `
        : NOTHING
    }`;
}

function results(report: SearchReport, view: PageView): Html {
  const { total, shown, items, lookedBackTo } = report;
  const { parameters, zone } = view;
  const limit = numberOf(parameters, 'limit', LIMIT);
  const page = numberOf(parameters, 'page', 1);
  const early = lookedBackTo === undefined ? NOTHING : lookFurther(lookedBackTo, view);
  if (total === 0)
    return html`<p role="status" class="verdict">
        Nothing found${lookedBackTo === undefined ? '' : ' so far'}.
      </p>
      ${early}
      <p>Leave a word out, or see under Coverage whether the logs were read.</p>`;
  const all = `${lookedBackTo === undefined ? '' : 'at least '}${counted(total, 'recipient')}`;
  const first = (page - 1) * limit + 1;
  const what =
    shown === 0
      ? `No such page: ${all} in all.`
      : `${formatCount(first)} to ${formatCount(first + shown - 1)} of ${all}, the newest message first.`;
  return html`<h2 id="found">Found</h2>
    <p role="status">${what}</p>
    ${early}${shown === 0 ? NOTHING : recordsTable('Recipients', items, zone)}${pager(report, parameters)}`;
}

function lookFurther(lookedBackTo: string, { parameters, zone }: PageView): Html {
  return html`<p>
    To answer soon, this search ended at ${timeIn(lookedBackTo, zone)}: older messages may fit too.
    <a href="${address('/', { ...parameters, all: 1 })}">Look through all, and count them</a>, or
    name a day.
  </p> `;
}

function pager({ total, lookedBackTo }: SearchReport, parameters: Parameters): Html {
  const page = numberOf(parameters, 'page', 1);
  const pages = Math.ceil(total / numberOf(parameters, 'limit', LIMIT));
  const isWhole = lookedBackTo === undefined;
  if (pages <= 1) return NOTHING;
  const way = (to: number, name: string, rel: string): Html =>
    to < 1 || to > pages || to === page
      ? NOTHING
      : html`<li>
          <a href="${address('/', { ...parameters, page: to })}" rel="${rel}">${name}</a>
        </li> `;
  return html`<nav class="ways" aria-label="Pages of what was found">
    <ul>
      ${way(1, 'First', 'first')}${way(page - 1, 'Newer', 'prev')}
      <li aria-current="page">Page ${page} of ${isWhole ? '' : 'at least '}${pages}</li>
      ${way(page + 1, 'Older', 'next')}${isWhole ? way(pages, 'Last', 'last') : NOTHING}
    </ul>
  </nav>`;
}
