/** A length as it is written: a tenth of a unit is less than anybody sees. */
export function round(value: number): string {
  return String(Number(value.toFixed(1)));
}
