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

/** The same addresses come again and again; there is no end of them in hostile input. */
const MOST = 10_000;

function remembering<T>(read: (address: string) => T): (address: string | null) => T {
  const known = new Map<string, T>();
  return (address) => {
    const text = address ?? '';
    let found = known.get(text);
    if (found === undefined) {
      found = read(text);
      if (known.size < MOST) known.set(text, found);
    }
    return found;
  };
}

const nameOf = remembering((ex) => plain(/.*cn=([^/]*)/is.exec(ex)?.[1] ?? ''));

/** All that a directory may call the owner of an address; never an empty text. */
const namesOf = remembering(readNames);

function readNames(smtp: string): readonly string[] {
  const local = smtp.replace(/@[^@]*$/, '');
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
