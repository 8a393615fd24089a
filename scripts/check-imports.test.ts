import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkFile, importsOf } from './check-imports'

const root = dirname(import.meta.dirname)

describe('the import rules', () => {
  it.each([
    ['renderer/app/x.ts', "import { openCase } from '../../electron/engine/case/case'"],
    ['electron/engine/x.ts', "import { app } from 'electron'"],
    ['electron/engine/x.ts', "import { serve } from '../host/serve'"],
    ['electron/contract/x.ts', "import { readFile } from 'node:fs/promises'"],
    ['electron/contract/x.ts', "import fs from 'fs'"],
    ['electron/main/x.ts', "import { createEngine } from '../engine/engine'"],
    ['electron/preload/x.ts', "import { z } from 'zod'"],
    ['electron/preload/x.ts', "import { shellApi } from '../contract/shell-api'"],
    ['electron/cli/x.ts', "const electron = await import('electron')"],
    ['electron/host/x.ts', "export { app } from 'electron'"],
    ['electron/engine/x.ts', "import {\n  a,\n  b,\n} from '../../renderer/lib/format'"],
    ['electron/engine/x.ts', "import leftPad from 'left-pad'"],
  ])('refuse in %s: %s', (file, source) => {
    expect(checkFile(file, source)).toHaveLength(1)
  })

  it.each([
    ['renderer/app/x.ts', "import type { Port } from '../../electron/contract/wire'"],
    ['electron/host/x.ts', "import { createEngine } from '../engine/engine'"],
    ['electron/main/x.ts', "import { app } from 'electron'"],
    ['electron/host/x.ts', "import type { MessagePortMain } from 'electron'"],
    ['electron/engine/x.test.ts', "import { it } from 'vitest'"],
  ])('allow in %s: %s', (file, source) => {
    expect(checkFile(file, source)).toEqual([])
  })

  it('see imports wherever they stand', () => {
    expect(
      importsOf(
        "import './a'\nexport * from './b'\nconst c = require('./c')\nawait import('./d')\nimport e from './e?raw'",
      ),
    ).toEqual(['./a', './b', './c', './d', './e'])
  })

  it('end the check with an error that names file and import', () => {
    const folder = mkdtempSync(join(tmpdir(), 'backtrail-imports-'))
    try {
      for (const path of ['electron/engine', 'renderer', 'scripts'])
        mkdirSync(join(folder, path), { recursive: true })
      for (const script of ['check-imports.ts', 'import-rules.ts']) {
        cpSync(join(root, 'scripts', script), join(folder, 'scripts', script))
      }
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
      const check = () =>
        spawnSync(process.execPath, ['--import', 'tsx', 'scripts/check-imports.ts'], {
          cwd: folder,
          encoding: 'utf8',
        })
      writeFileSync(
        join(folder, 'electron/engine/fine.ts'),
        "import { join } from 'node:path'\nexport { join }\n",
      )
      expect(check().status).toBe(0)
      writeFileSync(
        join(folder, 'electron/engine/bad.ts'),
        "import { app } from 'electron'\nexport { app }\n",
      )
      const { status, stderr } = check()
      expect(status).toBe(1)
      expect(stderr).toContain('electron/engine/bad.ts may not import electron')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
