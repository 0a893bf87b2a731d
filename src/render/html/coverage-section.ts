import type { CoverageReport } from '../../model/report.ts';
import { gapWords } from '../gap-words.ts';
import { clockLines, logsNotLoaded, purgedLines } from '../coverage-text.ts';
import { timeIn } from '../life/words.ts';
import { counted, formatCount } from '../numbers.ts';
import { clip } from '../visible.ts';
import { html, joinHtml, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import type { PageLimits } from './limits.ts';
import { bullets, table } from './tables.ts';
import { viewIn } from './verdicts.ts';

type ServerCoverage = CoverageReport['servers'][number];

/** What was read, what is missing in between, and whose clocks differ. */
export function coverageSection(coverage: CoverageReport, zone: string, limits: PageLimits): Html {
  const { servers, clockSkews, purgedBefore } = coverage;
  const shown = servers.slice(0, limits.servers);
  const left = servers.length - shown.length;
  const clocks = clockLines(clockSkews, { all: limits.whole });
  return html`<section aria-labelledby="coverage">
    <h2 id="coverage">What was read</h2>
    ${servers.length === 0 ? html`<p>No logs.</p> ` : serversTable(shown, zone, limits)}${
      left > 0
        ? html`<p>And ${counted(left, 'server')} more: ${limits.whole} has all.</p> `
        : NOTHING
    }${purgedLines(purgedBefore, viewIn(zone)).map((line) => html`<p>${line}</p> `)}${
      clocks.length === 0
        ? NOTHING
        : html`<h3>Clocks</h3>
            ${bullets(clocks)}`
    }
  </section> `;
}

function serversTable(servers: readonly ServerCoverage[], zone: string, limits: PageLimits): Html {
  return table({
    caption: `Logs by server, times in ${zone}`,
    columns: [
      { name: 'Server' },
      { name: 'From', look: 'time' },
      { name: 'To', look: 'time' },
      { name: 'Missing in between' },
      { name: 'Lines not read', look: 'num' },
    ],
    rows: servers.map((one) => [
      clip(one.server, 100),
      timeIn(one.from, zone),
      timeIn(one.to, zone),
      gapsText(one, zone, limits),
      formatCount(one.rejectedLines),
    ]),
  });
}

function gapsText({ gaps, logs }: ServerCoverage, zone: string, limits: PageLimits): Html {
  const absent = logsNotLoaded(logs);
  if (gaps.length === 0 && absent === '') return html`nothing known of`;
  const shown = gaps
    .slice(0, limits.gaps)
    .map(
      (gap) =>
        html`<span class="gap"
          >${gapWords(gap)} ${timeIn(gap.from, zone)} to ${timeIn(gap.to, zone)}</span
        >`,
    );
  const left = gaps.length - shown.length;
  return joinHtml(
    [
      ...shown,
      ...(left > 0 ? [html`and ${formatCount(left)} more`] : []),
      ...(absent === '' ? [] : [html`<span class="gap">${absent} not loaded</span>`]),
    ],
    '; ',
  );
}
