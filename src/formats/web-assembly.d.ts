/** The part of it that is used here; TypeScript has it only with all that a browser has. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: SharedArrayBuffer;
    /** Throws RangeError. */
    grow(pages: number): number;
  }

  const Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => Memory;

  /** Whether the machine can run the code. */
  function validate(code: Uint8Array): boolean;

  const Module: new (code: Uint8Array) => object;
  // Only who knows the code can say what it gives.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  const Instance: new <Exports>(
    module: object,
    imports: { readonly env: { readonly memory: Memory } },
  ) => { readonly exports: Exports };
}
