import { plot } from '@observablehq/plot';
import type { PlotOptions } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { html } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { svgMarkup } from './svg-markup.ts';
import type { ChartNode } from './svg-markup.ts';

/** A chart that scrolls where the screen is narrower than it; colours are those of the page's style sheet, by `className`. */
export function drawChart(name: string, options: PlotOptions): Html {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const chart: ChartNode = plot({ ...options, document });
  return html`<div class="scroll chart" tabindex="0" role="group" aria-label="${name}">
    <p class="dim" aria-hidden="true">${name}</p>
    ${svgMarkup(chart)}
  </div> `;
}
