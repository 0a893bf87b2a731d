import { STAGE_KEYS, STATES } from '../../model/stage.ts';
import type { StuckReport } from '../../model/stuck-report.ts';
import type { SearchReport } from '../../queries/search-report.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { counted } from '../../render/numbers.ts';
import { newestStalls } from '../newest-stalls.ts';
import type { Page, PageView } from '../page.ts';
import { filtersOf, isOn, pageOf, placeOf } from '../query.ts';
import type { Parameters } from '../query.ts';
import { searchResults } from '../search-results.ts';

const HEADING = 'Where is my message?';
/** A longer list could not be looked at, and has pages. */
const MOST_LISTED = 1000;
/** What stalled last, where nothing is searched for. */
const STALLS = 10;

/**
 * What a page may take, as `searchBudget` counts it: a quarter of a second at most, or so. A further one whose place is not told may take as much
 * again for each page before it, where it needs it.
 */
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
    const { page, limit } = pageOf(parameters, whole ? undefined : MOST_LISTED);
    const place = placeOf(parameters);
    const asked = { ...filtersOf(parameters), skip: (page - 1) * limit, limit };
    if (whole) return answers.search({ ...asked, ...place, work: null });
    if (isOn(parameters, 'all')) return answers.search({ ...asked, work: null });
    if (place.place !== undefined) return answers.search({ ...asked, ...place, work: WORK });
    const most = WORK * page;
    const likely = (asked.skip + limit + 1) * EACH;
    return answers.search({ ...asked, work: Math.min(most, Math.max(WORK, likely)), most });
  },
  waitsFor: { title: 'Search', heading: HEADING, what: 'What this search finds' },
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
      body: html`<h1>${HEADING}</h1>
        ${searchForm(parameters)}${stuck === null ? NOTHING : stalls(stuck, view)}${searchResults(report, view)}`,
    };
  },
};

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
