import type { EventReport, MessageReport } from '../model/report.ts';
import { html, NOTHING } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import { counted } from '../render/numbers.ts';
import { clip, visibleLine } from '../render/visible.ts';

/** Raw lines that a page shows at most. */
export const RAW_LINES = 300;

/** Characters of one line, and of all: a line of a modern log names all recipients. */
const LINE_ROOM = 3000;
const ALL_ROOM = 150_000;
const ELLIPSIS = '\u2026';

/** The exact lines, folded away: each once, however many recipients it names. */
export function rawSection(message: MessageReport): Html {
  const lines = new Map<string, EventReport>();
  for (const event of message.recipients.flatMap(({ hops }) =>
    hops.flatMap(({ events }) => events),
  ))
    lines.set(placeOf(event), event);
  const shown = withinRoom([...lines.values()].slice(0, RAW_LINES));
  const left = lines.size - shown.length;
  if (shown.length === 0) return NOTHING;
  return html`<details>
    <summary>The exact lines of the logs (${counted(lines.size, 'line')})</summary>
    <div class="raw" tabindex="0" role="group" aria-label="Lines of the logs">
      <ol>
        ${shown.map(
          (event) =>
            html`<li>
              <span class="dim">${clip(event.source.file, 300)}:${event.source.line}</span>
              ${rawText(event.raw)}
            </li> `,
        )}
      </ol>
    </div>
    ${left > 0 ? html`<p>And ${counted(left, 'more line')}: trace --raw shows them.</p>` : NOTHING}
  </details> `;
}

function withinRoom(lines: readonly EventReport[]): EventReport[] {
  let room = ALL_ROOM;
  return lines.filter(({ raw }) => {
    room -= Math.min(LINE_ROOM, raw?.length ?? 0);
    return room >= 0;
  });
}

function placeOf({ source: { file, offset } }: EventReport): string {
  return `${offset} ${file}`;
}

function rawText(raw: string | null | undefined): Html {
  return raw === null || raw === undefined
    ? html`<p>Neither the file nor the archive has its bytes any more.</p>`
    : html`<pre>${linesOf(raw)}</pre> `;
}

/** As people can read it, tabs as arrows. A record of 5.5 is several lines. */
function linesOf(raw: string): Html[] {
  const isWhole = raw.length <= LINE_ROOM;
  const lines = (isWhole ? raw : raw.slice(0, LINE_ROOM)).split(/\r?\n/);
  return lines.map((line, index) => {
    const isLast = index === lines.length - 1;
    return html`${visibleLine(line)}${isLast ? (isWhole ? '' : ELLIPSIS) : html`<br />`}`;
  });
}
