#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { root } from './build-if-stale.mjs'
import { findChromium } from './find-chromium.mjs'

/** Draws renderer/public/icon.svg in every size and writes build/icon.{png,ico,icns}. Run it when the drawing changes. */

const icoSizes = [16, 24, 32, 48, 64, 128, 256]
/** Apple's names for PNG images of these sizes. */
const icnsTypes = { 16: 'icp4', 32: 'icp5', 64: 'icp6', 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' }

const svg = readFileSync(join(root, 'renderer/public/icon.svg'), 'utf8')
const sizes = [...new Set([...icoSizes, ...Object.keys(icnsTypes).map(Number)])]
const images = await draw(sizes)

writeFileSync(join(root, 'build/icon.png'), images.get(1024))
writeFileSync(join(root, 'build/icon.ico'), ico(icoSizes))
writeFileSync(join(root, 'build/icon.icns'), icns())

async function draw(wanted) {
  const browser = await chromium.launch({ executablePath: await findChromium(console.error) })
  const page = await browser.newPage()
  const drawn = new Map()
  for (const size of wanted) {
    await page.setViewportSize({ width: size, height: size })
    const sized = svg.replace('<svg ', `<svg width="${size}" height="${size}" style="display:block" `)
    await page.setContent(`<body style="margin:0;background:transparent">${sized}</body>`)
    drawn.set(size, await page.screenshot({ omitBackground: true }))
  }
  await browser.close()
  return drawn
}

/** A directory of sixteen-byte entries, then the images. 256 is written as 0. */
function ico(wanted) {
  const header = Buffer.alloc(6 + 16 * wanted.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(wanted.length, 4)
  let offset = header.length
  for (const [index, size] of wanted.entries()) {
    const at = 6 + 16 * index
    const { length } = images.get(size)
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += length
  }
  return Buffer.concat([header, ...wanted.map((size) => images.get(size))])
}

/** Blocks of type, length and data, with the length of everything in front. */
function icns() {
  const blocks = Object.entries(icnsTypes).map(([size, type]) => {
    const image = images.get(Number(size))
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(image.length + 8, 4)
    return Buffer.concat([head, image])
  })
  const head = Buffer.alloc(8)
  head.write('icns', 'latin1')
  head.writeUInt32BE(
    blocks.reduce((sum, block) => sum + block.length, 8),
    4,
  )
  return Buffer.concat([head, ...blocks])
}
