import type { Command, Option } from 'commander';
import { EXIT, UserError } from '../model/user-error.ts';

/**
 * Has each command refuse an option that is given twice with different values and takes one: the last one would be taken without a word.
 * Throws a `UserError` (`given-twice`, exit 2) when the command line is read.
 */
export function refuseRepeats(program: Command): void {
  for (const command of program.commands)
    for (const option of command.options.filter(takesOneValue)) refuseRepeat(command, option);
}

/** Options that may be given several times begin with an empty list. */
function takesOneValue({ required, optional, variadic, defaultValue }: Option): boolean {
  return (required || optional) && !variadic && !Array.isArray(defaultValue);
}

function refuseRepeat(command: Command, option: Option): void {
  let first: string | null = null;
  command.on(`option:${option.name()}`, (value: string | null) => {
    if (first !== null && value !== first)
      throw new UserError('given-twice', `${option.long ?? option.name()} is given twice`, {
        hint: `it takes one value: run the command once for ${JSON.stringify(first)} and once for ${JSON.stringify(value)}`,
        exitCode: EXIT.usage,
      });
    first = value;
  });
}
