// An ST contract is approved in Randa: by the trainee on a phone, by the main supervisor with the keyboard alone, by
// the studierektor and the head; each by her password, over the bytes that she was shown. The file that is fetched stands on its own.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts, checkPage, close, openAs, RANDA, serve, tabTo } from './harness.mjs'

const dir = mkdtempSync(join(tmpdir(), 'randa-seal-')), key = join(dir, 'seal.pem')
const randa = (...words) => spawnSync(RANDA, words, { encoding: 'utf8' })
let server
before(async () => {
  assert.equal(randa('seal', 'new-key', '-o', key, '--name', 'Region Provköping').status, 0)
  server = await serve({ args: ['--seal', key] })
})
after(async () => { await close(); await server?.stop(); rmSync(dir, { recursive: true, force: true }) })

const phone = { size: '390', theme: 'light', js: true }, dark = { size: '1440', theme: 'dark', js: true }, plain = { size: '1440', theme: 'light', js: false }

// Who has signed in less than five minutes ago is not asked again.
async function confirm(page, role) {
  await page.waitForLoadState()
  const password = page.getByLabel('Ditt lösenord')
  if (!await password.count()) return
  await password.fill(accounts()[role].password)
  await page.keyboard.press('Enter')
  await page.waitForLoadState()
}

test('a contract is approved by four, in their order, and the file says so without Randa', async () => {
  const trainee = await openAs(server, phone, 'st-lakare')
  await trainee.goto('/att-gora')
  await trainee.goto('/st')
  await trainee.goto(`${await trainee.locator('tbody th a').first().getAttribute('href')}/dokument`)
  await trainee.getByRole('button', { name: /^Fastställ version ST-kontrakt/ }).click()
  await trainee.waitForURL(/\/version\/\d+/)
  const version = new URL(trainee.url()).pathname, address = `${version}/underskrift`

  const early = await openAs(server, plain, 'verksamhetschef')
  await early.goto(address)
  await early.getByText('Det är inte din tur att skriva under').waitFor()
  assert.equal(await early.getByRole('button', { name: 'Skriv under' }).count(), 0, 'the head signs last')
  await checkPage(early, { name: 'underskrift-vantar' })

  await trainee.getByRole('link', { name: /skriv under/i }).first().click()
  await trainee.getByRole('heading', { name: 'Läs och skriv under' }).waitFor()
  await checkPage(trainee, { name: 'underskrift' })
  trainee.allowStatus.add(422)
  await trainee.getByRole('button', { name: 'Skriv under' }).click()
  await confirm(trainee, 'st-lakare')
  await trainee.getByRole('alert').first().waitFor() // the box was not ticked: nothing is signed
  await trainee.getByLabel('Jag har läst dokumentet').check()
  await trainee.getByRole('button', { name: 'Skriv under' }).click()
  await trainee.waitForURL(u => u.pathname === version)
  await trainee.getByText('N1').first().waitFor()
  await checkPage(trainee, { name: 'version-underskriven' })

  const main = await openAs(server, dark, 'handledare')
  await main.goto(address)
  await (await tabTo(main, 'checkbox', /Jag har läst dokumentet/)).press('Space')
  await (await tabTo(main, 'button', 'Skriv under')).press('Enter')
  await confirm(main, 'handledare')
  await main.waitForURL(u => u.pathname === version)

  const director = await openAs(server, phone)
  await director.goto(version)
  await director.getByRole('link', { name: /skriv under/i }).first().click()
  await director.getByLabel('Jag har läst dokumentet').check()
  await director.getByRole('button', { name: 'Skriv under' }).click()
  await confirm(director, 'studierektor')
  await director.waitForURL(u => u.pathname === version)

  await early.goto(address)
  await early.getByLabel('Jag har läst dokumentet').check()
  await early.getByRole('button', { name: 'Skriv under' }).click()
  await confirm(early, 'verksamhetschef')
  await early.goto(version)
  await early.getByText('Gäller sedan 23 nov 2026').waitFor()

  const sealed = await early.request.get(await early.getByRole('link', { name: 'Hämta förseglad PDF' }).getAttribute('href'))
  const file = join(dir, 'kontrakt.pdf'), trust = join(dir, 'cert.pem')
  writeFileSync(file, await sealed.body())
  writeFileSync(trust, randa('seal', 'certificate', key).stdout)
  const said = randa('verify', file, '--trust', trust, '--json')
  assert.equal(said.status, 0, said.stdout + said.stderr)
  for (const role of ['st-lakare', 'handledare', 'studierektor', 'verksamhetschef'])
    assert.ok(said.stdout.includes(accounts()[role].name), `${accounts()[role].name} is among those who approved: ${said.stdout}`)
  const bytes = Buffer.from(await sealed.body())
  bytes[bytes.length >> 1] ^= 1
  writeFileSync(file, bytes)
  assert.equal(randa('verify', file, '--trust', trust).status, 1, 'one bit more or less is found')
})
