// Makes the icons of all systems out of the window's own: node build/icons/make-icons.mjs, then commit them.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { ROOT } from '../../bin/build.mjs'

const FOLDER = import.meta.dirname
const LINUX = [16, 32, 48, 64, 128, 256, 512]
const WINDOWS = [16, 24, 32, 48, 64, 256]
/** By Apple's names of its pictures. */
const MAC = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic14: 512, ic10: 1024 }
/** Its icons keep a margin: 824 of 1024 points. */
const MAC_SHARE = 824 / 1024

const drawing = readFileSync(join(ROOT, 'src-renderer', 'public', 'icon.svg'), 'utf8')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()

/** As PNG; `share` of the width is the drawing, the rest its margin. */
async function picture(sizePx, share = 1) {
  const address = await page.evaluate(
    async ([svg, sizePx, share]) => {
      const image = new Image()
      image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`
      await image.decode()
      const canvas = Object.assign(document.createElement('canvas'), {
        width: sizePx,
        height: sizePx,
      })
      const margin = (sizePx * (1 - share)) / 2
      canvas.getContext('2d').drawImage(image, margin, margin, sizePx * share, sizePx * share)
      return canvas.toDataURL('image/png')
    },
    [drawing.replace('<svg', `<svg width="${sizePx}" height="${sizePx}"`), sizePx, share],
  )
  return Buffer.from(address.split(',')[1], 'base64')
}

for (const sizePx of LINUX)
  writeFileSync(join(FOLDER, `${sizePx}x${sizePx}.png`), await picture(sizePx))

const forWindows = []
for (const sizePx of WINDOWS) forWindows.push(await picture(sizePx))
let offset = 6 + 16 * WINDOWS.length
const directory = Buffer.alloc(offset)
directory.writeUInt16LE(1, 2)
directory.writeUInt16LE(WINDOWS.length, 4)
for (const [index, png] of forWindows.entries()) {
  const entry = directory.subarray(6 + 16 * index)
  entry[0] = entry[1] = WINDOWS[index] % 256
  entry.writeUInt16LE(1, 4)
  entry.writeUInt16LE(32, 6)
  entry.writeUInt32LE(png.length, 8)
  entry.writeUInt32LE(offset, 12)
  offset += png.length
}
writeFileSync(join(FOLDER, 'icon.ico'), Buffer.concat([directory, ...forWindows]))

const forMac = []
for (const [name, sizePx] of Object.entries(MAC))
  forMac.push(block(name, await picture(sizePx, MAC_SHARE)))
writeFileSync(join(FOLDER, 'icon.icns'), block('icns', Buffer.concat(forMac)))
await browser.close()

function block(name, content) {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([head, content])
}
