import { html } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { clockIn } from '../../render/life/words.ts';
import { counted } from '../../render/numbers.ts';
import { clip } from '../../render/visible.ts';
import type { LiveNews, LiveState } from './feed.ts';

export const LIVE_PATH = '/live';
export const SCRIPT_PATH = '/live.js';

/** The line that says how new a page is, and the way to a newer one: it works without script, which hides it while it keeps the page new by itself. `isOlder`: more was stored since. */
export function liveLine(
  { version, state, isOlder = false }: LiveNews & { readonly isOlder?: boolean },
  zone: string,
): Html {
  return html`<div class="live">
    <p id="live" role="status" data-version="${version}">
      ${liveText(state, zone)}${isOlder ? ' What came since is being counted.' : ''}
    </p>
    <p><a id="live-way" href="">Refresh</a></p>
  </div> `;
}

function liveText(state: LiveState, zone: string): string {
  if (state.kind === 'reading')
    return `Reading the logs: ${counted(state.events, 'event')} so far.`;
  if (state.kind === 'ended')
    return `The logs are followed no more: ${clip(state.why, 300)}. Pages show what was read until then. To go on, end mailtrail serve with Ctrl-C and start it again.`;
  const at = clockIn(Math.floor(state.at / 1000) * 1000, zone);
  return `Updated ${at} ${zone}: ${state.lines === 0 ? 'nothing new' : counted(state.lines, 'new line')}.`;
}
