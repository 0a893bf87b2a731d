/** Colours of the terminal, or none: the text without them says the same. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
}

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
} as const;

export function createStyle(color: boolean): Style {
  const paint = (name: keyof typeof CODES) => (text: string) =>
    color && text !== '' ? `\u001b[${CODES[name][0]}m${text}\u001b[${CODES[name][1]}m` : text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    yellow: paint('yellow'),
    green: paint('green'),
  };
}

/** How a person is to see a report. */
export interface View {
  readonly width: number;
  readonly style: Style;
  /** Time zone of times, IANA. */
  readonly zone: string;
  /** How a printed command begins: `mailtrail`, with the database where one was named. */
  readonly command: string;
}
