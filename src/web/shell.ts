import { html, NOTHING } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import { SCRIPT_PATH } from './live/live-line.ts';
import { VERSION } from '../model/version.ts';

export const STYLE_PATH = '/style.css';

const PLACES = [
  ['/', 'Search'],
  ['/stuck', 'Stuck'],
  ['/daily', 'Day'],
  ['/coverage', 'Coverage'],
  ['/explain', 'Explain'],
] as const;

export interface ShellParts {
  readonly title: string;
  readonly body: Html;
  /** Path of the page that is shown. */
  readonly path: string;
  readonly zone: string;
  /** Address of the page as JSON; null: it has none. */
  readonly json: string | null;
  /** How new it is, where logs are followed; null: they are not. */
  readonly live: Html | null;
  readonly head?: Html;
}

/** A whole page: ways to all others, its content, and what it is a view of. */
export function shell({ title, body, path, zone, json, live, head = NOTHING }: ShellParts): string {
  return html`<!DOCTYPE html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        ${head}
        <title>${title} - mailtrail</title>
        <link rel="stylesheet" href="${STYLE_PATH}" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        ${live === null ? NOTHING : html`<script type="module" src="${SCRIPT_PATH}"></script> `}
      </head>
      <body>
        <a class="skip" href="#content">To the content</a>
        <header class="top">
          <nav aria-label="Pages">
            <ul>
              ${PLACES.map(
                ([place, name]) =>
                  html`<li>
                    <a href="${place}" ${place === path ? html` aria-current="page"` : NOTHING}
                      >${name}</a
                    >
                  </li> `,
              )}
            </ul>
          </nav>
          ${live ?? NOTHING}
        </header>
        <main id="content" tabindex="-1">${body}</main>
        <footer class="dim">
          <p>
            Times in
            ${zone}.${json === null ? NOTHING : html` <a href="${json}">This page as JSON</a>.`}
            mailtrail ${VERSION}, on this machine alone.
          </p>
        </footer>
      </body>
    </html> `.text.replace(/\n{2,}/g, '\n');
}

/** A page without style or ways on, for those who are not let in. */
export function bare(title: string, body: Html, head: Html = NOTHING): string {
  return html`<!DOCTYPE html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${head}
        <title>${title} - mailtrail</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `.text.replace(/\n{2,}/g, '\n');
}
