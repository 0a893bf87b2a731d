/** Whether text holds anything but line ends that would act on a terminal. */
export function hasActing(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/.test(
    text,
  );
}
