import type { Explanation } from '../model/explanation.ts';
import type { View } from './style.ts';
import { wrap } from './wrap.ts';

export function explainText(explanations: readonly Explanation[], view: View): string {
  const parts = explanations.map((one, index) =>
    explanationLines(one, explanations[index - 1], view),
  );
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function explanationLines(
  one: Explanation,
  before: Explanation | undefined,
  { style, width }: View,
): string[] {
  const label = (text: string): string => style.dim(text);
  const names = Math.max(0, ...one.facts.map(([name]) => name.length));
  return [
    style.bold(one.title),
    ...one.facts.flatMap(([name, value]) => {
      const [first = '', ...more] = wrap(value, width, ' '.repeat(names + 4));
      return [`  ${label(name.padEnd(names))}${first.slice(names + 2)}`, ...more];
    }),
    ...wrap(one.meaning, width, '  '),
    ...(before !== undefined && advice(before) === advice(one)
      ? [label('  Causes and what to check first are those above.')]
      : [
          ...adviceLines(one, '', { label, width }),
          ...(one.modern === null
            ? []
            : adviceLines(one.modern, ' (Exchange 2007 and later)', { label, width })),
        ]),
    ...(one.source === null ? [] : wrap(`Source: ${one.source}`, width, '  ').map(label)),
  ];
}

/** To compare: a stage and the state of its name mostly advise the same. */
function advice({ causes, nextCheck, modern }: Explanation): string {
  return JSON.stringify([causes, nextCheck, modern]);
}

type Advice = Pick<Explanation, 'causes' | 'nextCheck'>;

interface AdviceView {
  readonly label: (text: string) => string;
  readonly width: number;
}

function adviceLines(
  { causes, nextCheck }: Advice,
  of: string,
  { label, width }: AdviceView,
): string[] {
  return [
    ...(causes.length === 0 ? [] : [label(`  Likely causes${of}`)]),
    ...causes.flatMap((cause) => wrap(`- ${cause}`, width, '    ', '      ')),
    label(`  Check first${of}`),
    ...wrap(nextCheck, width, '    '),
  ];
}
