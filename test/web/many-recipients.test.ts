import { beforeAll, describe, expect, it } from 'vitest';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { headerMsgtrk, lineMsgtrk } from '../support/log-msgtrk.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { siteOf } from '../support/web.ts';

const PEOPLE = Array.from({ length: 500 }, (_, index) => `person${index}@contoso.example`);
const EVENTS = [1027, 1019, 1025, 1024, 1033, 1036, 1023];

/** Long names, and many lines of each. */
function longLog(): string {
  return log2003(
    [1027, 1019, 1025, 1024, 1033, 1034, 1020, 1034, 1020, 1034, 1020, 1031].flatMap(
      (event, minute) =>
        PEOPLE.map((recipient, index) => ({
          time: `9:${minute}:${index % 60} GMT`,
          event,
          id: 'big@contoso.example',
          recipient: `with.a.long.name.of.its.own.${index}.at.a.department.${recipient}`,
          partner: `mx${index % 40}.partner.example`,
        })),
    ),
  );
}

/** Each recipient in lines of its own; every tenth is not delivered. */
function log2003Of(): string {
  return log2003(
    EVENTS.flatMap((event, minute) =>
      PEOPLE.flatMap((recipient, index) =>
        event === 1023 && index % 10 === 0
          ? []
          : [
              {
                time: `9:${minute}:${index % 60} GMT`,
                event,
                id: 'big@contoso.example',
                recipient,
              },
            ],
      ),
    ),
  );
}

/** All recipients in one line, as long as Exchange writes it, and a line for each of them. */
function modernLog(): string {
  const common = { 'message-id': '<big@contoso.example>', 'recipient-address': PEOPLE.join(';') };
  const long = '250 2.6.0 <big@contoso.example> Queued mail for delivery '.repeat(20);
  return [
    ...headerMsgtrk(),
    lineMsgtrk({ ...common, 'recipient-count': PEOPLE.length }),
    ...PEOPLE.map((recipient, index) =>
      lineMsgtrk({
        ...common,
        'date-time': `2024-02-19T09:0${Math.floor(index / 60)}:${String(index % 60).padStart(2, '0')}.500Z`,
        'event-id': 'DELIVER',
        source: 'STOREDRIVER',
        'recipient-address': recipient,
        'recipient-status': long,
      }),
    ),
    '',
  ].join('\r\n');
}

describe.each([
  ['2003', '20040218.log', log2003Of],
  ['2003, with long names', '20040218.log', longLog],
  ['2019', 'MSGTRK2024021909-1.LOG', modernLog],
])('the page of a message to 500 recipients, %s', (_, name, log) => {
  const folder = useTempFolder('file');
  let page: string;
  beforeAll(async () => {
    const site = siteOf(await fileDb(folder.at('m.db'), [folder.write(`EX01/${name}`, log())]));
    page = await site.text('/message?id=big%40contoso.example');
  });

  it('names all of them, and is below a megabyte', () => {
    expect(page.length).toBeLessThan(1_000_000);
    const { text } = readMarkup(page);
    expect(text).toContain('500 recipients:');
    for (const person of PEOPLE) expect(text).toContain(person);
  });

  it('draws some, and says how many it does not', () => {
    const { text, tags } = readMarkup(page);
    const who = tags.filter(({ attributes }) => attributes.some(([, value]) => value === 'who'));
    expect(who.length).toBeGreaterThan(40);
    expect(text).toContain(`${500 - who.length} recipients more are neither drawn nor`);
    expect(text).toMatch(/And [\d,]+ more lines/);
  });
});
