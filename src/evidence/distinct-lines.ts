interface Place {
  readonly source: number;
  readonly offset: number;
}

/** Each line once, also where it tells of several events: lines in order of source, then offset. */
export function distinctLines<L extends Place>(lines: readonly L[]): L[] {
  return lines.filter(({ source, offset }, index) => {
    const before = lines[index - 1];
    return before === undefined || before.source !== source || before.offset !== offset;
  });
}
