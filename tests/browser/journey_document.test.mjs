// The paper route of a plan: settled, printed, signed by three with a scan, in force; and a certificate to write.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { checkPage, close, openAs, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const phone = { size: '390', theme: 'dark', js: false }
const wide = { size: '1440', theme: 'light', js: true }

// The first trainee's page of documents that shows `sel`.
const documents = async (page, sel) => {
  await page.goto('/st')
  const all = await page.locator('tbody th a').evaluateAll(links => links.map(a => a.getAttribute('href')))
  for (const to of all) {
    await page.goto(`${to}/dokument`)
    if (await page.locator(sel).count()) return to
  }
  throw new Error(`no trainee has ${sel}`)
}
const pdf = async (page, address) => {
  const reply = await page.request.get(address)
  assert.equal(reply.headers()['content-type'], 'application/pdf')
  return reply.body()
}

test('an individual plan is settled, signed on paper by three and in force', async () => {
  const page = await openAs(server, phone)
  page.allowStatus.add(422)
  await page.goto('/st')
  const to = await page.locator('tbody th a').first().getAttribute('href')
  await page.goto(`${to}/dokument`)
  await checkPage(page, { name: 'dokument' })
  await page.getByRole('button', { name: 'Fastställ version Individuell utbildningsplan' }).click()
  await page.getByRole('heading', { name: /Individuell utbildningsplan. Version 1/ }).waitFor()
  await checkPage(page, { name: 'version-vantar' })
  const frozen = await pdf(page, await page.getByRole('link', { name: 'Hämta PDF' }).getAttribute('href'))
  assert.equal(frozen.subarray(0, 8).toString(), '%PDF-1.7')

  await page.getByRole('button', { name: 'Registrera underskriften' }).click()
  await page.getByRole('alert').first().waitFor()
  await checkPage(page, { name: 'version-fel' })
  for (const [i, role] of ['ST-läkare', 'Huvudhandledare', 'Verksamhetschef'].entries()) {
    await page.getByLabel('Vem har skrivit under').selectOption({ label: role })
    await page.getByLabel('Underskrivet den').fill('2026-11-23')
    await page.getByLabel('Originalet finns').fill('Pärm hos studierektorn')
    if (i === 0) await page.getByLabel('Skannat papper').setInputFiles({ name: 'papper.pdf', mimeType: 'application/pdf', buffer: frozen })
    await page.getByRole('button', { name: 'Registrera underskriften' }).click()
    await page.getByText('Underskriften är registrerad.').waitFor()
  }
  await page.getByText('Gäller sedan 23 nov 2026').waitFor()
  const scan = await pdf(page, await page.getByRole('link', { name: /Hämta skannat papper/ }).getAttribute('href'))
  assert.deepEqual(scan, frozen, 'what was uploaded is what is given back')
  await checkPage(page, { name: 'version-galler' })
  await page.goto(`${to}/dokument`)
  await page.getByText('Underskrift registrerad 23 nov 2026.').waitFor()
})

test('a certificate to write has its PDF, and the way to register it', async () => {
  const page = await openAs(server, wide)
  await documents(page, 'a[href*="?placering="][href*=".pdf"]')
  await checkPage(page, { name: 'dokument-intyg' })
  const order = page.locator('a[href*=".pdf?placering="]').first()
  assert.ok((await pdf(page, await order.getAttribute('href'))).length > 5000)
  await page.getByRole('link', { name: /Registrera underskrift/ }).first().click()
  await page.getByRole('heading', { name: 'Registrera intyg på papper' }).waitFor()
})
