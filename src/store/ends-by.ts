/** Ids before 2007 lie in these ranges, from the one up to so many more. */
const OLD_IDS = [1000, 0];
const BITS = 62;

/**
 * Whether a hop ended by one of these event ids, as SQL. To look an id up in a list costs more than all else that is done to a row that is not wanted: old ones are
 * bits of a number.
 */
export function endsBy(codes: readonly number[]): string {
  const cases = OLD_IDS.map((first) => {
    const bits = codes
      .filter((code) => code >= first && code < first + BITS)
      .reduce((sum, code) => sum | (1n << BigInt(code - first)), 0n);
    return `when hop.end_code >= ${first} and hop.end_code < ${first + BITS} then (${bits} >> (hop.end_code - ${first})) & 1`;
  });
  const others = codes.filter((code) =>
    OLD_IDS.every((first) => code < first || code >= first + BITS),
  );
  return `case ${cases.join(' ')} else hop.end_code in (${others.join(', ')}) end`;
}
