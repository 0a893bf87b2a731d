import { html } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import { EXPORT_PATH } from './guard.ts';

/** Asks for the evidence of a message. */
export function exportForm(messageId: string, number: number, token: string): Html {
  return html`<form method="post" action="${EXPORT_PATH}" aria-labelledby="m${number}-export">
    <h2 id="m${number}-export">Export evidence</h2>
    <p class="dim">
      A zip file with the exact lines, their hashes and this answer; the case is noted in the
      database.
    </p>
    <input type="hidden" name="token" value="${token}" />
    <input type="hidden" name="id" value="${messageId}" />
    <div class="fields">
      <p>
        <label for="m${number}-case">Name of the case</label>
        <input id="m${number}-case" name="case" required="" maxlength="200" />
      </p>
      <p>
        <label for="m${number}-reason">Reason (may be left out)</label>
        <input id="m${number}-reason" name="reason" maxlength="500" />
      </p>
      <p><button type="submit">Export as zip</button></p>
    </div>
  </form> `;
}
