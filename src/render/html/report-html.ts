import type { DailyReport } from '../../model/daily-report.ts';
import type { MessageReport, TraceReport, UnresolvedReport } from '../../model/report.ts';
import { headersLines } from '../headers-text.ts';
import { LIFE_CSS } from '../life/life-css.ts';
import { timeIn } from '../life/words.ts';
import { counted } from '../numbers.ts';
import { verdictSentence, verdictTag } from '../sentence.ts';
import { mostUrgent, urgency } from '../urgency.ts';
import { clip } from '../visible.ts';
import { coverageSection } from './coverage-section.ts';
import { daySection } from './day-section.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { PAGE_LIMITS } from './limits.ts';
import type { PageLimits } from './limits.ts';
import { messageSection, subjectText } from './message-section.ts';
import { page } from './page.ts';
import { REPORT_CSS } from './report-css.ts';
import { facts, table } from './tables.ts';
import { countsText, viewIn } from './verdicts.ts';

export interface ReportHtmlInput {
  /** What `--case` names. */
  readonly case: string;
  readonly trace: TraceReport;
  readonly daily: DailyReport | null;
  readonly redacted: boolean;
  /** Time zone of times, IANA. */
  readonly tz: string;
  /** The program and its version. */
  readonly tool: string;
  /** Version of the table of events. */
  readonly catalogue: number;
}

const LIMITS_OF_A_LOG =
  'A tracking log tells what the transport of a server wrote of a message, by the clock of that server: that it was taken in, queued, tried, handed to another host, or that its way ended there. It is not the message and does not tell what was in it, nor that anybody read it, nor what a host outside the logs read here did with it; and where a log is missing, the absence of a line proves nothing.';

/** The evidence report as one page: no script, nothing loaded, all log text as text. Deterministic ASCII. */
export function reportHtml(input: ReportHtmlInput, limits: PageLimits = PAGE_LIMITS): string {
  const { trace, daily, tz, redacted } = input;
  const messages = byUrgency(trace.messages);
  const shown = messages.slice(0, limits.messages);
  let room = { maxLanes: limits.allLanes, maxEvents: limits.allEvents };
  let pictures = 0;
  const sections = shown.map((message, index) => {
    const { markup, layout } = messageSection(message, {
      number: index + 1,
      coverage: trace.coverage,
      zone: tz,
      redacted,
      limits,
      room,
    });
    if (layout !== null) pictures++;
    room = {
      maxLanes: room.maxLanes - (layout?.lanes.length ?? 0),
      maxEvents: room.maxEvents - (layout?.events ?? 0),
    };
    return markup;
  });
  const body = html`${head(input)}
    <main>
      ${messages.length === 1 ? NOTHING : messageList(messages, { zone: tz, redacted, limits, pictures })}${sections}${trace.unresolved.map(
        (one) => unresolved(one, input),
      )}${
        trace.headers === undefined
          ? NOTHING
          : html`<section>
              <pre>${headersLines(trace.headers, viewIn(tz)).map((line) => html`${line} `)}</pre>
            </section> `
      }${daily === null ? NOTHING : daySection(daily, 'daily.json and daily.txt tell the day in full.')}${coverageSection(trace.coverage, tz, limits)}
      <section aria-labelledby="limits">
        <h2 id="limits">What a tracking log can prove, and what it cannot</h2>
        <p>${LIMITS_OF_A_LOG}</p>
      </section>
    </main>
    ${foot(input)}`;
  return page(`Evidence report: ${clip(input.case, 100)}`, REPORT_CSS + LIFE_CSS, body);
}

function head({ case: name, trace, redacted, tz }: ReportHtmlInput): Html {
  return html`<header>
    <p class="kicker">Evidence report</p>
    <h1>${clip(name, 300)}</h1>
    ${
      redacted
        ? html`<p class="notice">
            <strong>Redacted:</strong> addresses, hosts and ids are pseudonyms, the same one for the
            same name throughout this case; subjects are left out.
          </p> `
        : NOTHING
    }
    <p class="dim">
      ${counted(trace.messages.length, 'message')}; times in ${tz}; logs to
      ${trace.asOf === null ? 'no known end' : timeIn(trace.asOf, tz)}.
    </p>
  </header> `;
}

