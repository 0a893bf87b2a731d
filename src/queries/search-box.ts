import { parseDuration } from '../model/time.ts';

/** What one line of a search box says; null: not a word of it. */
export interface SearchBox {
  readonly id: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly subject: string | null;
  readonly since: string | null;
  readonly until: string | null;
  /** Words with an @: addresses, or ids. */
  readonly addresses: readonly string[];
  /** All other words, as they stand: of a subject, or one of anything. */
  readonly words: string | null;
}

const NAMED = ['id', 'from', 'to', 'subject', 'since', 'until'] as const;
type Named = (typeof NAMED)[number];

const TOKEN = /(?:(id|from|to|subject|since|until):)?(?:"([^"]*)"|(\S+))/gi;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/i;
const CLOCK = /^\d{2}:\d{2}(?::\d{2})?Z?$/i;

/**
 * Reads a search box: `bob@contoso.example yesterday`, `from:alice "annual report" 2h`. Words in quotes are words of the subject; `yesterday`
 * and a date mean that day, two dates the days between them, an age all since then.
 */
export function readSearchBox(text: string): SearchBox {
  const named: Record<Named, string | null> = { ...NOTHING_NAMED };
  const plain: Record<Kind, string[]> = { day: [], moment: [], address: [], word: [] };
  for (const token of tokensOf(text))
    if (token.name === null) plain[kindOf(token)].push(token.text);
    else named[token.name] = token.text;
  const words = plain.word.join(' ').trim();
  const range = rangeOf(plain.day, plain.moment);
  return {
    ...named,
    since: named.since ?? range.since,
    until: named.until ?? range.until,
    addresses: plain.address,
    words: words === '' ? null : words,
  };
}

const NOTHING_NAMED = {
  id: null,
  from: null,
  to: null,
  subject: null,
  since: null,
  until: null,
} as const satisfies Record<Named, null>;

type Kind = 'day' | 'moment' | 'address' | 'word';

function kindOf({ text, isQuoted }: Token): Kind {
  if (isQuoted) return 'word';
  if (isDay(text)) return 'day';
  if (MOMENT.test(text) || parseDuration(text) !== null) return 'moment';
  return text.includes('@') ? 'address' : 'word';
}

function rangeOf(
  days: readonly string[],
  moments: readonly string[],
): Pick<SearchBox, 'since' | 'until'> {
  const [first = null] = days;
  if (first !== null) return { since: first, until: days.at(-1) ?? first };
  const [since = null, until = null] = moments;
  return { since, until };
}

interface Token {
  readonly name: Named | null;
  readonly text: string;
  readonly isQuoted: boolean;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [, name, quoted, plain = ''] of text.matchAll(TOKEN)) {
    const before = tokens.at(-1);
    // `2004-02-18 21:46` is one moment.
    if (before !== undefined && CLOCK.test(plain) && DATE.test(before.text))
      tokens[tokens.length - 1] = { ...before, text: `${before.text}T${plain}` };
    else
      tokens.push({
        name: namedOf(name),
        text: quoted ?? plain,
        isQuoted: quoted !== undefined,
      });
  }
  return tokens;
}

function namedOf(name: string | undefined): Named | null {
  return NAMED.find((one) => one === name?.toLowerCase()) ?? null;
}

function isDay(word: string): boolean {
  return DATE.test(word) || word === 'yesterday' || word === 'today';
}
