/** Whether a domain may be kept: host names and nothing else, no number that may be an address, at most 253 characters (RFC 1035). */
export function isPlainDomain(folded: string): boolean {
  if (folded.length > 253) return false;
  const labels = folded.split('.');
  return (
    labels.every((label) => /^[a-z0-9_-]{1,63}$/.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}
