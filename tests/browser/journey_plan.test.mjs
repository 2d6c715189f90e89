// The plan: a krock is solved by a form, a placement is moved by form, by dragging and by keys, undone, added, taken away.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { checkPage, close, label, openAs, serve, tabTo } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const wide = { size: '1440', theme: 'light', js: true }
const plain = { size: '1440', theme: 'dark', js: false }
const phone = { size: '390', theme: 'light', js: false }
const krockar = async page => Number((await page.locator('a[href*="visa=krock"], .pbbar a:has(use[href="#i-krock"])').first().innerText()).match(/\d+/)[0])
const undo = page => page.getByRole('button', { name: 'Ångra' }).first().click()

for (const c of [plain, wide])
  test(`a krock is solved by a form and comes back by Ångra, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    await page.goto('/plan')
    const before = await krockar(page)
    assert.ok(before > 0, 'the demo has a krock')
    await page.locator('.rows a.b.x').first().click()
    await page.getByRole('button', { name: 'Använd lösningen' }).waitFor()
    await checkPage(page, { name: 'plan-vald' })
    await page.getByRole('button', { name: 'Använd lösningen' }).click()
    await page.locator('.msg.ok').waitFor()
    assert.equal(await krockar(page), before - 1)
    await checkPage(page, { name: 'plan-lost' })
    await undo(page)
    await page.waitForLoadState()
    await page.goto('/plan')
    assert.equal(await krockar(page), before)
    await page.context().close()
  })

// A placement of the future that may be moved: neither begun nor leave.
const choose = async (page, nth = 0) => {
  await page.goto('/plan')
  const ids = await page.locator('.rows a.b.rand[data-fran]').evaluateAll(bars => bars.filter(b => b.dataset.fran > '2028-01-01' && !b.classList.contains('x')).map(b => b.id))
  const bar = page.locator(`#${ids[nth]}`)
  return { bar, id: ids[nth], fran: await bar.getAttribute('data-fran'), till: await bar.getAttribute('data-till') }
}

test('a placement is dragged, the server keeps it, Ångra brings it back', async () => {
  const page = await openAs(server, wide)
  const { bar, id, fran } = await choose(page)
  await bar.scrollIntoViewIfNeeded()
  const box = await bar.boundingBox()
  await page.mouse.move(box.x + 12, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + 12 + 30, box.y + 10, { steps: 5 })
  await page.locator('.tip').waitFor()
  await page.mouse.up()
  await page.locator('.msg.ok').waitFor()
  const now = await page.locator(`#${id}`).getAttribute('data-fran')
  assert.ok(now > fran, `${fran} → ${now}`)
  await undo(page)
  await page.locator('.msg').first().waitFor()
  await page.goto('/plan')
  assert.equal(await page.locator(`#${id}`).getAttribute('data-fran'), fran)
  await page.context().close()
})

test('a placement is moved with the keyboard alone', async () => {
  const page = await openAs(server, wide)
  const { bar, id, fran } = await choose(page, 1)
  await bar.focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement.id === 'h-insp')
  await tabTo(page, 'button', 'Flytta med tangenter')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  assert.match(await page.locator('#live').textContent(), /^Startar \d+ \S+ 20\d\d$/)
  await page.keyboard.press('Enter')
  await page.locator('.msg.ok').waitFor()
  assert.ok(await page.locator(`#${id}`).getAttribute('data-fran') > fran)
  await page.context().close()
})

for (const c of [plain, phone])
  test(`a date that cannot be is refused beside the form and nothing changes, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    page.allowStatus.add(422)
    const { id, till } = await choose(page, 2).catch(() => choose(page))
    await page.goto(`/plan?vald=${id.slice(2)}`)
    await page.locator('#flytta [name=fran]').fill('2028-02-31')
    await page.locator('#flytta button').first().click()
    await page.getByRole('alert').waitFor()
    assert.equal(page.answer.status(), 422)
    assert.equal(await page.locator('#flytta [name=fran]').inputValue(), '2028-02-31', 'what was typed is kept')
    await checkPage(page, { name: 'plan-fel' })
    await page.goto(`/plan?vald=${id.slice(2)}`)
    assert.equal(await page.locator('#flytta [name=till]').inputValue(), till)
    await page.context().close()
  })

for (const c of [plain, { ...phone, js: true }])
  test(`a new placement: first wrong, then right, then taken away, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    page.allowStatus.add(422)
    await page.goto('/plan/ny')
    await page.getByLabel('Från').fill('2029-03-01')
    await page.getByLabel('Till och med').fill('2029-02-01')
    await page.getByRole('button', { name: 'Spara placeringen' }).click()
    await page.getByRole('alert').waitFor()
    assert.equal(page.answer.status(), 422)
    assert.match(await page.title(), /^Fel: /)
    assert.equal(await page.getByLabel('Från').inputValue(), '2029-03-01', 'what was typed is kept')
    await checkPage(page, { name: 'plan-ny-fel' })
    await page.getByLabel('Enhet', { exact: true }).selectOption({ index: 2 })
    await page.getByLabel('Till och med').fill('2029-04-30')
    await page.getByRole('button', { name: 'Spara placeringen' }).click()
    await page.locator('.msg.ok').waitFor()
    await page.context().close()
  })

test('a conflict of two who change the same placement shows both', async () => {
  const one = await openAs(server, plain), two = await openAs(server, plain)
  two.allowStatus.add(409)
  const { id } = await choose(one, 3)
  for (const page of [one, two]) await page.goto(`/plan?vald=${id.slice(2)}`)
  await one.locator('#flytta [name=till]').fill('2030-01-15')
  await one.locator('#flytta button').first().click()
  await one.locator('.msg.ok').waitFor()
  await two.locator('#flytta [name=till]').fill('2030-01-31')
  await two.locator('#flytta button').first().click()
  await two.waitForLoadState()
  assert.equal(two.answer.status(), 409)
  assert.match(await two.locator('#andrad').innerText(), /Din ändring: 2030-01-31\s+Nu sparat: 2030-01-15/)
  await checkPage(two, { name: 'fel-409' })
  await two.getByRole('button', { name: 'Spara min ändring' }).click()
  await two.locator('.msg.ok').waitFor()
  for (const page of [one, two]) await page.context().close()
})
