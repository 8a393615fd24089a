import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/** True where strace is there and may watch: containers can forbid it. */
export const canTrace = (): boolean =>
  process.platform === 'linux' && spawnSync('strace', ['-qq', '-e', 'trace=none', 'true']).status === 0

/** Puts a program under strace, with all its threads and children; what it does with the network goes to the file. */
export const traced = (log: string, program: string, args: string[]): [string, string[]] => [
  'strace',
  ['-f', '-qq', '-y', '-s', '256', '-e', 'trace=network,openat', '-o', log, program, ...args],
]

export type Traffic = {
  /** Addresses beyond this machine, and of name servers, with the line that names them. */
  foreign: string[]
  /** Addresses of this machine that something was connected or bound to. */
  local: Set<string>
  /** Files of DuckDB extensions that were looked for. */
  extensions: string[]
}

/** What a trace says about addresses. Sockets of the kernel and of this machine's own programs are none. */
export async function readTraffic(log: string): Promise<Traffic> {
  const lines = (await readFile(log, 'utf8')).split('\n')
  const traffic: Traffic = { foreign: [], local: new Set(), extensions: [] }
  for (const line of lines) {
    if (/\.duckdb_extension|\.duckdb\/extensions/.test(line)) traffic.extensions.push(line)
    for (const { address, port } of addressesIn(line)) {
      // A resolver on this machine would carry the question outside.
      if (isLoopback(address) && port !== 53) traffic.local.add(address)
      else traffic.foreign.push(line)
    }
  }
  return traffic
}

const call = /\b(connect|bind|sendto|sendmsg|sendmmsg)\(/
const v4 = /sin_port=htons\((\d+)\), sin_addr=inet_addr\("([\d.]+)"\)/g
const v6 = /sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"/g

function addressesIn(line: string): { address: string; port: number }[] {
  if (!call.test(line)) return []
  return [...line.matchAll(v4), ...line.matchAll(v6)].map(([, port, address]) => ({
    address: address ?? '',
    port: Number(port),
  }))
}

const isLoopback = (address: string) =>
  /^127\./.test(address) || address === '::1' || /^::ffff:127\./.test(address)
