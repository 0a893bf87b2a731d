import type { StageKind } from '../../model/stage.ts';
import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';

/** What a line of the log means, by its shape; null: a note. */
export function drawSign(kind: StageKind | null, x: number, y: number): Html {
  const at = `translate(${fixed(x)} ${fixed(y)})`;
  switch (kind) {
    case 'waiting':
    case 'retrying':
      return html`<path class="tick" d="M${fixed(x)} ${fixed(y - 11)}v22" />`;
    case 'left':
      return html`<path class="left" d="M${fixed(x - 5)} ${fixed(y - 7)}l12 7l-12 7z" />`;
    case 'ended-well':
      return html`<g class="well" transform="${at}"
        ><circle r="7.5" /><path class="on" d="M-3.5 0l2.5 3l4.5 -5.5"
      /></g>`;
    case 'ended-badly':
      return html`<g class="bad" transform="${at}"
        ><path d="M-7 -7h14v14h-14z" /><path class="on" d="M-3.5 -3.5l7 7m0 -7l-7 7"
      /></g>`;
    case 'held':
      return html`<g class="bad" transform="${at}"
        ><path d="M-7 -7h14v14h-14z" /><path class="on" d="M-2.5 -4v8m5 -8v8"
      /></g>`;
    case 'redirected':
      return html`<path class="turn" d="M${fixed(x)} ${fixed(y - 8)}l8 8l-8 8l-8 -8z" />`;
    case null:
      return html`<circle class="note" cx="${fixed(x)}" cy="${fixed(y)}" r="3.5" />`;
  }
}

/** Where it is, nobody knows: no log that is loaded saw it again. */
export function drawUnknown(x: number, y: number): Html {
  return html`<circle class="ask" cx="${fixed(x)}" cy="${fixed(y)}" r="7.5" /><text
      class="mid alarm"
      x="${fixed(x)}"
      y="${fixed(y + 4)}"
      >?</text
    >`;
}

function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}
