/** `1,234,567`: the same on every machine, whatever its locale. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `265 MB`, in powers of 1000. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'kB', 'MB', 'GB']) {
    if (value < 999.5)
      return `${unit === 'B' || value >= 10 ? Math.round(value) : value.toFixed(1)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} TB`;
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A count in at most four characters: `999`, `1.2k`, `20k`, `1.5M`. */
export function shortCount(count: number): string {
  let value = count;
  for (const unit of ['', 'k', 'M']) {
    if (value < 999.5)
      return `${unit === '' || value >= 9.95 ? Math.round(value) : value.toFixed(1)}${unit}`;
    value /= 1000;
  }
  return `${Math.round(value)}G`;
}
