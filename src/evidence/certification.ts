import { VERSION } from '../model/version.ts';
import { visible } from '../render/visible.ts';

/** `certification-template.md`: for the person who answers for the bag to fill in; no legal advice. */
export function certificationText(
  caseName: string,
  manifestSha256: string,
  redacted: boolean,
): string {
  const excerpts = redacted ? 'redacted excerpts (pseudonyms in place of names)' : 'excerpts';
  return `# Certification (to be filled in)

A form for the person who made or checked this bag, as rules of evidence may ask for one (in the United States for example Federal Rules of Evidence 902(13) and 902(14)). It is no legal
advice: let counsel say whether and how to use it.

- Case: ${visible(caseName).replaceAll(/[\\`*_[\]<>#|]/g, '\\$&')}
- Name, position, employer: ______________________________
- How I am qualified to speak of these records: ______________________________

1. The records in \`data/raw/\` are ${excerpts} of message tracking logs that Microsoft Exchange servers of ______________________________ wrote in the ordinary course of their work.
2. The logs were copied from the servers on ______________________________ by ______________________________, and kept at ______________________________ since.
3. The excerpts were made by the program mailtrail ${VERSION}. The process is described in \`method.md\`. To my knowledge it gives accurate results.
4. The excerpts are identified by SHA-256. The file \`manifest-sha256.txt\`, which lists the SHA-256 of every file under \`data/\`, has itself the SHA-256
   \`${manifestSha256}\`.
5. I checked the bag on ______________________________ with ______________________________ and found no difference.

Signed, place and date: ______________________________
`;
}
