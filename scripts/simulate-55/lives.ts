import { picker } from '../simulate/random.ts';
import type { Random } from '../simulate/random.ts';
import { carried, queued, step, store, submitted } from './message.ts';
import type { Branch, Message, Step } from './message.ts';
import { CONNECTOR, HUB, INSIDERS, list, OUTSIDERS, SERVERS } from './organisation.ts';
import type { Person, ServerName } from './organisation.ts';

type Life = (random: Random) => Omit<Message, 'kind'>;

const host = ([person]: readonly Person[]): string =>
  `mx.${person?.written.split('@')[1] ?? 'fabrikam.example'}`;
const inside = (r: Random, server: ServerName, most = 1): Person[] =>
  r.some(INSIDERS.get(server) ?? [], r.int(1, most));
const outside = (r: Random, most = 1): Person[] => r.some(OUTSIDERS, r.int(1, most));
const other = (r: Random, than: ServerName): ServerName =>
  r.pick(SERVERS.filter((server) => server !== than));
const far = (r: Random): ServerName => other(r, HUB);

const branch = (recipients: readonly Person[], ...steps: Step[]): Branch => ({
  recipients,
  steps,
});

/** A message of a mailbox. */
function mail(r: Random, from: ServerName, ...branches: Branch[]): Omit<Message, 'kind'> {
  const [sender] = inside(r, from);
  return { from, sender: sender?.written ?? '', branches };
}

/** A message from the Internet. */
function incoming(r: Random, ...branches: Branch[]): Omit<Message, 'kind'> {
  return { from: HUB, sender: outside(r)[0]?.written ?? '', branches };
}

const received = (event: 1012 | 1015): Step => step(HUB, event, 0, 'mx.fabrikam.example');