function foot({ tool, catalogue, trace }: ReportHtmlInput): Html {
  return html`<footer class="dim">
    ${facts([
      ['Made by', tool],
      ['Table of events', `version ${catalogue}`],
      [
        'Asked for',
        trace.query.length === 0 ? null : clip(trace.query.slice(0, 50).join(', '), 1000),
      ],
    ])}
    <p>
      This page is a view of trace.json, which has every event and every recipient; the exact lines
      lie under raw/, and provenance.jsonl names their file, offset and checksum.
    </p>
  </footer> `;
}

/** Those with a recipient that is stalled or failed first, then those with an open one; else as they were asked for. */
function byUrgency(messages: readonly MessageReport[]): MessageReport[] {
  return messages.toSorted((a, b) => worst(a) - worst(b));
}

function worst({ recipients }: MessageReport): number {
  return recipients.reduce((least, one) => Math.min(least, urgency(one)), 3);
}

interface ListContext {
  readonly redacted: boolean;
  readonly zone: string;
  readonly limits: PageLimits;
  /** Messages whose life is drawn. */
  readonly pictures: number;
}

/** Each message with the verdict of its most urgent recipient. */
function messageList(
  messages: readonly MessageReport[],
  { zone, redacted, limits, pictures }: ListContext,
): Html {
  if (messages.length === 0) return html`<p class="verdict">No message fits.</p> `;
  const listed = messages.slice(0, limits.listed);
  const left = messages.length - listed.length;
  const undrawn = messages.length - pictures;
  return html`<section aria-labelledby="verdicts">
    <h2 id="verdicts">Verdicts</h2>
    ${table({
      caption: 'All messages, those that are stalled or failed first',
      isList: true,
      columns: [
        { name: 'No.', look: 'num' },
        { name: 'Verdict' },
        { name: 'From', look: 'address' },
        { name: 'Subject' },
      ],
      rows: listed.map((message, index) => [
        index < limits.messages
          ? html`<a href="#m${index + 1}">${index + 1}</a>`
          : html`${index + 1}`,
        index < limits.messages
          ? listVerdict(message, zone)
          : html`<code>${clip(message.messageId, 120)}</code><br />${listVerdict(message, zone)}`,
        clip(message.sender ?? 'unknown', 120),
        clip(subjectText(message.subject, redacted), 120),
      ]),
    })}${
      left > 0 ? html`<p>And ${counted(left, 'message')} more: trace.json has all.</p> ` : NOTHING
    }${
      undrawn > 0
        ? html`<p>
            <strong
              >Of ${counted(undrawn, 'message')} no picture is drawn on this page: trace.json has
              all.</strong
            >
          </p>`
        : NOTHING
    }
  </section> `;
}

function listVerdict({ recipients }: MessageReport, zone: string): Html {
  const [first] = mostUrgent(recipients);
  if (first === undefined) return html`no recipient known`;
  const counts = recipients.length === 1 ? NOTHING : html`<br />${countsText(recipients)}`;
  return html`${verdictSentence(first, viewIn(zone))}<br /><span class="dim"
      >${verdictTag(first)}${counts}</span
    >`;
}

function unresolved(
  { query, total, candidates }: UnresolvedReport,
  { tz, redacted }: ReportHtmlInput,
): Html {
  const what =
    total === 0
      ? 'no message has this id, as far as was asked and read'
      : `${counted(total, 'message')} fit, none was chosen`;
  return html`<section>
    <h2>Not found: <span class="mono">${clip(query, 300)}</span></h2>
    <p>${what}.</p>
    <ul>
      ${candidates.map(
        (one) =>
          html`<li>
            <code>${clip(one.messageId, 300)}</code>, first line ${timeIn(one.firstSeenAt, tz)},
            from ${clip(one.sender ?? 'unknown', 200)}, ${subjectText(one.subject, redacted)}
          </li> `,
      )}
    </ul>
  </section> `;
}
