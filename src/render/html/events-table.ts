import type { EventReport, HopReport, RecipientReport } from '../../model/report.ts';
import { formatDuration } from '../../model/time.ts';
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

/** The events of a picture: one line of a log each, in groups by recipient. */
export function eventsTable(recipients: readonly RecipientReport[], zone: string): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Events of the message">
    <table class="wide">
      <caption>
        The same events, each one line of a log; the time in a stage is until the next line of that
        server
      </caption>
      ${tableHead(COLUMNS)} ${recipients.map((recipient) => groupOf(recipient, zone))}
    </table>
  </div> `;
}

function groupOf(recipient: RecipientReport, zone: string): Html {
  const slowest = slowestStep(recipient);
  const rows = recipient.hops.flatMap((hop) =>
    hop.events.map((event, index) => eventRow(hop, index, event, { recipient, slowest, zone })),
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
}

function eventRow(hop: HopReport, index: number, event: EventReport, context: RowContext): Html {
  const { recipient, slowest, zone } = context;
  const seconds = secondsInStage(hop, index, recipient);
  const again = event.life > (hop.events[index - 1]?.life ?? event.life);
  const stage = `${event.stage ?? 'note'}${event.inferred ? ' (inferred)' : ''}`;
  const to = event.partner === null ? '' : ` -> ${clip(event.partner, 200)}`;
  const { file, line } = event.source;
  return html`<tr>
    <td class="time">${timeIn(event.at, zone)}</td>
    <td class="name">${clip(hop.server, 60)}</td>
    <td class="num">${clip(event.event, 40)}</td>
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
