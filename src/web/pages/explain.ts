import type { Explanation } from '../../model/explanation.ts';
import { explain } from '../../queries/explain.ts';
import { html } from '../../render/html/html.ts';
import type { Html } from '../../render/html/html.ts';
import { explanations } from '../explanations.ts';
import type { Page } from '../page.ts';

interface ExplainReport {
  readonly schema: 'mailtrail/explain/1';
  readonly query: string;
  readonly explanations: readonly Explanation[];
}

/** What an event, stage, state or code means: `explain`. */
export const explainPage: Page<ExplainReport> = {
  path: '/explain',
  json: '/explain.json',
  ask(_, parameters) {
    const query = (parameters['what'] ?? '').trim();
    return {
      schema: 'mailtrail/explain/1',
      query,
      explanations: query === '' ? [] : explain(query),
    };
  },
  form: (parameters) => explainForm(parameters['what'] ?? ''),
  show({ query, explanations: found }) {
    return {
      title: query === '' ? 'Explain' : `${query} - Explain`,
      body: html`<h1>What does it mean?</h1>
        ${explainForm(query)}${explanations(found, 'h2')}`,
    };
  },
};

function explainForm(query: string): Html {
  return html`<form method="get" action="/explain">
    <label for="what"
      >Event, stage, state, status code, or a pasted reply: 1034, DEFER, remote-queue, lost,
      5.5.0</label
    >
    <div class="box">
      <input
        id="what"
        name="what"
        value="${query}"
        maxlength="2000"
        autocomplete="off"
        spellcheck="false"
      />
      <button type="submit">Explain</button>
    </div>
  </form>`;
}
