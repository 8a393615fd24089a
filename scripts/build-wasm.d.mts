/** Compiles what is older than its source; answers what had to be compiled. */
export function buildWasm(): Promise<string[]>
