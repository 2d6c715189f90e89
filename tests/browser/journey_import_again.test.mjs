// The same files again: nothing changes the second time, a fault is named each time, a question is asked only once.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { checkPage, close, label, openAs, root, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const wide = { size: '1440', theme: 'light', js: true }
const phone = { size: '390', theme: 'dark', js: false }
const people = join(root, 'tests/data/norrvik/personer.csv')
const csv = (name, ...lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n') + '\r\n') })

async function upload(page, files) {
  await page.goto('/import')
  await page.getByLabel('Filer').setInputFiles(files)
  await page.getByRole('button', { name: 'Läs filerna' }).click()
  await page.waitForURL(u => u.pathname !== '/import')
}
const counts = page => page.locator('.counts b').evaluateAll(all => all.map(b => Number(b.textContent.replace(/\D/g, ''))))
const save = page => page.getByRole('button', { name: /^Spara (en|\d+) rad/ })

test('76 people are looked at, saved, and unchanged the second time', async () => {
  const page = await openAs(server, phone)
  await upload(page, [people])
  assert.deepEqual(await counts(page), [76, 0, 0, 0])
  await save(page).click()
  await page.locator('.msg.ok').waitFor()
  await upload(page, [people])
  assert.deepEqual(await counts(page), [0, 0, 76, 0])
  assert.equal(await save(page).count(), 0, 'there is nothing to save')
  await page.context().close()
})

test('a fault is named with row, column and what to do, and nothing can be saved', async () => {
  const page = await openAs(server, wide)
  await upload(page, [csv('fel.csv', 'Namn;HSA-id;Legitimation', 'Sten Provsten;TSTNMT2321000156-9903;2012-01-31', 'Siv Provsten;TSTNMT2321000156-9904;2012-02-31')])
  await page.getByRole('alert').waitFor()
  const row = await page.locator('table').first().locator('tbody tr').first().innerText()
  for (const part of ['fel.csv', '3', 'Legitimation', '2012-02-31']) assert.ok(row.includes(part), `${row} names ${part}`)
  assert.equal(await save(page).count(), 0)
  await checkPage(page, { name: 'import-granska-fel' })
  await page.context().close()
})

for (const c of [phone])
  test(`an unknown unit is asked about, and remembered, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    await page.goto('/st')
    const name = await page.locator('tbody th a').nth(c.js ? 1 : 2).innerText()
    const short = c.js ? 'Prov-avd A' : 'Prov-avd B'
    const file = csv('placering.csv', 'Namn;Enhet;Typ;Från;Till;Omfattning %;Status', `${name};${short};randning;2035-02-01;2035-03-31;100;planerad`)
    await upload(page, [file])
    const asked = page.getByRole('heading', { name: 'En fråga innan du granskar' })
    await asked.waitFor()
    assert.ok((await page.locator('main').innerText()).includes(short))
    await page.locator('main select').first().selectOption({ label: 'Akutmottagningen' })
    await page.locator('main form .btn.p').click()
    await page.getByRole('heading', { name: 'Granska innan du sparar' }).waitFor()
    assert.deepEqual(await counts(page), [1, 0, 0, 0])
    await save(page).click()
    await page.locator('.msg.ok').waitFor()
    await upload(page, [file])
    assert.equal(await asked.count(), 0, 'the answer is remembered')
    assert.deepEqual(await counts(page), [0, 0, 1, 0])
    await page.context().close()
  })
