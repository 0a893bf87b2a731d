import { userInfo } from 'node:os';

/** Who does it: what `--by` names, else the user's name; never fails. */
export function actorName(by: string | undefined): string {
  if (by !== undefined) return by;
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list, as in a container.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
