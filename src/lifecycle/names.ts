/** From this many persons on, looking names up pays. */
const MANY = 16;

/** Whether an EX form's last `CN=` and an SMTP address name the same person: `BSMITH`, `Bob Smith` and `bob.smith@...`. */
export function namesSame(ex: string | null, smtp: string | null): boolean {
  const name = nameOf(ex);
  return name !== '' && namesOf(smtp).includes(name);
}

/** Finds those of `persons`, in their order, whom an EX form names; each does not have to be compared with each. */
export function findByName<P extends { readonly recipient: string | null }>(
  persons: readonly P[],
): (ex: string | null) => readonly P[] {
  if (persons.length < MANY)
    return (ex) => persons.filter(({ recipient }) => namesSame(ex, recipient));
  const byName = new Map<string, P[]>();
  for (const person of persons)
    for (const name of new Set(namesOf(person.recipient))) {
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [person]);
      else same.push(person);
    }
  return (ex) => byName.get(nameOf(ex)) ?? [];
}

function nameOf(ex: string | null): string {
  return plain(/.*cn=([^/]*)/is.exec(ex ?? '')?.[1] ?? '');
}

/** All that a directory may call the owner of an address; never an empty text. */
function namesOf(smtp: string | null): string[] {
  const local = (smtp ?? '').replace(/@[^@]*$/, '');
  const whole = plain(local);
  if (whole === '') return [];
  const [first, ...rest] = local.split(/[._-]+/).map(plain);
  const last = rest.at(-1);
  if (first === undefined || last === undefined || first === '' || last === '') return [whole];
  return [
    whole,
    first.charAt(0) + last,
    first + last.charAt(0),
    last + first,
    last + first.charAt(0),
  ];
}

/** Letters and digits, lower case. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
