import { findReason, findStatus } from '../catalogue/index.ts';
import type { Explanation } from '../model/explanation.ts';

/** What the catalogue says of the reason and the status code in a text, the reason first: it tells more. */
export function explainReply(text: string): Explanation[] {
  return [...explainReason(text), ...explainStatus(text)];
}

function explainReason(text: string): Explanation[] {
  const entry = findReason(text);
  if (entry === undefined) return [];
  const { reason, code, meaning, causes, nextCheck, source } = entry;
  return [
    {
      kind: 'reason',
      word: reason,
      title: `reason "${reason}"`,
      facts: [['usual reply', code]],
      meaning,
      causes,
      nextCheck,
      modern: null,
      source,
    },
  ];
}

function explainStatus(text: string): Explanation[] {
  const entry = findStatus(text);
  if (entry === undefined) return [];
  const { code, meaning, causes, nextCheck, source } = entry;
  return [
    {
      kind: 'status',
      word: code,
      title: `status code ${code}`,
      facts: [],
      meaning,
      causes,
      nextCheck,
      modern: null,
      source,
    },
  ];
}
