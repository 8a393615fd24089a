import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EngineError } from '../contract/errors'
import { onLastPort } from './last-port'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-port-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const free = 40_001
const asked: number[] = []
const listen = (taken: number[] = []) => {
  asked.length = 0
  return async (port: number) => {
    asked.push(port)
    if (taken.includes(port)) throw new EngineError('usage', `Port ${port} cannot be used.`)
    return { origin: `http://127.0.0.1:${port || free}` }
  }
}

describe('the port of browser mode', () => {
  it('is a free one at first, and the same the next time', async () => {
    expect((await onLastPort(listen(), folder)).origin).toContain(`:${free}`)
    expect(asked).toEqual([0])
    await onLastPort(listen(), folder)
    expect(asked).toEqual([free])
  })

  it('is another one while that of last time is taken, which stays remembered', async () => {
    await onLastPort(listen(), folder)
    await onLastPort(listen([free]), folder)
    expect(asked).toEqual([free, 0])
    await onLastPort(listen(), folder)
    expect(asked).toEqual([free])
  })

  it.each(['', '{', '{"port":"x"}', '{"port":80}', '{"port":70000}', 'null'])(
    'is a free one when what is remembered is %j',
    async (text) => {
      await writeFile(join(folder, 'browser-port.json'), text)
      await onLastPort(listen(), folder)
      expect(asked).toEqual([0])
      expect(JSON.parse(await readFile(join(folder, 'browser-port.json'), 'utf8'))).toEqual({ port: free })
    },
  )

  it('passes on what is wrong beside the port', async () => {
    await onLastPort(listen(), folder)
    const fail = () => Promise.reject(new Error('no network at all'))
    await expect(onLastPort(fail, folder)).rejects.toThrow('no network at all')
  })
})
