import type { Explanation } from '../model/explanation.ts';
import type { View } from './style.ts';
import { wrap } from './wrap.ts';

export function explainText(explanations: readonly Explanation[], view: View): string {
  return `${explanations.map((one) => explanationLines(one, view).join('\n')).join('\n\n')}\n`;
}

function explanationLines(one: Explanation, { style, width }: View): string[] {
  const label = (text: string): string => style.dim(text);
  const names = Math.max(0, ...one.facts.map(([name]) => name.length));
  return [
    style.bold(one.title),
    ...one.facts.map(([name, value]) => `  ${label(name.padEnd(names))}  ${value}`),
    ...wrap(one.meaning, width, '  '),
    ...(one.causes.length === 0 ? [] : [label('  Likely causes')]),
    ...one.causes.flatMap((cause) => wrap(`- ${cause}`, width, '    ', '      ')),
    label('  Check first'),
    ...wrap(one.nextCheck, width, '    '),
    ...(one.source === null ? [] : wrap(`Source: ${one.source}`, width, '  ').map(label)),
  ];
}
