/** Path of a Chromium that starts, found or fetched; null when there is none to be had. */
export function findChromium(): Promise<string | null>
/** Installs a Debian package where that is possible and allowed. True when it did. */
export function installPackage(name: string): boolean
