import { createHash } from 'node:crypto';
import { constantMarkup, html } from './html.ts';
import type { Html } from './html.ts';

/** A page that loads nothing and runs nothing: its only style is `css`, named in the policy by its hash. */
export function page(title: string, css: string, body: Html): string {
  const hash = createHash('sha256').update(css, 'utf8').digest('base64');
  const style = constantMarkup(`<style>${css}</style>`);
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!DOCTYPE html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${constantMarkup(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        ${body}
      </body>
    </html> `.text.replace(/\n{2,}/g, '\n');
}
