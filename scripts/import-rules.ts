/**
 * Folder -> what its files may import: other folders of the project, packages, `node:*`. The longest matching folder
 * decides. Type-only imports of `electron` are free, since they leave nothing behind at run time.
 */
export const allowedImports: Record<string, readonly string[]> = {
  'electron/contract': ['zod'],
  'electron/engine': [
    'electron/contract',
    'resources',
    'node:*',
    'zod',
    '@duckdb/node-api',
    'yauzl',
    'tar-stream',
  ],
  'electron/host': ['electron/contract', 'electron/engine', 'node:*', 'zod', 'ws'],
  'electron/cli': ['electron/contract', 'electron/engine', 'electron/host', 'node:*', 'zod'],
  'electron/preload': ['electron', 'electron/contract/shell-names'],
  // The log is the one thing of the host's that main shares: Node and nothing else.
  'electron/main': ['electron/contract', 'electron/host/rotating-log', 'electron', 'node:*', 'zod'],
  renderer: [
    'electron/contract',
    'react',
    'react-dom',
    'zod',
    'zustand',
    'uplot',
    'lucide-react',
    '@base-ui/react',
    '@tanstack/*',
    '@codemirror/*',
    '@lezer/*',
  ],
  'renderer/lib': ['electron/contract', 'zod'],
}

/** Tests and helpers for them may import what they test, the test tools and each other. */
export const testExtras: readonly string[] = [
  'vitest',
  'fast-check',
  'node:*',
  'e2e/support',
  'electron/',
  'renderer',
  'tar-stream',
  'yauzl',
  'ws',
  '@duckdb/node-api',
  'zod',
  'resources',
]
