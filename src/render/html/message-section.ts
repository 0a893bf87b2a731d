import type { CoverageReport, MessageReport, RelatedReport } from '../../model/report.ts';
import { displaySubject } from '../../model/subject.ts';
import { layoutLife } from '../life/life-layout.ts';
import type { LifeLayout, LifeRoom } from '../life/life-layout.ts';
import { lifePicture } from '../life/life-svg.ts';
import { timeIn } from '../life/words.ts';
import { counted, formatCount } from '../numbers.ts';
import { relationText } from '../relations.ts';
import { mostUrgent } from '../urgency.ts';
import { clip } from '../visible.ts';
import { eventsTable } from './events-table.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import type { PageLimits } from './limits.ts';
import { latencySection } from './latency-section.ts';
import { facts } from './tables.ts';
import { verdicts } from './verdicts.ts';

export interface MessageContext {
  /** From 1, on the page. */
  readonly number: number;
  readonly coverage: CoverageReport;
  readonly zone: string;
  readonly redacted: boolean;
  readonly limits: PageLimits;
  /** What may still be drawn on the page. */
  readonly room: LifeRoom;
}

export interface MessageSection {
  readonly markup: Html;
  /** Null: it is not drawn. */
  readonly layout: LifeLayout | null;
}

const SUBJECT_ROOM = 1000;

/** One message: what became of it, what it is, its life as a picture and as a table. */
export function messageSection(message: MessageReport, context: MessageContext): MessageSection {
  const { number, zone, limits, coverage, room } = context;
  const id = `m${number}`;
  const whole = layoutLife(message, coverage, {
    maxLanes: Math.min(limits.lanes, room.maxLanes),
    maxEvents: Math.min(limits.events, room.maxEvents),
  });
  const layout = whole.lanes.length === 0 ? null : whole;
  const markup = html`<section id="${id}" aria-labelledby="${id}-h">
    <h2 id="${id}-h">
      Message ${number}: <span class="mono">${clip(message.messageId, 300)}</span>
    </h2>
    ${verdicts(message, zone, limits)}${messageFacts(message, context)}
    ${layout === null ? notDrawn(limits) : life(message, layout, context)}${latencySection(
      mostUrgent(message.recipients),
      'h3',
      limits.whole,
    )}${related(message.related)}
  </section> `;
  return { markup, layout };
}

/** In place of a picture. */
export function notDrawn({ whole }: PageLimits): Html {
  return html`<p>
    Its life is neither drawn nor listed here, as this page would be too large: ${whole} has all.
  </p>`;
}

/** The subject, decoded; in a redacted case nobody can tell whether there was one. */
export function subjectText(subject: string | null, isRedacted: boolean): string {
  if (subject === null) return isRedacted ? '(left out)' : '(no subject logged)';
  return clip(displaySubject(subject), SUBJECT_ROOM);
}

/** What is known of the message itself. */
export function messageFacts(
  message: MessageReport,
  { zone, redacted }: Pick<MessageContext, 'zone' | 'redacted'>,
): Html {
  const { messageId, sender, sizeBytes, recipientCount, originatedAt, recipients } = message;
  return facts([
    ['Message-ID', html`<code>${clip(messageId, SUBJECT_ROOM)}</code>`],
    ['From', sender === null ? 'sender unknown' : clip(sender, 300)],
    ['Subject', subjectText(message.subject, redacted)],
    ['Size', sizeBytes === null ? null : `${formatCount(sizeBytes)} bytes`],
    ['Recipients', recipientsText(recipientCount, recipients.length)],
    ['Sent', originatedAt === null ? null : timeIn(originatedAt, zone)],
    ['First line', timeIn(message.firstSeenAt, zone)],
    ['Last line', timeIn(message.lastSeenAt, zone)],
  ]);
}

function recipientsText(logged: number | null, told: number): string {
  return logged === null || logged === told
    ? formatCount(told)
    : `${formatCount(logged)} by the log, ${formatCount(told)} told of`;
}

function life(message: MessageReport, layout: LifeLayout, context: MessageContext): Html {
  return html`<h3>Its life, by recipient and server</h3>
    ${lifeFigure(message, layout, context)} ${eventsTable(layout, context)}`;
}

/** The picture, and how it is to be read. */
export function lifeFigure(
  message: MessageReport,
  layout: LifeLayout,
  { zone, number, limits }: Pick<MessageContext, 'zone' | 'number' | 'limits'>,
): Html {
  const picture = lifePicture(layout, message, {
    zone,
    id: `m${number}`,
    standalone: false,
    linked: true,
  });
  const { notDrawn: left, gapsNotDrawn } = layout;
  return html`<figure>
    <div class="scroll" tabindex="0" role="group" aria-label="Picture of message ${number}">
      ${picture}
    </div>
    <figcaption>
      Times in ${zone}. The axis is not to scale: between two events a longer time is drawn by its
      logarithm; the words tell the true times.<span class="screen">
        Point at a part of it, or go to it by the keyboard, for its details; it leads to its line of
        the table.</span
      >${
        left > 0
          ? html` <strong
              >${counted(left, 'recipient')} more ${left === 1 ? 'is' : 'are'} neither drawn nor
              listed below: ${limits.whole} has all.</strong
            >`
          : NOTHING
      }${gapsNotDrawn > 0 ? html` ${counted(gapsNotDrawn, 'shorter gap')} of logs not drawn.` : NOTHING}
    </figcaption>
  </figure>`;
}

function related(all: readonly RelatedReport[]): Html {
  if (all.length === 0) return NOTHING;
  return html`<h3>Related messages</h3>
    <ul>
      ${all.map(
        (one) => html`<li><code>${clip(one.messageId, 300)}</code>: ${relationText(one)}</li> `,
      )}
    </ul> `;
}
