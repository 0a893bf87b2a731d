import { wrap } from './wrap.ts';

/** Parts with points between, broken where one has no room. */
export function parted(label: string, parts: readonly string[], width: number): string[] {
  if (parts.length === 0) return [];
  const lines: string[] = [];
  let line = label;
  for (const [index, part] of parts.entries()) {
    const text = index === 0 ? part : ` · ${part}`;
    if (index > 0 && line.length + text.length > width) {
      lines.push(line);
      line = `  ${part}`;
    } else line += text;
  }
  return [...lines, line].flatMap((each) => wrap(each, width, '', '  '));
}
