// Plan automatically, compare, choose, publish, undo; and stop a long one on the way.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { checkPage, close, label, openAs, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const wide = { size: '1440', theme: 'light', js: true }
const plain = { size: '1440', theme: 'dark', js: false }
const phone = { size: '390', theme: 'light', js: false }
const gaps = async page => {
  await page.goto('/plan/automatisk')
  return Number((await page.locator('input[value=luckor] + span small').innerText()).match(/^\d+/)[0])
}
// The button that begins, then the job's page until it leads on by itself. Two seconds of planning are enough here.
const propose = async page => {
  await page.goto('/plan/automatisk')
  await page.locator('#sek option').first().evaluate(o => { o.value = '2' })
  await page.getByRole('button', { name: 'Räkna fram ett förslag' }).click()
  await page.waitForURL(/\/jobb\/\d+|\/plan\/jamfor/)
}
const arrive = page => page.waitForURL(/\/plan\/jamfor\?version=\d+/, { timeout: 40_000 })

for (const c of [wide, plain, phone])
  test(`plan automatically, compare, publish one and undo, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    const before = await gaps(page)
    assert.ok(before > 0, 'some have no plan to their last day')
    await checkPage(page, { name: 'plan-automatisk' })
    await propose(page)
    await page.locator('#jobb').waitFor()
    await arrive(page)
    await page.locator('.diff li').first().waitFor()
    assert.match(await page.locator('.cmp').innerText(), /Gällande[\s\S]*Förslag \d/)
    await checkPage(page, { name: 'plan-jamfor' })
    assert.equal(await gaps(page), before, 'nothing changes before it is published')
    await page.goBack()

    const boxes = page.locator('.diff li input')
    for (let i = 1; i < await boxes.count(); i++) await boxes.nth(i).uncheck()
    const name = (await page.locator('.diff li label').first().innerText()).split('\n')[0]
    await page.getByRole('button', { name: 'Anta de valda' }).click()
    await page.waitForURL(/\/plan\/publicera/)
    assert.equal(await page.locator('ul.flat li').count(), 1)
    assert.ok((await page.locator('ul.flat').innerText()).includes(name))
    await checkPage(page, { name: 'plan-publicera' })
    await page.getByRole('button', { name: 'Publicera planen' }).click()
    await page.locator('.msg.ok').waitFor()
    assert.match(await page.locator('.msg.ok').innerText(), /Planen är publicerad: 1 ST-läkare/)
    await page.getByRole('button', { name: 'Ångra' }).first().click()
    await page.waitForLoadState()
    assert.equal(await gaps(page), before, 'undo brings every gap back')
    await page.context().close()
  })

test('accept all, publish: everybody is planned to the end', async () => {
  const page = await openAs(server, plain)
  await propose(page)
  await arrive(page)
  await page.getByRole('button', { name: 'Anta alla' }).click()
  await page.getByRole('button', { name: 'Publicera planen' }).click()
  await page.locator('.msg.ok').waitFor()
  assert.equal(await gaps(page), 0)
  await page.goto('/plan')
  await page.getByRole('link', { name: /krock/ }).first().waitFor()
  await page.context().close()
})

test('a long calculation is stopped and gives the best so far; then it is thrown away', async () => {
  const page = await openAs(server, wide)
  await page.goto('/plan/automatisk')
  await page.getByLabel('Räkna', { exact: true }).selectOption('600')
  await page.getByRole('button', { name: 'Räkna fram ett förslag' }).click()
  await page.locator('#jobb [role=status]', { hasText: 'Bästa hittills' }).waitFor({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Stoppa och använd det bästa' }).click()
  await arrive(page)
  await page.getByRole('button', { name: 'Förkasta förslaget' }).click()
  await page.locator('.msg.ok').waitFor()
  await page.context().close()
})

test('what cannot be is said by the field, nothing chosen is said too', async () => {
  const page = await openAs(server, plain)
  page.allowStatus.add(422)
  await page.goto('/plan/automatisk')
  await page.getByLabel('Minst antal ST-läkare på hemkliniken').fill('många')
  await page.getByRole('button', { name: 'Räkna fram ett förslag' }).click()
  await page.getByRole('alert').waitFor()
  assert.equal(page.answer.status(), 422)
  assert.equal(await page.getByLabel('Minst antal ST-läkare på hemkliniken').inputValue(), 'många')
  await checkPage(page, { name: 'plan-automatisk-fel' })
  await page.context().close()
})
