/** Whether an EX form's last `CN=` and an SMTP address name the same person: `BSMITH`, `Bob Smith` and `bob.smith@...`. */
export function namesSame(ex: string | null, smtp: string | null): boolean {
  const name = plain(/.*cn=([^/]*)/is.exec(ex ?? '')?.[1] ?? '');
  if (name === '') return false;
  const local = (smtp ?? '').replace(/@[^@]*$/, '');
  if (plain(local) === name) return true;
  const [first, ...rest] = local.split(/[._-]+/).map(plain);
  const last = rest.at(-1);
  if (first === undefined || last === undefined || first === '' || last === '') return false;
  const spellings = [
    first.charAt(0) + last,
    first + last.charAt(0),
    last + first,
    last + first.charAt(0),
  ];
  return spellings.includes(name);
}

/** Letters and digits, lower case. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
