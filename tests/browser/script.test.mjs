// What app.js adds, on the skeletons: keys, dragging, the panel, help and the list that filters itself.
import { after, afterEach, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { close, open } from './harness.mjs'
import { posts, start } from './static_server.mjs'

let server, page
before(async () => { server = await start() })
after(async () => { await close(); await server.stop() })
afterEach(async () => { assert.deepEqual(page.complaints, []); await page.context().close() })

const at = async (path, size = '1440') => {
  page = await open({ size, theme: 'light', js: true }, server.url)
  await page.goto(path)
  return page
}
const focused = () => page.evaluate(() => document.activeElement.title || document.activeElement.textContent)

test('the board is one tab stop and its arrows go from bar to bar', async () => {
  await at('/plan-flyttad')
  assert.equal(await page.locator('.rows a[tabindex="0"]').count(), 1)
  await page.locator('.rows a[tabindex="0"]').focus()
  await page.keyboard.press('Home')
  const first = await focused()
  await page.keyboard.press('ArrowRight')
  const second = await focused()
  assert.notEqual(first, second)
  await page.keyboard.press('ArrowLeft')
  assert.equal(await focused(), first)
  await page.keyboard.press('ArrowLeft')
  assert.equal(await page.evaluate(() => document.activeElement.parentElement.className), 'who', 'left of the first bar is the name')
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.locator('.rows a[tabindex="0"]').count(), 1)
})

test('up and down keep to the week, page down goes ten rows', async () => {
  await at('/plan-flyttad')
  await page.locator('.row:nth-child(1) a.b.s98, .row:nth-child(1) a.b.s95').first().focus()
  const row = () => page.evaluate(() => [...document.querySelectorAll('.rows>.row')].indexOf(document.activeElement.closest('.row')))
  await page.keyboard.press('ArrowDown')
  assert.equal(await row(), 1)
  const [s, n] = await page.evaluate(() => [/ s(\d+)/, / n(\d+)/].map(r => Number(r.exec(document.activeElement.className)[1])))
  assert.ok(s <= 95 && 95 < s + n, `week 95 lies in ${s}+${n}`)
  await page.keyboard.press('PageDown')
  assert.equal(await row(), 11)
  await page.keyboard.press('PageUp')
  await page.keyboard.press('ArrowUp')
  assert.equal(await row(), 0)
})

test('Enter shows the panel without a reload, Escape goes back to the bar', async () => {
  await at('/plan')
  await page.evaluate(() => { window.same = true })
  const bar = page.locator('.row:nth-child(5) a.b').first()
  await bar.focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement.id === 'h-insp')
  assert.equal(await page.evaluate(() => window.same), true)
  assert.equal(await bar.getAttribute('aria-current'), 'true')
  assert.match(page.url(), /vald=/)
  await page.keyboard.press('Escape')
  assert.equal(await bar.evaluate(el => el === document.activeElement), true)
})

test('a placement is moved and lengthened by keys, and sent by the form of the panel', async () => {
  await at('/plan')
  posts.length = 0
  await page.getByRole('button', { name: 'Flytta med tangenter' }).click()
  await page.keyboard.press('ArrowRight')
  assert.equal(await page.locator('#live').textContent(), 'Startar 16 februari 2027')
  await page.keyboard.press('Shift+ArrowRight')
  assert.equal(await page.locator('#live').textContent(), 'Slutar 15 maj 2027')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/plan-flyttad')
  assert.equal(posts.length, 1)
  assert.match(posts[0].path, /^\/plan\/placering\/\d+$/)
  assert.deepEqual({ ...posts[0].form, csrf: 'x' }, { csrf: 'x', version: '7', fran: '2027-02-16', till: '2027-05-15', omfattning: '100' })
})

test('Escape cancels a move by keys', async () => {
  await at('/plan')
  posts.length = 0
  await page.getByRole('button', { name: 'Flytta med tangenter' }).click()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('#live').textContent(), 'Flytten är avbruten')
  assert.equal(await page.locator('.b.drag').count(), 0)
  assert.equal(posts.length, 0)
})

test('a bar is dragged in half-months and sent by the same form', async () => {
  await at('/plan')
  posts.length = 0
  const box = await page.locator('.b.sel').boundingBox()
  await page.mouse.move(box.x + 20, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + 20 + 40, box.y + 12, { steps: 4 })      // ten weeks to the right
  assert.equal(await page.locator('.tip').textContent(), '16 apr–30 juni 2027')
  await page.screenshot({ path: new URL('../../build/shots/script-drag.png', import.meta.url).pathname })
  await page.mouse.up()
  await page.waitForURL('**/plan-flyttad')
  assert.equal(posts.length, 1)
  assert.deepEqual([posts[0].form.fran, posts[0].form.till, posts[0].form.version], ['2027-04-16', '2027-06-30', '7'])
})

test('Escape cancels a drag and the bar returns', async () => {
  await at('/plan')
  posts.length = 0
  const before = await page.locator('.b.sel').boundingBox()
  await page.mouse.move(before.x + 20, before.y + 10)
  await page.mouse.down()
  await page.mouse.move(before.x + 120, before.y + 10, { steps: 3 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await page.waitForTimeout(100)
  assert.deepEqual(await page.locator('.b.sel').boundingBox(), before)
  assert.equal(await page.locator('.tip').count(), 0)
  assert.equal(posts.length, 0)
})

test('/ goes to the search field, ? shows the keys, and neither while one types', async () => {
  await at('/att-gora')
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q')
  await page.keyboard.type('a?/')
  assert.equal(await page.inputValue('#q'), 'a?/')
  assert.equal(await page.locator('dialog').count(), 0)
  await page.locator('h1').click()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Tangenter' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('single-letter keys can be turned off', async () => {
  await at('/att-gora')
  await page.evaluate(() => { document.documentElement.dataset.tangenter = 'av' })
  await page.keyboard.press('/')
  assert.notEqual(await page.evaluate(() => document.activeElement.id), 'q')
})

test('the list filters as one types, the focus stays, the hits are read out', async () => {
  await at('/st')
  assert.equal(await page.getByRole('button', { name: 'Filtrera' }).isVisible(), false)
  await page.getByLabel('Namn', { exact: true }).fill('son')
  await page.waitForURL('**/st?namn=son*')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'fn')
  assert.match(await page.locator('#live').textContent(), /utbildningsläkare/)
})

test('an error summary has the focus', async () => {
  await at('/plan-ny-fel')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'fel')
})

test('all rows can be chosen at once and are counted', async () => {
  await at('/registrera')
  await page.getByLabel('Välj alla').check()
  assert.equal(await page.locator('[data-antal]').textContent(), '8 valda')
})
