/**
 * The items of a field that holds a list: `a;'b; c';d`. An item that holds a semicolon itself stands in single quotes; an apostrophe
 * within an item (`o'brien@...`) and one that nothing closes belong to the text. An empty field has no items, an empty item is one.
 * (Domain notes on modern logs, 1.5.)
 */
export function splitList(field: string): string[] {
  if (field === '') return [];
  if (!field.includes("'")) return field.split(';');
  const items: string[] = [];
  // Looked for once: a field of nothing but quotes would otherwise be searched to its end for each of them.
  let mayClose = true;
  let from = 0;
  while (from <= field.length) {
    const closing = mayClose && field[from] === "'" ? closingQuote(field, from + 1) : null;
    if (closing === -1) mayClose = false;
    if (closing === null || closing === -1) {
      const end = field.indexOf(';', from);
      items.push(field.slice(from, end < 0 ? field.length : end));
      from = end < 0 ? field.length + 1 : end + 1;
    } else {
      items.push(field.slice(from + 1, closing));
      from = closing + 2;
    }
  }
  return items;
}

/** Where the quote is that ends an item: before a semicolon or the field's end; -1 where there is none. */
function closingQuote(field: string, from: number): number {
  const within = field.indexOf("';", from);
  if (within >= 0) return within;
  return field.length > from && field.endsWith("'") ? field.length - 1 : -1;
}
