import type { RecipientReport } from '../../model/report.ts';
import { tellLatency } from '../latency-told.ts';
import type { LatencyTold, ServiceTold } from '../latency-told.ts';
import { counted } from '../numbers.ts';
import { clip } from '../visible.ts';
import { html, joinHtml, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { table } from './tables.ts';

/** Messages to many may have as many ways; more would not be read. */
const SHOWN = 8;

/** Where the time of the recipients went, in the words of `trace`; nothing where no line says. */
export function latencySection(
  recipients: readonly RecipientReport[],
  level: 'h2' | 'h3',
  whole: string,
): Html {
  const all = tellLatency(recipients);
  const left = all.length - SHOWN;
  if (all.length === 0) return NOTHING;
  return html`${
    level === 'h2' ? html`<h2>Where the time went</h2>` : html`<h3>Where the time went</h3>`
  }${all.slice(0, SHOWN).map((told) => groupOf(told, level === 'h2' && all.length > 1))}${
    left > 0
      ? html`<p>And of recipients with ${counted(left, 'other measure')}: ${whole} has all.</p>`
      : NOTHING
  } `;
}

/** Its parts are folded away where there are several on a screen. */
function groupOf(
  { whole, who, waits, overlap, services, left }: LatencyTold,
  isFolded: boolean,
): Html {
  const parts = html`${services.map((service) => serviceTable(service))}${
    left === null ? NOTHING : html`<p>${left}</p>`
  } `;
  return html`<p>${who === null ? '' : `${who}: `}${whole}.</p>
    ${waits.map((wait) => html`<p><strong>${wait}</strong></p> `)}${
      overlap === null ? NOTHING : html`<p>${overlap}</p>`
    }${
      isFolded
        ? html`<details>
            <summary>By server and service${who === null ? '' : `, ${who}`}</summary>
            ${parts}
          </details>`
        : parts
    } `;
}

function serviceTable({ server, service, time, parts, others }: ServiceTold): Html {
  const what = service === null ? '' : ` (${service})`;
  const took = time === null ? '' : `, ${time}`;
  return table({
    caption: `${server}${what}${took}`,
    isList: true,
    columns: [
      { name: 'Part' },
      { name: 'Time', look: 'num' },
      { name: 'Of the whole', look: 'keep' },
      { name: 'Meaning' },
    ],
    rows: [
      ...parts.map((part) => [
        html`${joinHtml(Array.from({ length: part.depth - 1 }, () => html`&#8627;&#160;`))}${clip(part.name, 120)}`,
        part.time,
        shareBar(part.share),
        part.meaning ?? '',
      ]),
      ...(others === null ? [] : [[others, '', '', '']]),
    ],
  });
}

/** The share as a bar and as a number. */
function shareBar(share: number): Html {
  const width = Math.round(share * 100);
  return html`<svg class="share" viewBox="0 0 100 10" aria-hidden="true">
      <rect class="room" width="100" height="10" />
      <rect class="part" width="${width}" height="10" />
    </svg>
    ${width} %`;
}
