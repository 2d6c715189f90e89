// The whole way: log in, read a clinic's own files, plan everybody, compare, publish, solve a krock, undo.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { close, label, login, open, root, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const folder = join(root, 'tests/data/norrvik')
const files = readdirSync(folder).filter(f => f.endsWith('.csv')).map(f => join(folder, f))
const plain = { size: '1440', theme: 'light', js: false }

test(`from the clinic's own files to a plan in force, ${label(plain)}`, async () => {
  const page = await open(plain, server.url)
  await login(page)
  await page.goto('/import')
  await page.locator('#filer').setInputFiles(files)
  await page.getByRole('button', { name: 'Läs filerna' }).click()
  await page.getByRole('button', { name: /^Spara \d+ rader$/ }).click()
  await page.getByRole('heading', { name: 'Filerna är inlästa' }).waitFor()

  await page.goto('/plan/automatisk')
  const all = Number((await page.locator('input[value=alla] + span').innerText()).match(/\d+/)[0])
  assert.ok(all >= 38, `${all} trainees`)
  await page.getByRole('button', { name: 'Räkna fram ett förslag' }).click()
  await page.waitForURL(/\/plan\/jamfor\?version=\d+/, { timeout: 60_000 })
  const row = page.locator('.cmp tr', { hasText: 'ST-läkare med plan till slutdatum' })
  const [before, after] = (await row.locator('td').allInnerTexts()).map(Number.parseFloat)
  assert.ok(after > before && after === all, `${before} had a plan to the end, now ${after} of ${all}`)
  assert.match(await page.locator('.cmp tr', { hasText: 'Ej planerade månader' }).innerText(), /\b0\b/)

  await page.getByRole('button', { name: 'Anta alla' }).click()
  await page.getByRole('button', { name: 'Publicera planen' }).click()
  await page.locator('.msg.ok', { hasText: 'Planen är publicerad' }).waitFor()

  const krockar = async () => Number((await page.locator('.pbbar a', { hasText: /krock/ }).first().innerText()).match(/\d+/)[0])
  const left = await krockar()
  assert.ok(left > 0, 'what was agreed before still clashes')
  // Not every krock has a way out that makes no new one, and one of three too many leaves a krock: the first that mends one.
  const solution = page.getByRole('button', { name: 'Använd lösningen' })
  const bars = await page.locator('.rows a.b.x').evaluateAll(all => all.map(a => a.getAttribute('href')))
  let now = left
  for (const to of bars) {
    await page.goto(to)
    if (!await solution.count()) continue
    await solution.first().click()
    await page.locator('.msg.ok').waitFor()
    now = await krockar()
    assert.ok(now <= left, 'no new krock')
    if (now < left) break
    await page.getByRole('button', { name: 'Ångra' }).first().click()
    await page.waitForLoadState()
  }
  assert.ok(now < left, 'one krock less')
  await page.getByRole('button', { name: 'Ångra' }).first().click()
  await page.waitForLoadState()
  await page.goto('/plan')
  assert.equal(await krockar(), left, 'and undone it is back')
  await page.context().close()
})
