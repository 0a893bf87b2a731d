import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findByName, namesSame } from '../../src/lifecycle/names.ts';

const part = fc.constantFrom('', 'bob', 'smith', 'b', 'smithb', 'bobs', 'ann', 'Müller', '7');
const smtp = fc
  .tuple(part, fc.constantFrom('', '.', '_', '-', '..'), part, fc.constantFrom('', '@corp.example'))
  .map((parts) => parts.join(''));
const ex = fc.tuple(part, part).map(([a, b]) => `EX:/O=CORP/CN=RECIPIENTS/CN=${a}${b}`);

it('finds among many whom it would find one by one', () => {
  fc.assert(
    fc.property(fc.array(smtp, { maxLength: 60 }), fc.option(ex), (addresses, name) => {
      const persons = addresses.map((recipient) => ({ recipient }));
      expect(findByName(persons)(name)).toEqual(
        persons.filter(({ recipient }) => namesSame(name, recipient)),
      );
    }),
    { numRuns: 500 },
  );
});
