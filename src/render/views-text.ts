import { VIEWS } from '../catalogue/views.ts';
import type { View } from './style.ts';
import { visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** What SQL can be asked: each view with its columns. */
export function viewsText({ width, style, command }: View): string {
  const lines = ['What mailtrail sql can be asked. Times are texts, ISO 8601 in UTC.'];
  for (const [view, { about, columns }] of Object.entries(VIEWS))
    lines.push(
      '',
      style.bold(view),
      ...wrap(about.replaceAll('`', ''), width, '  ').map(style.dim),
      ...wrap(Object.keys(columns).join(', '), width, '  '),
    );
  lines.push(
    '',
    `Try: ${visible(command)} sql "select state, count(*) from recipients group by state"`,
    'What each column holds, and more queries: docs/schema.md',
  );
  return `${lines.join('\n')}\n`;
}
