// Signing in where people are real: the link, the authenticator, the recovery code; a key for a program; and a unit that
// answers without an account.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPage, close, open, openAs, RANDA, serve } from './harness.mjs'

const withScript = { size: '1440', theme: 'light', js: true }
const without = { size: '390', theme: 'dark', js: false }
const PASSWORD = 'kaffekopp i tisdagsregn'
let dir, demo
const servers = []
before(async () => { dir = mkdtempSync(join(tmpdir(), 'randa-')); demo = await serve() })
after(async () => { await close(); for (const server of [demo, ...servers]) await server?.stop(); rmSync(dir, { recursive: true, force: true }) })

// What no page shows: the first value of the first row.
const select = sql => spawnSync('python3', ['-c', 'import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])', demo.db, sql], { encoding: 'utf8' }).stdout.trim()

// RFC 6238, from the key as it stands on the page.
function totp(key) {
  const bits = [...key.replaceAll(' ', '')].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)))
  const hash = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)))).update(step).digest()
  const at = hash[19] & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0')
}

for (const c of [withScript, without])
  test(`the first administrator comes in by link, authenticator and recovery code, js ${c.js}`, async () => {
    const db = join(dir, `real-${c.js}.db`)
    const made = spawnSync(RANDA, ['account', 'first', 'eva@example.se', '--name', 'Eva Ek', '--db', `sqlite:${db}`], { encoding: 'utf8' })
    assert.equal(made.status, 0, made.stderr)
    const server = await serve({ db })
    servers.push(server)
    const page = await open(c, server.url)
    await page.goto(made.stdout.trim())
    await checkPage(page, { name: 'valj-losenord-lank' })
    await page.getByLabel('Nytt lösenord').fill(PASSWORD)
    await page.getByRole('button', { name: 'Spara och logga in' }).click()
    await page.waitForURL('**/logga-in/koppla')
    await checkPage(page, { name: 'koppla' })
    await page.getByLabel('Kod', { exact: true }).fill(totp(await page.locator('code').first().innerText()))
    await page.getByRole('button', { name: 'Fortsätt' }).click()
    await page.getByRole('heading', { name: 'Dina reservkoder' }).waitFor()
    await checkPage(page, { name: 'reservkoder' })
    const code = await page.locator('.codes code').first().innerText()
    await page.getByRole('link', { name: 'Jag har sparat dem' }).click()
    await page.goto('/installningar/inloggning')
    await checkPage(page, { name: 'inloggning' })
    await page.goto('/konto')
    await checkPage(page, { name: 'konto-kodapp' })
    await page.getByRole('button', { name: 'Logga ut' }).first().click()
    await page.waitForURL('**/logga-in*')
    await page.getByLabel('E-postadress').fill('eva@example.se')
    await page.getByLabel('Lösenord').fill(PASSWORD)
    await page.getByRole('button', { name: 'Logga in' }).click()
    await page.waitForURL('**/logga-in/kod')
    await checkPage(page, { name: 'kod' })
    await page.getByLabel('Kod', { exact: true }).fill(code)
    await page.getByRole('button', { name: 'Fortsätt' }).click()
    await page.waitForURL('**/installningar')
    await page.context().close()
  })

test('a key for a program reads what it is for, until it is revoked', async () => {
  const page = await openAs(demo, withScript)
  await page.goto('/konto/nycklar')
  await page.getByLabel('Vad den ska användas till').fill('Schemat')
  await page.getByLabel('Enheterna och deras platser').check()
  await page.getByRole('button', { name: 'Skapa nyckeln' }).click()
  const token = await page.locator('code.token').innerText()
  await checkPage(page, { name: 'nycklar-ny' })
  const ask = async path => (await fetch(demo.url + path, { headers: { Authorization: `Bearer ${token}` } })).status
  assert.equal(await ask('/api/v1/units'), 200)
  assert.equal(await ask('/api/v1/trainings'), 403)
  await page.getByRole('button', { name: 'Återkalla' }).click()
  await page.getByText('Nyckeln är återkallad.').waitFor()
  assert.equal(await ask('/api/v1/units'), 401)
  await page.context().close()
})

test('a unit answers by link and code, without an account and without script', async () => {
  const page = await openAs(demo, withScript)
  await page.goto(`/plan/placering/${select('SELECT id FROM placement WHERE kind = 1 AND state = 0 AND first > 20780 ORDER BY first')}/inbjudan`)
  await page.getByLabel('Namn').fill('Bo Berg')
  await page.getByLabel('E-postadress').fill('bo@example.se')
  await page.getByRole('button', { name: 'Skapa inbjudan' }).click()
  const link = await page.locator('code.token').innerText()
  await checkPage(page, { name: 'inbjudan-ny' })
  const code = /är (\d{4} \d{4})/.exec(select('SELECT body FROM outbox'))[1]

  const guest = await open(without, demo.url)
  await guest.goto(link)
  await checkPage(guest, { name: 'inbjudan' })
  await guest.getByLabel('Kod', { exact: true }).fill(code)
  await guest.getByRole('button', { name: 'Visa' }).click()
  await guest.getByRole('heading', { name: 'Kan ni ta emot?' }).waitFor()
  await checkPage(guest, { name: 'inbjudan-fraga' })
  await guest.getByRole('button', { name: 'Ja, vi tar emot' }).click()
  await guest.getByText('Ni tar emot.').waitFor()
  await checkPage(guest, { name: 'inbjudan-svar' })
  await page.reload()
  await page.goto(new URL(page.url()).pathname)
  await page.getByText('Svarade ja').waitFor()
  await page.context().close()
  await guest.context().close()
})
