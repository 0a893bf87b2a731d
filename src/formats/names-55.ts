/** A name in the directory of 5.5 (`/o=Org/ou=Site/cn=Recipients/cn=ann`), with or without the type that later versions put before it. */
const DIRECTORY_NAME = /^(?:ex:)?\s*(\/o=.*)$/is;
/** The same as the Internet saw it: `/` as `_`, other characters as `+` and two hex digits. */
const ENCAPSULATED = /^(?:smtp:)?IMCEAEX-(_o=[^@]*)@[^@]*$/is;
const SERVER = /\/cn=servers\/cn=([^/]+)/i;
const STORE = /\/cn=servers\/cn=([^/]+)\/cn=microsoft (?:private|public) mdb$/i;
const LAST_NAME = /\/cn=([^/]+)$/i;

/** A field as text; nothing and `-` are none. */
export function textOf55(field: string | undefined): string | null {
  const trimmed = field?.trim() ?? '';
  return trimmed === '' || trimmed === '-' ? null : trimmed;
}

/**
 * An address. Names of the directory get the type that 2000 and 2003 write before them (`EX:/o=...`), encapsulated ones are unpacked, so that one
 * person has one name in all logs of an organisation.
 */
export function addressOf55(field: string | undefined): string | null {
  const text = textOf55(field);
  if (text === null) return null;
  const encapsulated = ENCAPSULATED.exec(text)?.[1];
  if (encapsulated !== undefined) return `EX:${unpack(encapsulated)}`;
  const name = DIRECTORY_NAME.exec(text)?.[1];
  return name === undefined ? text : `EX:${name}`;
}

function unpack(name: string): string {
  return name
    .replaceAll('_', '/')
    .replace(/\+([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Whom a gateway or partner field names: a server by its name, a connector by that of its directory name, a host as it is. */
export function hostOf55(field: string | undefined): string | null {
  const text = textOf55(field);
  if (text === null || !DIRECTORY_NAME.test(text)) return text;
  return textOf55((SERVER.exec(text) ?? LAST_NAME.exec(text))?.[1]) ?? text;
}

/** The server whose store a partner field names; null for anything else. */
export function storeServerOf55(field: string | undefined): string | null {
  return textOf55(STORE.exec(field?.trim() ?? '')?.[1]);
}
