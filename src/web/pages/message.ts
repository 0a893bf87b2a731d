import type { MessageReport, TraceReport, UnresolvedReport } from '../../model/report.ts';
import { UserError } from '../../model/user-error.ts';
import { explain } from '../../queries/explain.ts';
import { eventsTable } from '../../render/html/events-table.ts';
import { html, NOTHING } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { latencySection } from '../../render/html/latency-section.ts';
import {
  lifeFigure,
  messageFacts,
  notDrawn,
  subjectText,
} from '../../render/html/message-section.ts';
import { verdicts } from '../../render/html/verdicts.ts';
import { layoutLife } from '../../render/life/life-layout.ts';
import { timeIn } from '../../render/life/words.ts';
import { counted } from '../../render/numbers.ts';
import { relationText } from '../../render/relations.ts';
import { mostUrgent } from '../../render/urgency.ts';
import { clip } from '../../render/visible.ts';
import { explanations } from '../explanations.ts';
import { exportForm } from '../export-form.ts';
import { WEB_LIMITS } from '../limits.ts';
import type { Page, PageView } from '../page.ts';
import { address, isOn, judgingOf, textOf } from '../query.ts';
import { RAW_LINES, rawSection } from '../raw-section.ts';
import { messageAddress } from '../records-table.ts';

/** A message, its verdict first: `trace`. */
export const messagePage: Page<TraceReport> = {
  path: '/message',
  json: '/message.json',
  ask(answers, parameters, whole) {
    const raw = isOn(parameters, 'raw') ? Number.POSITIVE_INFINITY : 0;
    return answers.trace({
      id: (parameters['id'] ?? '').trim(),
      ...textOf(parameters, 'to', 'to'),
      ...judgingOf(parameters),
      rawLines: whole ? raw : RAW_LINES,
    });
  },
  show(report, view) {
    const { messages, unresolved } = report;
    const [first] = messages;
    const body = html`${messages.map((message, index) =>
      messageBody(message, index + 1, report, view),
    )}${unresolved.map((one) => candidates(one, view))}`;
    if (first !== undefined) return { title: subjectText(first.subject, false), body };
    const isKnown = unresolved.some(({ total }) => total > 0);
    return { title: 'Message', body, ...(isKnown ? {} : { status: 404 }) };
  },
};

function messageBody(
  message: MessageReport,
  number: number,
  { coverage }: TraceReport,
  { zone, token }: PageView,
): Html {
  const limits = WEB_LIMITS;
  const layout = layoutLife(message, coverage, {
    maxLanes: limits.lanes,
    maxEvents: limits.events,
  });
  const { lanes } = layout;
  return html`<article aria-labelledby="m${number}-h">
    <p class="kicker">Message</p>
    <h1 id="m${number}-h">${subjectText(message.subject, false)}</h1>
    ${verdicts(message, zone, limits)}${meanings(message)}
    <h2>Its life, by recipient and server</h2>
    ${
      lanes.length === 0 ? notDrawn(limits) : lifeFigure(message, layout, { zone, number, limits })
    }${
      lanes.length === 0
        ? NOTHING
        : html`<details>
            <summary>The same as a table</summary>
            ${eventsTable(layout, { number, zone, explain: explainer() })}
          </details> `
    }${rawSection(message)}${latencySection(
      mostUrgent(message.recipients),
      'h2',
      limits.whole,
    )}${related(message)}
    <h2>The message itself</h2>
    ${messageFacts(message, { zone, redacted: false })}${exportForm(message.messageId, number, token)}
  </article> `;
}

/** What the words of the verdicts mean, where they stand. */
function meanings({ recipients }: MessageReport): Html {
  const words = new Set(
    recipients.flatMap(({ state, stage }) => (stage === null ? [state] : [state, stage])),
  );
  const told = [...words].flatMap((word) => explain(word));
  // A word that is both a state and a stage is explained as both.
  const once = [...new Map(told.map((one) => [one.title, one])).values()];
  if (once.length === 0) return NOTHING;
  return html`<details>
    <summary>What these words mean, and likely causes</summary>
    ${explanations(once, 'h2')}
  </details> `;
}

/** Finds the address that explains an event, each once. */
function explainer(): (event: string) => string | null {
  const known = new Map<string, string | null>();
  return (event) => {
    let found = known.get(event);
    if (found === undefined) {
      found = isExplained(event) ? address('/explain', { what: event }) : null;
      known.set(event, found);
    }
    return found;
  };
}

function isExplained(event: string): boolean {
  try {
    return explain(event).length > 0;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function related({ related: all }: MessageReport): Html {
  if (all.length === 0) return NOTHING;
  return html`<h2>Related messages</h2>
    <ul>
      ${all.map(
        (one) =>
          html`<li>
            <a href="${messageAddress(one.messageId)}"><code>${clip(one.messageId, 300)}</code></a
            >: ${relationText(one)}
          </li> `,
      )}
    </ul> `;
}

function candidates({ query, total, candidates: all }: UnresolvedReport, { zone }: PageView): Html {
  if (total === 0)
    return html`<h1>Not found</h1>
      <p class="verdict">No message has the id <code>${clip(query, 300)}</code>.</p>
      <p>See under Coverage whether the logs of its time were read.</p>`;
  return html`<h1>${counted(total, 'message')} fit</h1>
    <p>Which one is meant by <code>${clip(query, 300)}</code>?</p>
    <ul>
      ${all.map(
        ({ messageId, firstSeenAt, sender, subject }) =>
          html`<li>
            <a href="${messageAddress(messageId)}"><code>${clip(messageId, 300)}</code></a
            >, first line ${timeIn(firstSeenAt, zone)}, from ${clip(sender ?? 'unknown', 200)},
            ${subjectText(subject, false)}
          </li> `,
      )}
    </ul>`;
}
