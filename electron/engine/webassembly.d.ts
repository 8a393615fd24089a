// Node has WebAssembly; its types leave it to the DOM's, which the engine is not compiled with.
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(
      module: Module,
      imports: Record<string, Record<string, ((...values: never[]) => unknown) | Memory>>,
    )
    readonly exports: unknown
  }
  type Global = { readonly value: number }
  class Memory {
    /** Sizes in pages of 64 KiB. */
    constructor(size: { initial: number; maximum: number; shared: true })
    readonly buffer: ArrayBuffer
  }
}
