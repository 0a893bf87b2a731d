import { LATENCY_COMPONENTS } from '../catalogue/latency-components.ts';
import type { Explanation } from '../model/explanation.ts';

/** What a measure of `message-info` is of (`qde`); only by its whole name, in any case. */
export function explainMeasure(word: string): Explanation[] {
  const entry = LATENCY_COMPONENTS.find(({ name }) => name.toLowerCase() === word);
  if (entry === undefined) return [];
  const { name, meaning, wait } = entry;
  return [
    {
      kind: 'measure',
      word: name,
      title: `measure ${name}`,
      facts: [['of', meaning]],
      meaning: `Modern servers measure their steps and write the seconds into message-info. ${name} is such a step; what the letters stand for is inferred.`,
      causes: [],
      nextCheck:
        wait === null
          ? 'Compare it with other messages of the same hour (trace shows it): a step that is slow for all of them is the one to look at.'
          : 'Run Get-Queue on that server: the queue and its LastError say what is waited for. In the trace, DEFER lines at that time say it too.',
      modern: null,
      source: null,
    },
  ];
}
