import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { bundledPackages } from './scripts/bundled-packages'

const here = (path: string) => resolve(import.meta.dirname, path)

/**
 * One `out/` for everything: `main` (the desktop shell), `host` (the engine's process), `cli` (the same engine in a
 * terminal) and the worker threads are Node programs that share chunks; preload is one CommonJS file, because a sandboxed
 * preload cannot load modules.
 */
export default defineConfig({
  main: {
    plugins: [bundledPackages('main')],
    build: {
      outDir: 'out',
      emptyOutDir: false,
      externalizeDeps: { exclude: ['zod', 'ws', 'yauzl', 'tar-stream'] },
      rollupOptions: {
        input: {
          'main/index': here('electron/main/index.ts'),
          'host/child': here('electron/host/child.ts'),
          'host/utility': here('electron/host/utility.ts'),
          'ingest/worker': here('electron/engine/ingest/worker.ts'),
          'query/helper': here('electron/engine/query/index/helper-thread.ts'),
          'cli/index': here('electron/cli/index.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [bundledPackages('preload')],
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: here('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [react(), bundledPackages('renderer')],
    html: { cspNonce: 'BACKTRAIL_CSP_NONCE' },
    build: {
      outDir: here('out/renderer'),
      emptyOutDir: true,
      rollupOptions: { input: { index: here('renderer/index.html') } },
    },
  },
})
