import { beforeAll, expect, test } from 'vitest';
import { createAnswers } from '../../src/cli/commands/serve-answers.ts';
import { processIo } from '../../src/cli/io.ts';
import { searchPage } from '../../src/web/pages/search.ts';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { PORT } from '../support/web.ts';

const folder = useTempFolder('file');
const MESSAGES = 2000;
let db = '';

/** The word is in each id, in one sender of ten and in one recipient of three: each way of searching ends elsewhere. */
beforeAll(async () => {
  const lines = Array.from({ length: MESSAGES }, (_, n) => ({
    time: `${Math.floor(n / 200)}:${Math.floor(n / 5) % 60}:${n % 60} GMT`,
    id: `${n}@exch01.corp.example`,
    event: 1028,
    sender: n % 10 === 0 ? `exch01-${n}@corp.example` : `s${n}@corp.example`,
    recipient: n % 3 === 0 ? `exch01.r${n}@corp.example` : `r${n}@corp.example`,
  }));
  db = await fileDb(folder.at('m.db'), [folder.write('20040218.log', log2003(lines))]);
});

test.each(['exch01', 'EXCH01', 'corp.example', 'exch01-'])(
  'pages of a search for %s hold each recipient that it finds once, in order',
  async (q) => {
    const answers = createAnswers({ db, tz: 'UTC', color: false, port: PORT }, processIo());
    const ask = async (asked: Record<string, string>, whole = false): Promise<string[]> => {
      const { items } = await searchPage.ask(answers, { q, ...asked }, whole);
      return items.map(({ messageId, recipient }) => `${messageId} ${recipient}`);
    };
    const all = await ask({ limit: '5000' }, true);
    const paged: string[] = [];
    for (let page = 1; paged.length < all.length; page++) {
      const rows = await ask({ limit: '170', page: String(page) });
      expect(rows.length).toBeGreaterThan(0);
      paged.push(...rows);
    }
    expect(paged).toEqual(all);
  },
);
