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
import { arriving, TRANSIT } from './lives/transit.ts';
import type { Release } from './release.ts';
import type { Sim } from './simulation.ts';

const LIVES: readonly Life[] = [
  ...TRANSIT,
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
  'dsn-receipt',
  'journal-report',
  'rule-forward',
  'out-of-office',
  'moderation-request',
  'probe',
];

/** Kinds that releases before 2013 do not know, or tell in no way. */
const SERVICES_ONLY: ReadonlySet<string> = new Set([
  'lost-at-delivery',
  'safety-net',
  'shadow-promoted',
  'submission-received',
  'submission-submitted',
  'submission-deferred',
  'submission-late',
  'throttled',
  'twins',
]);

const weightOf = (life: Life): number => life.weight;
const OLDER_LIVES = LIVES.filter((life) => !SERVICES_ONLY.has(life.kind));
const pickLife = picker(LIVES, weightOf);
const pickOlder = picker(OLDER_LIVES, weightOf);
const pickPlain = picker(
  LIVES.filter((life) => life.plain === true),
  weightOf,
);

/** Kinds that a release can tell of. */
function livesOf({ services, notifies }: Release): readonly Life[] {
  const lives = services ? LIVES : OLDER_LIVES;
  return notifies ? lives : lives.filter((life) => life.kind !== 'outbox-only');
}

/** How often each kind is drawn in any case, evenly over the run. */
const ROUNDS = 3;

export function kindsOf(release: Release): readonly string[] {
  const lives = [...livesOf(release), ...LATE];
  return [...lives.map((life) => life.kind), ...FOLLOWING];
}

/** Runs the life of the `index`th of `count` messages. */
export function runLife(sim: Sim, at: number, index: number, count: number): void {
  const left = sim.horizon - at;
  for (const late of LATE) {
    const near = left >= late.from && left < late.within;
    const due = sim.random.chance(late.chance) || !sim.kinds.has(late.kind);
    if (near && due) return late.run(sim, late.kind, at);
  }
  const due = forced(sim, index, count) ?? unseen(sim, index, count) ?? pickAny(sim);
  const edge = Math.min(left, at - sim.start) < EARLY;
  const unfit = (due.early === true && edge) || (due.plain !== true && !sim.calm(at));
  const life = unfit ? pickPlain(sim.random) : due;
  life.run(sim, life.kind, at);
}

function pickAny(sim: Sim): Life {
  return (sim.release.services ? pickLife : pickOlder)(sim.random);
}

/** In the middle of the run: a kind that the forced round could not place. */
function unseen(sim: Sim, index: number, count: number): Life | null {
  if (index < count / 2 || index > count * 0.9 || index % 2 === 0) return null;
  return livesOf(sim.release).find((life) => !sim.kinds.has(life.kind)) ?? null;
}

function forced(sim: Sim, index: number, count: number): Life | null {
  const lives = livesOf(sim.release);
  const slots = lives.length * ROUNDS;
  const every = count / slots;
  // Large runs meet all kinds anyway; tiny ones could not hold them.
  if (every < 2 || every > 1000) return null;
  const slot = Math.floor(index / every);
  const first = Math.floor((index - 1) / every) !== slot;
  return first ? (lives[(slot * 7) % lives.length] ?? null) : null;
}
