import { MINUTE, SECOND } from '../simulate/clock.ts';
import { picker } from '../simulate/random.ts';
import { ADDRESSES } from './lives/addresses.ts';
import { AGAIN } from './lives/again.ts';
import { DERIVED } from './lives/derived.ts';
import type { Life } from './lives/draft.ts';
import { ENDS } from './lives/ends.ts';
import { ORDINARY } from './lives/ordinary.ts';
import { RELAY } from './lives/relay.ts';
import { STUCK, young } from './lives/stuck.ts';
import { arriving } from './lives/transit.ts';
import type { Sim } from './simulation.ts';

const LIVES: readonly Life[] = [
  ...ORDINARY,
  ...ADDRESSES,
  ...STUCK,
  ...ENDS,
  ...DERIVED,
  ...AGAIN,
  ...RELAY,
];

/** Lives that need the end of the logs near: chosen by the moment, not by weight. */
const LATE = [
  { kind: 'handed-late', from: 30 * SECOND, within: 8 * MINUTE, chance: 0.15, run: arriving },
  { kind: 'young', from: 10 * SECOND, within: 12 * MINUTE, chance: 0.3, run: young },
] as const;

/** A loss is one only if the other server's log goes on well past the threshold, and began well before. */
const EARLY = 40 * MINUTE;

/** Kinds that come about through others, or by the clock. */
const FOLLOWING = [
  'dsn',
  'dsn-delay',
  'journal-report',
  'rule-forward',
  'out-of-office',
  'moderation-request',
  'probe',
];

export const KINDS: readonly string[] = [
  ...LIVES.map((life) => life.kind),
  ...LATE.map((life) => life.kind),
  ...FOLLOWING,
];

const weightOf = (life: Life): number => life.weight;
const pickLife = picker(LIVES, weightOf);
const pickPlain = picker(
  LIVES.filter((life) => life.plain === true),
  weightOf,
);

/** How often each kind is drawn in any case, evenly over the run. */
const ROUNDS = 3;

/** Runs the life of the `index`th of `count` messages. */
export function runLife(sim: Sim, at: number, index: number, count: number): void {
  const left = sim.horizon - at;
  for (const late of LATE) {
    const near = left >= late.from && left < late.within;
    const due = sim.random.chance(late.chance) || !sim.kinds.has(late.kind);
    if (near && due) return late.run(sim, late.kind, at);
  }
  const due = forced(index, count) ?? unseen(sim, index, count) ?? pickLife(sim.random);
  const edge = Math.min(left, at - sim.start) < EARLY;
  const unfit = (due.early === true && edge) || (due.plain !== true && !sim.calm(at));
  const life = unfit ? pickPlain(sim.random) : due;
  life.run(sim, life.kind, at);
}

/** In the middle of the run: a kind that the forced round could not place. */
function unseen(sim: Sim, index: number, count: number): Life | null {
  if (index < count / 2 || index > count * 0.9 || index % 2 === 0) return null;
  return LIVES.find((life) => !sim.kinds.has(life.kind)) ?? null;
}

function forced(index: number, count: number): Life | null {
  const slots = LIVES.length * ROUNDS;
  const every = count / slots;
  // Large runs meet all kinds anyway; tiny ones could not hold them.
  if (every < 2 || every > 1000) return null;
  const slot = Math.floor(index / every);
  const first = Math.floor((index - 1) / every) !== slot;
  return first ? (LIVES[(slot * 7) % LIVES.length] ?? null) : null;
}
