const { existsSync } = require('node:fs')
const { join } = require('node:path')

/** electron-builder's numbers of the processors that Backtrail is built for. */
const processors = { 1: 'x64', 3: 'arm64' }

// npm installs the binding of the machine it runs on. A package for another target would start and find no DuckDB.
exports.default = async ({ packager, arch, electronPlatformName }) => {
  const processor = processors[arch]
  const name = `@duckdb/node-bindings-${electronPlatformName}-${processor}`
  if (existsSync(join(packager.projectDir, 'node_modules', name, 'duckdb.node'))) return
  throw new Error(
    `${name} is not installed. Build on that platform, or: npm install --no-save --force --os=${electronPlatformName} --cpu=${processor} ${name}`,
  )
}
