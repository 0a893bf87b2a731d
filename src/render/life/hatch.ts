import { html } from '../html/html.ts';
import type { Html } from '../html/html.ts';

interface Hatch {
  readonly id: string;
  /** From one line to the next. */
  readonly size: number;
  /** Degrees. */
  readonly angle: number;
  /** The class of its lines. */
  readonly look: string;
}

/** A pattern of parallel lines. */
export function hatch({ id, size, angle, look }: Hatch): Html {
  return html`<pattern
    id="${id}"
    width="${size}"
    height="${size}"
    patternUnits="userSpaceOnUse"
    patternTransform="rotate(${angle})"
  >
    <path class="${look}" d="M0 0V${size}" />
  </pattern>`;
}
