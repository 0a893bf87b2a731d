import type { Message } from '../message.ts';
import type { Sim } from '../simulation.ts';
import { foreign, mapi, users, type Life } from './draft.ts';

/** Recipients under EX:/O=... before the categorizer, under their SMTP address after it. */
function forms(exUntil: Message['exUntil'], people: [number, number], others: [number, number]) {
  return (sim: Sim, kind: string, at: number): void => {
    const { random } = sim;
    const homes = random.some(sim.org.mailboxes, 2);
    const to = Array.from({ length: random.int(...people) }, () => random.pick(homes));
    const recipients = homes.flatMap((home) =>
      users(sim, home, to.filter((each) => each === home).length),
    );
    // An external SMTP recipient has no EX form: it stands under its address from 1027 on.
    recipients.push(...foreign(sim, random.int(...others)));
    mapi(sim, kind, at, random.pick(sim.org.mailboxes), recipients, { exUntil });
  };
}

export const FORMS: readonly Life[] = [
  { kind: 'ex-one', weight: 25, run: forms(2, [1, 1], [0, 0]) },
  { kind: 'ex-many', weight: 15, run: forms(2, [2, 6], [0, 0]) },
  { kind: 'ex-1027-one', weight: 15, run: forms(1, [1, 1], [0, 0]) },
  { kind: 'ex-1027-many', weight: 10, run: forms(1, [2, 6], [0, 0]) },
  { kind: 'ex-mixed', weight: 12, run: forms(2, [1, 3], [1, 2]) },
  { kind: 'ex-1027-mixed', weight: 8, run: forms(1, [1, 3], [1, 2]) },
];
