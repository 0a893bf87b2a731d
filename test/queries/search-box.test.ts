import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSearchBox } from '../../src/queries/search-box.ts';
import type { SearchBox } from '../../src/queries/search-box.ts';

const NOTHING: SearchBox = {
  id: null,
  from: null,
  to: null,
  subject: null,
  since: null,
  until: null,
  addresses: [],
  words: null,
};

describe('the search box', () => {
  it.each<[string, Partial<SearchBox>]>([
    ['', {}],
    ['   ', {}],
    ['bob@partner.example', { addresses: ['bob@partner.example'] }],
    ['<A1B2@exch01.corp.example>', { addresses: ['<A1B2@exch01.corp.example>'] }],
    ['a@corp.example b@corp.example', { addresses: ['a@corp.example', 'b@corp.example'] }],
    ['annual report', { words: 'annual report' }],
    ['"annual  report"', { words: 'annual  report' }],
    ['"2h"', { words: '2h' }],
    ['"bob@partner.example"', { words: 'bob@partner.example' }],
    ['bob yesterday', { words: 'bob', since: 'yesterday', until: 'yesterday' }],
    ['today', { since: 'today', until: 'today' }],
    ['2h bob', { words: 'bob', since: '2h' }],
    ['2004-02-18', { since: '2004-02-18', until: '2004-02-18' }],
    ['2004-02-16 2004-02-18', { since: '2004-02-16', until: '2004-02-18' }],
    ['2004-02-18 21:46', { since: '2004-02-18T21:46' }],
    ['2004-02-18T21:46:00Z', { since: '2004-02-18T21:46:00Z' }],
    ['2004-02-18 21:46 2004-02-18 22:00', { since: '2004-02-18T21:46', until: '2004-02-18T22:00' }],
    ['since:"2004-02-18 21:46" until:today', { since: '2004-02-18 21:46', until: 'today' }],
    ['yesterday until:2h', { since: 'yesterday', until: '2h' }],
    ['FROM:alice to:@partner.example', { from: 'alice', to: '@partner.example' }],
    ['subject:"yearly plan" id:F16E', { subject: 'yearly plan', id: 'F16E' }],
    ['re: plan', { words: 're: plan' }],
    ['12:30', { words: '12:30' }],
    ['say "half', { words: 'say "half' }],
  ])('%j', (text, box) => {
    expect(readSearchBox(text)).toEqual({ ...NOTHING, ...box });
  });

  it('takes any text, and loses no word of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { addresses, words, ...named } = readSearchBox(text);
        const told = [...addresses, words, ...Object.values(named)].join(' ');
        for (const word of text.split(/[\s"]+/).filter((one) => /^[^:]*$/.test(one)))
          expect(told).toContain(word);
      }),
    );
  });
});
