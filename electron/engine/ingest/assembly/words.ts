// Texts that the host has named for columns that hold one of a few, and what the host has said about a value already.

import { keyedHash } from './hash'

const MAX_WORDS: i32 = 256
const starts: usize = memory.data(1024)
const sizes: usize = memory.data(1024)
let wordCount: i32 = 0

/** Room for a word; words are numbered as they come. */
export function addWord(size: usize): usize {
  if (wordCount >= MAX_WORDS) unreachable()
  const start = heap.alloc(size + 32)
  store<usize>(starts + ((<usize>wordCount) << 2), start)
  store<usize>(sizes + ((<usize>wordCount) << 2), size)
  wordCount += 1
  return start
}

export function wordStart(word: i32): usize {
  return load<usize>(starts + ((<usize>word) << 2))
}
export function wordSize(word: i32): usize {
  return load<usize>(sizes + ((<usize>word) << 2))
}

/** What the host is asked of a text: which kind of program a user agent names, how a call with an error code ended. */
export const AGENT_FAMILY: u32 = 0
export const OUTCOME_OF_ERROR: u32 = 1

const MEMO: u32 = 4096
/** A hash and an answer an entry, for each of the questions. */
const memo: usize = heap.alloc((<usize>MEMO) << 5)
memory.fill(memo, 0, (<usize>MEMO) << 5)

/** The word that answers a question about a text; -1 for none. */
declare function hostWord(question: u32, from: usize, size: usize): i32

export function wordFor(question: u32, from: usize, size: usize): i32 {
  const hash = keyedHash(from, size)
  const entry = memo + ((<usize>(question * MEMO + (<u32>hash & (MEMO - 1)))) << 4)
  if (load<u64>(entry) !== hash) {
    store<u64>(entry, hash)
    store<i32>(entry, hostWord(question, from, size), 8)
  }
  return load<i32>(entry, 8)
}
