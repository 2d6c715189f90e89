// A trainee is taken in, goes on leave, is registered for; what is wrong is said at its field and nothing is lost.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { checkPage, close, label, openAs, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const said = page => page.locator('.msg.ok').first().innerText()
const send = async (page, button) => {
  const answer = page.waitForNavigation()
  await button.click()
  await answer
}
const save = page => send(page, page.locator('main .btn.p[class]').last())

for (const c of [{ size: '1440', theme: 'light', js: false }, { size: '390', theme: 'dark', js: true }])
  test(`a trainee is taken in and registered for, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    page.allowStatus.add(422)
    await page.goto('/st/ny')
    await page.locator('#namn').fill('Testa Provsson')
    await page.locator('#start').fill('2026-10-01')
    await page.getByLabel('SOSFS 2015:8').check()
    await page.getByLabel('Nej').check()
    await save(page)
    assert.equal(page.answer.status(), 422)
    assert.equal(await page.locator('#namn').inputValue(), 'Testa Provsson', 'what was typed is kept')
    await checkPage(page, { name: 'st-ny-fel' })
    await page.getByLabel('HSLF-FS 2021:8').check()
    await save(page)
    assert.match(await said(page), /Testa Provsson är tillagd/)
    const trainee = new URL(page.url()).pathname

    await page.goto(`${trainee}/ledighet/ny`)
    await page.locator('#fran').fill('2027-02-01')
    await page.locator('#till').fill('2027-01-01')
    await save(page)
    assert.equal(page.answer.status(), 422)
    await page.locator('#till').fill('2027-06-30')
    await save(page)
    assert.match(await said(page), /1 feb–30 juni 2027/)
    await send(page, page.getByRole('button', { name: 'Ångra' }).first())
    assert.match(await said(page), /ångrad/)

    await page.goto(`${trainee}/registrera`)
    await page.locator('#nar').fill('2026-11-20')
    await save(page)
    assert.match(await said(page), /Handledarsamtal är registrerat för 1/)
    await page.goto(trainee)
    assert.match(await page.locator('main aside').innerText(), /1 i år, senast 20 nov 2026/)
    await page.context().close()
  })

test('somebody else was first: both versions are shown', async () => {
  const c = { size: '1440', theme: 'dark', js: false }
  const page = await openAs(server, c), other = await openAs(server, c)
  page.allowStatus.add(409)
  await page.goto('/st')
  const trainee = await page.locator('tbody th a').first().getAttribute('href')
  await page.goto(`${trainee}/uppgifter`)
  await other.goto(`${trainee}/uppgifter`)
  await other.locator('textarea').fill('Deras')
  await send(other, other.getByRole('button', { name: 'Spara', exact: true }))
  await page.locator('textarea').fill('Min')
  await send(page, page.getByRole('button', { name: 'Spara', exact: true }))
  assert.equal(page.answer.status(), 409)
  assert.match(await page.locator('#andrad').innerText(), /Din ändring: Min\s+Nu sparat: Deras/)
  await checkPage(page, { name: 'st-uppgifter-andrad' })
  await send(page, page.getByRole('button', { name: 'Spara', exact: true }))
  assert.match(await said(page), /sparade/)
  await page.context().close()
  await other.context().close()
})
