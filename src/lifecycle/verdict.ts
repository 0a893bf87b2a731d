import type { Confidence, Place, Stage, State } from '../model/stage.ts';
import type { ServerCoverage } from './coverage.ts';
import { joinForms } from './forms.ts';
import { judgeList, judgePerson } from './judge.ts';
import { Members } from './members.ts';
import { speakForAll } from './nameless.ts';
import type { Mark, SlotOrder } from './order.ts';
import { compareText, groupByRecipient } from './person.ts';
import type { HopRow, Person } from './person.ts';
import { joinRenamed } from './renamed.ts';
import { redirectTargets } from './redirects.ts';
import type { Roads } from './route.ts';

/** Where a recipient stopped. */
export interface Stall {
  readonly place: Place;
  readonly stage: Stage;
  readonly server: string;
  /** Milliseconds UTC. */
  readonly since: number;
  readonly ageSeconds: number;
  readonly nextHop: string | null;
}

/** The answer for one recipient of one message. */
export interface Verdict {
  /** The address; null where no line names one. */
  readonly recipient: string | null;
  readonly state: State;
  /** Null when no known event says where the message was. */
  readonly stage: Stage | null;
  readonly server: string;
  /** Milliseconds UTC: when the message last arrived on that server. */
  readonly since: number;
  /** Milliseconds UTC: the last line about this recipient, on any server. */
  readonly lastEventAt: number;
  /** Null where it ended well. */
  readonly ageSeconds: number | null;
  readonly attempts: number;
  readonly nextHop: string | null;
  /** Other places it may as well be in. */
  readonly mayAlsoBe: readonly Place[];
  readonly stall: Stall | null;
  readonly confidence: Confidence;
  readonly reason: string;
  /** The event that the verdict rests on, and the server that logged it; null when only notes were seen. */
  readonly proof: Mark | null;
  /** Milliseconds UTC: up to when the log of the judging server was seen. */
  readonly asOf: number;
  /** All addresses whose lines this life is made of. */
  readonly forms: readonly string[];
  /** Milliseconds UTC: when a list gave way to its members on `server`; null for everybody else. */
  readonly expandedAt: number | null;
}

/** A recipient, all that is known of it on each server, and its verdict. */
export interface JudgedPerson {
  readonly person: Person;
  readonly verdict: Verdict;
}

/** What a verdict rests on besides the hops. It never reads the wall clock. */
export interface JudgingContext extends Roads {
  readonly slots: SlotOrder;
  /** By server, up to the moment that is asked about. */
  readonly coverage: ReadonlyMap<string, ServerCoverage>;
  /** Below this age an open message is not judged. */
  readonly thresholdMs: number;
}

/**
 * Where each recipient of one message is, since when, why, and how sure that is: a pure function of the message's
 * hops, the coverage and the moment asked about. In order of recipient.
 */
export function judgeMessage(rows: readonly HopRow[], context: JudgingContext): Verdict[] {
  return judgePersons(rows, context).map(({ verdict }) => verdict);
}

/** `judgeMessage`, with the hops that each verdict is of. */
export function judgePersons(rows: readonly HopRow[], context: JudgingContext): JudgedPerson[] {
  const grouped = joinRenamed(groupByRecipient(rows, context.slots), context.slots);
  const joined = joinForms(grouped, context.slots);
  const persons = joined.persons.filter(isNamedIn(joined.persons));
  const targets = redirectTargets(persons, context.slots);
  const members = new Members(
    persons.filter((person) => !targets.has(person)),
    context.slots,
    context.resolve,
  );
  const nameless = joined.persons.find(({ recipient }) => recipient === null);
  const spoken = speakForAll(joined.persons, context.slots, context);
  const judged = [
    ...persons.map((named, index) => {
      const list = nameless === undefined ? null : judgeList(named, members, context, nameless);
      if (list !== null) return { person: named, verdict: list };
      const person = spoken[index] ?? named;
      return { person, verdict: judgePerson(person, members, context) };
    }),
    ...joined.expanded.map((person) => ({
      person,
      verdict: judgePerson(person, members, context, true),
    })),
  ];
  return judged.toSorted((a, b) => compareText(a.person.recipient ?? '', b.person.recipient ?? ''));
}

/** Where recipients are named anywhere, the nameless one is nobody. */
function isNamedIn(persons: readonly Person[]): (person: Person) => boolean {
  const anyNamed = persons.some(({ recipient }) => recipient !== null);
  return ({ recipient }) => !anyNamed || recipient !== null;
}

/** Up to when the loaded logs tell of a message: the latest end of the logs that a verdict rests on. */
export function latestAsOf(verdicts: readonly Verdict[]): number | null {
  return verdicts.reduce<number | null>(
    (latest, { asOf }) => (latest === null ? asOf : Math.max(latest, asOf)),
    null,
  );
}
