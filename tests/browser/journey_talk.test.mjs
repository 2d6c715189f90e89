// A supervisor on a phone registers a held talk: from the sign-in page, counted press by press and by the clock.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accounts, checkPage, close, label, open, openAs, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const INTERACTIONS_MAX = 6, SECONDS_MAX = 20

for (const c of [{ size: '390', theme: 'light', js: true }, { size: '390', theme: 'dark', js: false }])
  test(`a held talk on a phone, ${label(c)}`, async t => {
    const page = await open(c, server.url), who = accounts().handledare
    let interactions = 0
    const press = async locator => { interactions++; const answer = page.waitForNavigation(); await locator.click(); await answer }
    const type = async (locator, text) => { interactions++; await locator.fill(text) }
    await page.goto('/logga-in')
    const began = Date.now()
    await type(page.getByLabel('E-postadress'), who.login)
    await type(page.getByLabel('Lösenord'), who.password)
    await press(page.getByRole('button', { name: 'Logga in' }))
    await press(page.getByRole('link', { name: 'Registrera det som är gjort' }))
    const name = await page.locator('main .list b a').first().innerText()
    await press(page.getByRole('button', { name: 'Hållet' }).first())
    const seconds = (Date.now() - began) / 1000
    assert.match(await page.locator('.msg.ok').first().innerText(), /Samtalet 23 november 2026 är registrerat/)
    t.diagnostic(`${interactions} interactions from the sign-in page, ${seconds.toFixed(1)} s`)
    assert.ok(interactions <= INTERACTIONS_MAX, `${interactions} interactions`)
    assert.ok(seconds <= SECONDS_MAX, `${seconds} s`)
    await checkPage(page, { name: 'samtal-registrerat' })

    await page.getByRole('link', { name, exact: true }).click()
    await page.getByRole('heading', { name: 'Handledarsamtal' }).waitFor()
    assert.match(await page.locator('tbody tr').first().innerText(), /23 nov 2026\s+Hållet/)
    await checkPage(page, { name: 'samtal-logg' })
    await page.context().close()
  })

test('one that was not held, and why; twice is refused and nothing is lost', async () => {
  const page = await openAs(server, { size: '390', theme: 'light', js: true }, 'handledare')
  page.allowStatus.add(422)
  for (const again of [false, true]) {
    await page.goto('/samtal')
    const to = await page.locator('main .list b a').last().getAttribute('href')
    const row = page.locator('main .list li', { has: page.locator(`a[href="${to}"]`) })
    await row.getByLabel('Dag').fill('2026-11-20')
    await row.getByText('Blev inte av').first().click()
    await row.getByLabel('Varför').selectOption({ label: 'Schemat gick inte ihop' })
    const answer = page.waitForNavigation()
    await row.getByRole('button', { name: 'Spara' }).click()
    await answer
    assert.equal(page.answer.status(), again ? 422 : 200)
    if (again) {
      assert.equal(await row.getByLabel('Dag').inputValue(), '2026-11-20', 'what was typed is kept')
      await checkPage(page, { name: 'samtal-fel' })
    }
    else {
      await page.goto(to)
      assert.match(await page.locator('tbody').innerText(), /20 nov 2026\s+Blev inte av Schemat gick inte ihop/)
    }
  }
  await page.context().close()
})
