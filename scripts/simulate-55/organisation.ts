/** Two mailbox servers, and one that has the Internet Mail Service and mailboxes of its own. */
export const SERVERS = ['MAIL55', 'SHOP55', 'HUB55'] as const;
export type ServerName = (typeof SERVERS)[number];
export const HUB: ServerName = 'HUB55';

export interface Person {
  /** As a recipient line has it: a name of the directory, or an address outside. */
  readonly written: string;
  /** As 2000 and 2003 have it: with the type before names of the directory. */
  readonly known: string;
  /** Null outside. */
  readonly home: ServerName | null;
}

const SITE = '/o=Contoso/ou=Main';
const NAMES =
  'adele boris clara dmitri edith fabio gerda heinz ilse jakob katja leon milla norbert otti peer ruth sven thea urs'.split(
    ' ',
  );
const DOMAINS = ['fabrikam.example', 'adatum.example', 'litware.example'];

export const serviceOf = (server: ServerName, service: string): string =>
  `${SITE}/cn=Configuration/cn=Servers/cn=${server}/cn=${service}`;

export const CONNECTOR = `${SITE}/cn=Configuration/cn=Connections/cn=Internet Mail Connector (${HUB})`;

function insider(name: string, home: ServerName): Person {
  const written = `${SITE}/cn=Recipients/cn=${name}`;
  return { written, known: `EX:${written}`, home };
}

function outsider(address: string): Person {
  return { written: address, known: address, home: null };
}

export const INSIDERS: ReadonlyMap<ServerName, readonly Person[]> = new Map(
  SERVERS.map((home, index) => [
    home,
    Array.from({ length: 40 }, (_, i) => insider(`${NAMES[i % NAMES.length]}${index}${i}`, home)),
  ]),
);

export const OUTSIDERS: readonly Person[] = DOMAINS.flatMap((domain) =>
  NAMES.map((name) => outsider(`${name}@${domain}`)),
);

/** A distribution list, whose members the MTA of the sender's server finds. */
export const list = (name: string): Person => insider(name, HUB);
