import { importArchive } from './import'

/** Imports into a case and does nothing else: `import-child CASE PATH…`. Run by the test that kills it. */
const [casePath = '', ...paths] = process.argv.slice(2)
const result = await importArchive({
  paths,
  casePath,
  copy: true,
  signal: new AbortController().signal,
  onProgress: () => undefined,
  pace: { first: 100, next: 250 },
})
process.stdout.write(JSON.stringify(result))
