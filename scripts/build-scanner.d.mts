/** Compiles the scanner when its source is newer; answers whether it had to. */
export function buildScanner(): Promise<boolean>
