import { basename, dirname, join } from 'node:path';
import { UserError } from '../../model/user-error.ts';
import { append, completion } from './append.ts';
import type { Addition, Changes } from './append.ts';
import { cannotWrite } from './cannot-write.ts';
import { lockBag } from './lock.ts';
import { putInFolder } from './put-in-folder.ts';
import { putInZip } from './put-in-zip.ts';
import { locateBag, readTags } from './read-tags.ts';
import type { BagLocation } from './read-tags.ts';
import { judgeTags } from './tag-state.ts';
import type { TagFiles, TagState } from './tag-state.ts';

/** The chain of a bag, which is only read. */
export async function readCustody(bag: string): Promise<TagState> {
  const { tags } = await readTags(bag, await locateBag(bag));
  return judgeTags(tags);
}

export interface AddedCustody {
  /** As it is now. */
  readonly state: TagState;
  /** Null: the state has problems, and nothing was written. */
  readonly added: {
    readonly seq: number;
    /** The entry of a run before that was stopped, which was completed. */
    readonly completed: number | null;
    readonly files: readonly string[];
  } | null;
}

/** Adds an entry to the chain of a bag. A run that is killed leaves the bag as it was, or so that the next one completes its entry. */
export async function addCustody(bag: string, addition: Addition): Promise<AddedCustody> {
  const location = await locateBag(bag);
  // Before anything is written into a folder: is it a bag?
  await readTags(bag, location);
  const unlock = lockBag(lockOf(location), bag);
  try {
    const { tags, isRedacted } = await readTags(bag, location);
    const { note } = addition;
    return await addTo(bag, location, tags, {
      ...addition,
      note: { ...note, host: isRedacted ? null : note.host },
    });
  } finally {
    unlock();
  }
}

function lockOf({ path, container }: BagLocation): string {
  return container === 'folder'
    ? join(path, '.mailtrail-lock')
    : join(dirname(path), `.${basename(path)}.mailtrail-lock`);
}

async function addTo(
  bag: string,
  location: BagLocation,
  tags: TagFiles,
  addition: Addition,
): Promise<AddedCustody> {
  const before = judgeTags(tags);
  if (before.problems.length > 0) return { state: before, added: null };
  const finishing = before.unfinished === null ? NONE : completion(tags, before);
  const finished = merged(tags, finishing);
  const { changes: all, seq } = append(finished, sound(finished), {
    ...addition,
    isThere: isSameAgain(before, addition),
  });
  const changes = new Map(
    [...all].filter(([path, bytes]) => finished.get(path)?.equals(bytes) !== true),
  );
  const state = sound(merged(finished, changes));
  // In a zip file all is written at once; in a folder one entry must be known before the next one is added.
  if (location.container === 'zip') await put(bag, location, merged(finishing, changes));
  else for (const some of [finishing, changes]) await put(bag, location, some);
  return {
    state,
    added: {
      seq,
      completed: before.unfinished,
      files: [...finishing.keys(), ...changes.keys()],
    },
  };
}

/** The same command again after its first run was stopped: a chain that only grows should not tell it twice. */
function isSameAgain({ unfinished, entries }: TagState, { note }: Addition): boolean {
  const head = entries.at(-1);
  return unfinished !== null && head?.text === note.text && head.actor === note.actor;
}

const NONE: Changes = new Map();

function merged(files: TagFiles, changes: Changes): Map<string, Buffer> {
  return new Map([...files, ...changes]);
}

/** What we are about to write, judged as the next run will judge it. */
function sound(tags: TagFiles): TagState {
  const state = judgeTags(tags);
  const [problem] = state.problems;
  if (problem !== undefined) throw new Error(`would write ${problem.path}: ${problem.detail}`);
  return state;
}

async function put(
  bag: string,
  { path, container, mode }: BagLocation,
  changes: Changes,
): Promise<void> {
  if (changes.size === 0) return;
  try {
    await (container === 'zip' ? putInZip : putInFolder)(path, changes, mode);
  } catch (error) {
    throw error instanceof UserError ? error : cannotWrite(bag, error);
  }
}
