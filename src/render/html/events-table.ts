import type { EventReport, HopReport, RecipientReport } from '../../model/report.ts';
import { formatDuration } from '../../model/time.ts';
import type { LifeLayout } from '../life/life-layout.ts';
import { eventId } from '../life/spots.ts';
import { timeIn, whoText } from '../life/words.ts';
import { secondsInStage, slowestStep } from '../time-in-stage.ts';
import { clip } from '../visible.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { tableHead } from './tables.ts';
import type { Column } from './tables.ts';

const COLUMNS: readonly Column[] = [
  { name: 'Time', look: 'time' },
  { name: 'Server', look: 'name' },
  { name: 'Event', look: 'num' },
  { name: 'Name' },
  { name: 'Stage', look: 'keep' },
  { name: 'Time in stage', look: 'keep' },
  { name: 'Line of the log' },
];

interface TableContext {
  /** Of the message on its page, from 1. */
  readonly number: number;
  readonly zone: string;
  /** Address that explains an event; null: nobody knows it. Absent: the page has none. */
  readonly explain?: (event: string) => string | null;
}

/** The events of a picture: one line of a log each, in groups by recipient. Signs of the picture lead to their rows. */
export function eventsTable({ lanes }: LifeLayout, { number, zone, explain }: TableContext): Html {
  let event = 0;
  const id = (): string => eventId(`m${number}`, (event += 1));
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Events of the message">
    <table class="wide">
      <caption>
        The same events, each one line of a log; the time in a stage is until the next line of that
        server
      </caption>
      ${tableHead(COLUMNS)}
      ${lanes.map(({ recipient }) => groupOf(recipient, { zone, id, eventLink: linkOf(explain) }))}
    </table>
  </div> `;
}

function linkOf(explain: TableContext['explain']): (event: string) => Html {
  return (event) => {
    const address = explain?.(event) ?? null;
    const text = html`${clip(event, 40)}`;
    return address === null ? text : html`<a href="${address}">${text}</a>`;
  };
}

function groupOf(
  recipient: RecipientReport,
  context: Omit<RowContext, 'recipient' | 'slowest'>,
): Html {
  const slowest = slowestStep(recipient);
  const rows = recipient.hops.flatMap((hop) =>
    hop.events.map((event, index) =>
      eventRow(hop, index, event, { ...context, recipient, slowest }),
    ),
  );
  return html`<tbody>
    <tr>
      <th colspan="${COLUMNS.length}" scope="rowgroup">
        ${clip(whoText(recipient.recipient), 300)}
      </th>
    </tr>
    ${rows}
  </tbody> `;
}

interface RowContext {
  readonly recipient: RecipientReport;
  readonly slowest: EventReport | null;
  readonly zone: string;
  /** Id of the next row. */
  readonly id: () => string;
  readonly eventLink: (event: string) => Html;
}

function eventRow(hop: HopReport, index: number, event: EventReport, context: RowContext): Html {
  const { recipient, slowest, zone, id, eventLink } = context;
  const seconds = secondsInStage(hop, index, recipient);
  const again = event.life > (hop.events[index - 1]?.life ?? event.life);
  const stage = `${event.stage ?? 'note'}${event.inferred ? ' (inferred)' : ''}`;
  const to = event.partner === null ? '' : ` -> ${clip(event.partner, 200)}`;
  const { file, line } = event.source;
  return html`<tr id="${id()}">
    <td class="time">${timeIn(event.at, zone)}</td>
    <td class="name">${clip(hop.server, 60)}</td>
    <td class="num">${eventLink(event.event)}</td>
    <td>${again ? 'arrived again: ' : ''}${clip(event.name, 200)}${to}</td>
    <td class="keep">${stage}</td>
    <td class="keep">
      ${seconds === null ? '' : formatDuration(seconds)}${
        event === slowest ? html` <b class="slow">slowest</b>` : NOTHING
      }
    </td>
    <td class="mono">${clip(file, 300)}:${line}</td>
  </tr> `;
}
