import type { EvidenceCase } from '../model/evidence.ts';
import { newBagPlace } from './bag/bag-place.ts';
import type { BagPlace } from './bag/bag-place.ts';
import { manifestSha256, putPayload, putTags } from './bag/write-bag.ts';
import type { BagTags, OnFile, WrittenBag } from './bag/write-bag.ts';
import { certificationText } from './certification.ts';
import { methodText } from './method.ts';
import { payloadFiles } from './payload/payload.ts';
import type { BagFile } from './bag-file.ts';

export interface BagRequest {
  readonly given: EvidenceCase;
  readonly out: string;
  readonly zip: boolean;
  readonly tz: string;
  /** What was asked for, as the user wrote it. */
  readonly asked: readonly (readonly [option: string, value: string])[];
  /** Whole log files, where they are wanted. */
  readonly wholeSources: readonly BagFile[];
  readonly tags: Omit<BagTags, 'method' | 'certification' | 'redactionOf'>;
  /** Told what is there to be removed if the program ends. */
  readonly onPlace: (place: BagPlace) => void;
  readonly onFile: OnFile;
}

/** Writes a bag, complete or not at all. */
export async function makeBag(request: BagRequest): Promise<WrittenBag> {
  const { given, out, zip, tz, tags, asked, wholeSources, onFile } = request;
  const place = await newBagPlace(out, zip);
  request.onPlace(place);
  try {
    const files = [...payloadFiles(given, { tz, redaction: null }), ...wholeSources];
    const payload = await putPayload(place.folder, files, onFile);
    const bag = await putTags(place.folder, payload, {
      ...tags,
      method: methodText({
        given,
        asked,
        redacted: false,
        includesSources: wholeSources.length > 0,
      }),
      certification: certificationText(given.name, manifestSha256(payload)),
      redactionOf: null,
    });
    await place.finish();
    return bag;
  } finally {
    place.discard();
  }
}
