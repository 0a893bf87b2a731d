import { html } from './html.ts';
import type { Html, HtmlPart } from './html.ts';

export interface Column {
  readonly name: string;
  /** A class of the style sheet: `num`, `time`, `keep`, `name`, `address`. */
  readonly look?: 'num' | 'time' | 'keep' | 'name' | 'address';
}

export interface TableParts {
  readonly caption: string;
  /** Its cells stand below each other where it is narrow: they need no names of columns. */
  readonly isList?: boolean;
  readonly columns: readonly Column[];
  /** Cells of each row; the first one names it. */
  readonly rows: readonly (readonly HtmlPart[])[];
}

/** A table whose rows are named by their first cell; one that is too wide scrolls. */
export function table({ caption, isList = false, columns, rows }: TableParts): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">
    <table class="${isList ? 'list' : ''}">
      <caption>
        ${caption}
      </caption>
      ${tableHead(columns)}
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, index) =>
                index === 0
                  ? html`<th scope="row" class="${columns[0]?.look ?? ''}">${cell}</th>`
                  : html`<td class="${columns[index]?.look ?? ''}">${cell}</td>`,
              )}
            </tr> `,
        )}
      </tbody>
    </table>
  </div> `;
}

export function tableHead(columns: readonly Column[]): Html {
  return html`<thead>
    <tr>
      ${columns.map(({ name, look }) => html`<th scope="col" class="${look ?? ''}">${name}</th>`)}
    </tr>
  </thead>`;
}

/** Facts by name; those without a value are left out. */
export function facts(all: readonly (readonly [name: string, value: HtmlPart | null])[]): Html {
  return html`<dl class="facts">
    ${all.flatMap(([name, value]) =>
      value === null
        ? []
        : [
            html`<dt>${name}</dt>
              <dd>${value}</dd> `,
          ],
    )}
  </dl> `;
}

/** A list of sentences. */
export function bullets(texts: readonly string[]): Html {
  return html`<ul>
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul> `;
}
