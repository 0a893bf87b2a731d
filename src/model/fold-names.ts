/** MTS-IDs (`c=us;a= ;p=Corp;l=...`) occur in any case for one message; Internet message ids do not. */
export function foldMessageId(id: string): string {
  return /^c=[^;]*;/i.test(id) ? id.toLowerCase() : id;
}

/** Addresses compare without case. */
export function foldAddress(address: string): string {
  return address.toLowerCase();
}

/** An address as a log line gives it, without `<>` around it or an `SMTP:` before it; `<>` itself is the null sender. */
export function plainAddress(address: string): string {
  const bare = address.replace(/^smtp:/i, '');
  return bare.length > 2 && bare.startsWith('<') && bare.endsWith('>') ? bare.slice(1, -1) : bare;
}
