import type { Explanation } from '../model/explanation.ts';
import { html, NOTHING } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import { bullets, facts } from '../render/html/tables.ts';

/** What the catalogue says of words, below headings of a level. */
export function explanations(all: readonly Explanation[], level: 'h2' | 'h3'): Html {
  return html`${all.map(
    (one) =>
      html`<section class="explained">
        ${level === 'h2' ? html`<h2>${one.title}</h2>` : html`<h3>${one.title}</h3>`}
        <p>${one.meaning}</p>
        ${one.facts.length === 0 ? NOTHING : facts(one.facts)}${advice(one, '')}${
          one.modern === null ? NOTHING : advice(one.modern, ' (Exchange 2007 and later)')
        }${one.source === null ? NOTHING : html`<p class="dim">Source: ${one.source}</p>`}
      </section> `,
  )}`;
}

function advice(
  { causes, nextCheck }: Pick<Explanation, 'causes' | 'nextCheck'>,
  of: string,
): Html {
  return html`${
      causes.length === 0
        ? NOTHING
        : html`<p class="dim">Likely causes${of}</p>
            ${bullets(causes)}`
    }
    <p>Check first${of}: ${nextCheck}</p> `;
}
