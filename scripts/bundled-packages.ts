import type { Plugin } from 'vite'

const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//

/** Writes which packages went into a build (`licences/NAME.json`): what is inside a bundle has to be named beside it. */
export function bundledPackages(name: string): Plugin {
  return {
    name: 'backtrail:bundled-packages',
    generateBundle(_options, bundle) {
      const packages = new Set<string>()
      for (const chunk of Object.values(bundle)) {
        const modules = chunk.type === 'chunk' ? Object.keys(chunk.modules) : []
        for (const id of modules) {
          const found = folder.exec(id.replaceAll('\\', '/').replace(/^\0/, ''))?.[1]
          if (found) packages.add(found.slice(found.lastIndexOf('/node_modules/') + '/node_modules/'.length))
        }
      }
      const source = JSON.stringify([...packages].sort())
      this.emitFile({ type: 'asset', fileName: `licences/${name}.json`, source })
    },
  }
}
