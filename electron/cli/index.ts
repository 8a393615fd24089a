#!/usr/bin/env node
import { appVersion } from '../engine/paths'
import { processIo } from './process-io'
import { runCommandLine } from './run'

const { io, close } = processIo()
process.exitCode = await runCommandLine(process.argv.slice(2), appVersion(), io)
await close()
