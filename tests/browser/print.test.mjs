// Paper: what is printed is A4, the plan A3 lying, without the frame.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { close, open, SHOTS } from './harness.mjs'
import { start } from './static_server.mjs'

let server
before(async () => { server = await start() })
after(async () => { await close(); await server.stop() })

const MM = 72 / 25.4
const paper = { A4: [210, 297], 'A3 lying': [420, 297] }

for (const [name, size] of [['plan-in-ut', 'A4'], ['st-sida', 'A4'], ['st-tid', 'A4'], ['plan', 'A3 lying']])
  test(`${name} is printed on ${size}`, async () => {
    const page = await open({ size: '1440', theme: 'dark', js: true }, server.url)
    await page.goto(`/${name}`)
    await page.emulateMedia({ media: 'print' })
    for (const part of ['.rail', '.topbar', '.demo', '.btns', '.insp'])
      for (const el of await page.locator(part).all()) assert.equal(await el.isVisible(), false, `${part} is not printed`)
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false })
    mkdirSync(SHOTS, { recursive: true })
    writeFileSync(`${SHOTS}/print-${name}.pdf`, pdf)
    const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(m => m.slice(1).map(Number))
    assert.ok(boxes.length, 'the paper has pages')
    for (const [w, h] of boxes)
      assert.ok(Math.abs(w - paper[size][0] * MM) < 2 && Math.abs(h - paper[size][1] * MM) < 2, `${(w / MM).toFixed()} × ${(h / MM).toFixed()} mm`)
    await page.context().close()
  })
