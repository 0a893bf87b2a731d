import { closeSync, lstatSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from '../../model/errors.ts';
import { UserError } from '../../model/user-error.ts';
import { cannotWrite } from './cannot-write.ts';

/**
 * Keeps a second run from adding to the same bag; gives what lets go of it. A run that was killed leaves its file, which names its
 * process: the next one takes it over.
 */
export function lockBag(file: string, bag: string): () => void {
  if (!tryLock(file, bag)) {
    if (!isLeft(file)) throw busy(file, bag);
    rmSync(file, { force: true });
    if (!tryLock(file, bag)) throw busy(file, bag);
  }
  return () => {
    rmSync(file, { force: true });
  };
}

function tryLock(file: string, bag: string): boolean {
  let fd: number;
  try {
    fd = openSync(file, 'wx', 0o600);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw cannotWrite(bag, error);
  }
  try {
    writeSync(fd, `${process.pid} ${hostname()}\n`);
  } finally {
    closeSync(fd);
  }
  return true;
}

/** The process that it names is not there any more. On other machines that cannot be told. */
function isLeft(file: string): boolean {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return true;
  if (!stat.isFile() || stat.size > 1024) return false;
  const [, pid = '', host = ''] = /^(\d{1,10}) (.*)\n$/.exec(readFileSync(file, 'utf8')) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

function busy(file: string, bag: string): UserError {
  return new UserError('bag-busy', `another run is adding to ${JSON.stringify(bag)}`, {
    hint: `wait until it is done; if there is none, it was stopped on another machine: delete ${JSON.stringify(file)}`,
  });
}