/** Each kind of life, and how often it occurs. */
const LIVES: Readonly<Record<string, readonly [weight: number, Life]>> = {
  'local by the store': [
    30,
    (r) => {
      const from = r.pick(SERVERS);
      return mail(r, from, branch(inside(r, from, 3), step(from, 1000, 0, store(from))));
    },
  ],
  'local by the MTA': [
    10,
    (r) => {
      const from = r.pick(SERVERS);
      return mail(
        r,
        from,
        branch(inside(r, from, 3), submitted(from), step(from, 9, 1, store(from))),
      );
    },
  ],
  'to another server': [
    30,
    (r) => {
      const from = r.pick(SERVERS);
      const to = other(r, from);
      return mail(
        r,
        from,
        branch(inside(r, to, 4), submitted(from), ...carried(from, to), step(to, 9, 1, store(to))),
      );
    },
  ],
  'local and remote': [
    15,
    (r) => {
      const from = r.pick(SERVERS);
      const to = other(r, from);
      return mail(
        r,
        from,
        branch(inside(r, from, 2), step(from, 1000, 0, store(from))),
        branch(inside(r, to, 3), submitted(from), ...carried(from, to), step(to, 9, 1, store(to))),
      );
    },
  ],
  'to the Internet': [
    20,
    (r) => {
      const from = far(r);
      const to = outside(r, 2);
      return mail(
        r,
        from,
        branch(
          to,
          submitted(from),
          ...carried(from, HUB),
          ...queued(host(to)),
          step(HUB, 1011, r.int(1, 9), host(to)),
        ),
      );
    },
  ],
  'from the Internet': [
    20,
    (r) => {
      const to = far(r);
      return incoming(
        r,
        branch(
          inside(r, to, 2),
          received(1012),
          step(HUB, 1013, 2, store(HUB)),
          step(HUB, 0, 1, CONNECTOR),
          ...carried(HUB, to),
          step(to, 9, 1, store(to)),
        ),
      );
    },
  ],
  'from the Internet to the bridgehead': [
    8,
    (r) => incoming(r, branch(inside(r, HUB), received(1012), step(HUB, 1013, 2, store(HUB)))),
  ],
  relayed: [
    4,
    (r) => {
      const to = outside(r);
      return incoming(
        r,
        branch(
          to,
          received(1012),
          step(HUB, 1014, 1, host(to)),
          step(HUB, 1010, 1, host(to)),
          step(HUB, 1011, 4, host(to)),
        ),
      );
    },
  ],
  'relay stuck': [
    1,
    (r) => {
      const to = outside(r);
      return incoming(r, branch(to, received(1012), step(HUB, 1014, 1, host(to))));
    },
  ],
  'stuck at submission': [
    2,
    (r) => {
      const from = r.pick(SERVERS);
      return mail(r, from, branch([...inside(r, other(r, from)), ...outside(r)], submitted(from)));
    },
  ],
  'stuck at the next server': [
    2,
    (r) => {
      const from = r.pick(SERVERS);
      const to = other(r, from);
      return mail(r, from, branch(inside(r, to, 2), submitted(from), ...carried(from, to)));
    },
  ],
  'stuck in the IMS': [
    3,
    (r) => {
      const from = far(r);
      const to = outside(r);
      return mail(r, from, branch(to, submitted(from), ...carried(from, HUB), ...queued(host(to))));
    },
  ],
  'one stuck, one delivered': [
    3,
    (r) => {
      const from = r.pick(SERVERS);
      const to = other(r, from);
      return mail(
        r,
        from,
        branch(inside(r, from), submitted(from), step(from, 9, 2, store(from))),
        branch(inside(r, to), submitted(from), ...carried(from, to)),
      );
    },
  ],
  'lost in transit': [
    2,
    (r) => {
      const from = r.pick(SERVERS);
      const to = other(r, from);
      const [out] = carried(from, to);
      if (out === undefined) throw new Error('no way');
      return mail(r, from, { ...branch(inside(r, to), submitted(from), out), end: 'lost' });
    },
  ],
  'rerouted, then on': [
    2,
    (r) => {
      const from = r.pick(SERVERS);
      const to = other(r, from);
      return mail(
        r,
        from,
        branch(
          inside(r, to),
          submitted(from),
          step(from, 29, 60),
          ...carried(from, to),
          step(to, 9, 1, store(to)),
        ),
      );
    },
  ],
  'rerouted and stuck': [
    1,
    (r) => {
      const from = r.pick(SERVERS);
      return mail(r, from, branch(inside(r, other(r, from)), submitted(from), step(from, 29, 60)));
    },
  ],
  list: [
    3,
    (r) => {
      const from = r.pick(SERVERS);
      const to = other(r, from);
      const name = list(`team-${r.int(1, 9)}`);
      return mail(
        r,
        from,
        { ...branch([name], submitted(from), step(from, 26, 1)), end: 'expanded' },
        branch(inside(r, from, 3), step(from, 9, 3, store(from))),
        branch(inside(r, to, 3), ...carried(from, to), step(to, 9, 1, store(to))),
      );
    },
  ],
  redirected: [
    1,
    (r) => {
      const from = r.pick(SERVERS);
      const [to, instead] = r.some(INSIDERS.get(from) ?? [], 2);
      if (to === undefined || instead === undefined) throw new Error('nobody there');
      return mail(
        r,
        from,
        branch([to], submitted(from), step(from, 28, 1)),
        branch([instead], step(from, 9, 1, store(from))),
      );
    },
  ],
  'deleted by hand': [
    1,
    (r) => {
      const from = far(r);
      return mail(r, from, branch(outside(r), submitted(from), step(from, 50, 600)));
    },
  ],
  'report from the Internet': [
    3,
    (r) => {
      const to = far(r);
      return {
        ...incoming(
          r,
          branch(
            inside(r, to),
            received(1015),
            step(HUB, 2, 1, CONNECTOR),
            ...carried(HUB, to, [8, 2]),
            step(to, 10, 1, store(to)),
          ),
        ),
        sender: '',
        isReport: true,
      };
    },
  ],
  'report sent out': [
    2,
    (r) => {
      const to = outside(r);
      return {
        ...incoming(r, branch(to, step(HUB, 1017, 0), step(HUB, 1016, 2, host(to)))),
        sender: '',
        isReport: true,
      };
    },
  ],
  'report absorbed': [
    1,
    (r) => ({
      ...incoming(r, branch(outside(r), step(HUB, 1017, 0), step(HUB, 1018, 2))),
      sender: '',
      isReport: true,
    }),
  ],
};

export const KINDS: readonly string[] = Object.keys(LIVES);

const pickKind = picker(Object.entries(LIVES), ([, [weight]]) => weight);

export function live(random: Random): Message {
  const [kind, [, make]] = pickKind(random);
  return { kind, ...make(random) };
}
