/** A record is at most this long; CloudTrail's own stay below 300 KB. Longer ones are rejected without being held. */
export const maxRecordBytes = 16 * 2 ** 20
/** Files up to this size are read and inflated in one go. */
export const wholeFileBytes = 16 * 2 ** 20
export const wholeInflatedBytes = 32 * 2 ** 20
/** What the scanner gets to see at a time. */
export const blockBytes = 4 * 2 ** 20
/** A segment is closed when it has as many rows, or holds as many bytes in memory. */
export const segmentRows = 98_304
export const segmentBytes = 112 * 2 ** 20
/** A gzip stream that inflates to more than this, and to more than that many times its size, is a bomb. */
export const bombBytes = 2 ** 30
export const bombRatio = 250
/** Containers inside containers. */
export const maxNesting = 3
/** Rejected records of one file; the last one stands for all that follow. */
export const maxRejectedOfFile = 10_000

/** A buffer as blocks of that size. */
export function* blocksOf(whole: Buffer): Generator<Buffer> {
  for (let at = 0; at < whole.length; at += blockBytes) yield whole.subarray(at, at + blockBytes)
}
