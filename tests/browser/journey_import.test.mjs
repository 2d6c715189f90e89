// Import: a clinic's files are sent in, asked about, reviewed, saved and undone; files with faults are not saved.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkPage, close, label, openAs, root, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const folder = join(root, 'tests/data/norrvik')
const csv = readdirSync(folder).filter(f => f.endsWith('.csv')).map(f => join(folder, f))
const text = (name, lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) })
const send = async (page, files) => {
  await page.goto('/import')
  await page.locator('#filer').setInputFiles(files)
  await page.getByRole('button', { name: 'Läs filerna' }).click()
  await page.waitForURL(/\/import\/\d+/)
}

for (const c of [{ size: '1440', theme: 'light', js: true }, { size: '390', theme: 'dark', js: false }])
  test(`the example clinic is reviewed, saved and undone, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    await send(page, [...csv, join(folder, 'randningsschema.xlsx')])
    await page.getByRole('heading', { name: 'Granska innan du sparar' }).waitFor()
    await checkPage(page, { name: 'import-granska' })
    await page.getByRole('button', { name: /^Spara \d+ rader$/ }).click()
    await page.getByRole('heading', { name: 'Filerna är inlästa' }).waitFor()
    await checkPage(page, { name: 'import-klart' })
    await page.getByRole('button', { name: 'Ångra' }).click()
    await page.waitForLoadState()
    await send(page, csv)
    const again = Number((await page.locator('.counts b').first().innerText()).replaceAll(/\D/g, ''))
    assert.ok(again > 1000, `after Ångra the rows are new again: ${again}`)
    await page.getByRole('button', { name: 'Avbryt, spara inget' }).click()
    await page.waitForURL(/\/import$/)
    await page.context().close()
  })

test('a name that is not known is asked about, and faults are named', async () => {
  const page = await openAs(server, { size: '1440', theme: 'dark', js: false })
  await send(page, [text('platser.csv', ['Enhet;Nivå;Från;Till;Platser', 'Avd 4;alla;2027-01-01;2027-12-31;2'])])
  await page.getByRole('heading', { name: 'En fråga innan du granskar' }).waitFor()
  await checkPage(page, { name: 'import-fragor' })
  await page.locator('#enhet1').selectOption({ label: 'Kardiologi' })
  await page.getByRole('button', { name: 'Spara svaren, gå till granskningen' }).click()
  await page.getByRole('button', { name: 'Spara en rad' }).waitFor()
  assert.match(await page.locator('main').innerText(), /Avd 4” → Kardiologi/)

  await send(page, [text('platser.csv', ['Enhet;Nivå;Från;Till;Platser', 'Kardiologi;alla;2027-01-01;2026-12-31;2', 'Kardiologi;alla;snart;;2'])])
  await page.getByRole('heading', { name: 'Filerna kan inte sparas än' }).waitFor()
  assert.equal(await page.locator('#h-prob').count(), 1)
  assert.equal(await page.getByRole('button', { name: /^Spara/ }).count(), 0)
  await checkPage(page, { name: 'import-granska-fel' })

  await page.goto('/export')
  await checkPage(page, { name: 'export' })
  await page.context().close()
})
