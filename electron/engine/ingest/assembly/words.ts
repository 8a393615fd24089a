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

const MEMO: u32 = 4096
/** A hash and an answer an entry, in one table for each kind of question. */
const agents: usize = heap.alloc((<usize>MEMO) << 4)
const errors: usize = heap.alloc((<usize>MEMO) << 4)
memory.fill(agents, 0, (<usize>MEMO) << 4)
memory.fill(errors, 0, (<usize>MEMO) << 4)

/** The word for a user agent, or for an error code; -1 for none. */
declare function hostAgent(from: usize, size: usize): i32
declare function hostError(from: usize, size: usize): i32

export function agentWord(from: usize, size: usize): i32 {
  const hash = keyedHash(from, size)
  const entry = agents + ((<usize>(<u32>hash & (MEMO - 1))) << 4)
  if (load<u64>(entry) !== hash) {
    store<u64>(entry, hash)
    store<i32>(entry, hostAgent(from, size), 8)
  }
  return load<i32>(entry, 8)
}

export function errorWord(from: usize, size: usize): i32 {
  const hash = keyedHash(from, size)
  const entry = errors + ((<usize>(<u32>hash & (MEMO - 1))) << 4)
  if (load<u64>(entry) !== hash) {
    store<u64>(entry, hash)
    store<i32>(entry, hostError(from, size), 8)
  }
  return load<i32>(entry, 8)
}
