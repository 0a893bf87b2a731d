/** Whether a line of comma-separated fields ends within a quoted one; `bad`: a quote stands where none may. */
export type Quotes = 'closed' | 'open' | 'bad';

/** How the quotes stand behind a line, without its end. `isOpen`: it begins within a quoted field (RFC 4180). */
export function quotesAfter(line: string, isOpen: boolean): Quotes {
  let open = isOpen;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) {
    if (!open) {
      if (at > 0 && line[at - 1] !== ',') return 'bad';
      open = true;
    } else if (line[at + 1] === '"') at += 1;
    else {
      if (at + 1 < line.length && line[at + 1] !== ',') return 'bad';
      open = false;
    }
  }
  return open ? 'open' : 'closed';
}
