// The main journeys with the keyboard alone: Tab, Enter, Space, arrows and what one types. Wherever the focus is used
// it is seen: it has an outline, and nothing lies over it. RANDA_MATRIX=all: also on a phone's width and without script.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { accounts, close, label, open, openAs, root, serve, WHOLE } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const wide = { size: '1440', theme: 'light', js: true }
const others = [{ size: '390', theme: 'dark', js: true }, { size: '1440', theme: 'dark', js: false }, { size: '390', theme: 'light', js: false }]
const ways = WHOLE ? [wide, ...others] : [wide]
const folder = join(root, 'tests/data/norrvik')
const files = readdirSync(folder).filter(f => f.endsWith('.csv')).map(f => join(folder, f))

// Runs in the page: what hides the focus of this element, or null. A choice shows it on its label.
const unseen = el => {
  const shows = [el, el.closest('label')].filter(Boolean)
  const drawn = e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none' }
  if (!shows.some(drawn)) return 'it is not drawn'
  const { left, top, width, height } = shows.at(-1).getBoundingClientRect()
  const over = document.elementFromPoint(left + width / 2, top + height / 2)
  return shows.some(e => e.contains(over) || over?.contains(e)) ? null : `${over?.outerHTML.slice(0, 120)} lies over it`
}

// Tab until the first that fits has the focus.
async function reach(page, target, most = 1500) {
  const first = target.first()
  await first.waitFor({ state: 'attached' })
  const there = () => first.evaluate(el => el === document.activeElement)
  for (let i = 0; !await there(); i++) {
    assert.ok(i < most, `the tab key does not reach ${target}`)
    await page.keyboard.press('Tab')
  }
  assert.equal(await first.evaluate(unseen), null, `the focus on ${target} is seen`)
}
const press = async (page, target, key = 'Enter') => { await reach(page, target); await page.keyboard.press(key) }
// What leads to another page.
const go = async (page, target) => {
  await reach(page, target)
  const answer = page.waitForNavigation()
  await page.keyboard.press('Enter')
  await answer
}
const type = async (page, target, text) => {
  await reach(page, target)
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}
const menu = (page, to) => go(page, page.locator(`.rail a.nav[href="${to}"]`))
const button = (page, name) => page.getByRole('button', { name })
const said = async page => { await page.locator('.msg.ok').first().waitFor(); return page.locator('.msg.ok').first().innerText() }
const krockar = async page => Number((await page.locator('.pbbar a', { hasText: /krock/ }).first().innerText()).match(/\d+/)[0])

// With script the board is one tab stop, and the arrows find the bar. Without, every bar of the rows with a krock is one.
// A phone shows a list, with a way to each krock.
async function openBar(page, bar) {
  const id = (await bar.first().getAttribute('id')).slice(2)
  if (page.combination.size === '390') return go(page, page.locator(`.blist a[href="/plan?vald=${id}#panel"]`))
  if (page.combination.js) return openOnBoard(page, bar)
  await go(page, page.locator('.pbbar a', { hasText: /krock/ }))
  return go(page, bar)
}

async function openOnBoard(page, bar) {
  const board = page.locator('.rows a[tabindex="0"]')
  await reach(page, board)
  const id = await bar.first().getAttribute('id')
  const focused = () => page.evaluate(() => document.activeElement.id)
  const row = await bar.first().evaluate(el => [...document.querySelectorAll('.rows>.row')].indexOf(el.closest('.row')))
  const at = () => page.evaluate(() => [...document.querySelectorAll('.rows>.row')].indexOf(document.activeElement.closest('.row')))
  for (let now = await at(); now !== row; now = await at()) await page.keyboard.press(now < row ? 'ArrowDown' : 'ArrowUp')
  await page.keyboard.press('Home')
  for (let i = 0; await focused() !== id; i++) {
    assert.ok(i < 60, 'the arrows reach the bar')
    await page.keyboard.press('ArrowRight')
  }
  assert.equal(await bar.first().evaluate(unseen), null, 'the focus on the bar is seen')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement.id === 'h-insp')
}

for (const c of ways) {
  test(`from files to a plan in force, a krock solved and undone, ${label(c)}`, async () => {
    const server = await serve()
    const page = await open(c, server.url)
    const who = accounts().studierektor
    await page.goto('/logga-in')
    await type(page, page.getByLabel('E-postadress'), who.login)
    await type(page, page.getByLabel('Lösenord'), who.password)
    await go(page, button(page, 'Logga in'))

    await menu(page, '/import')
    const asked = page.waitForEvent('filechooser')
    await press(page, page.locator('#filer'), 'Space')
    await (await asked).setFiles(files)
    await go(page, button(page, 'Läs filerna'))
    await go(page, button(page, /^Spara \d+ rader$/))
    await page.getByRole('heading', { name: 'Filerna är inlästa' }).waitFor()

    await menu(page, '/plan')
    await go(page, page.getByRole('link', { name: 'Planera automatiskt' }))
    await press(page, button(page, 'Räkna fram ett förslag'))
    await page.waitForURL(/\/plan\/jamfor\?version=\d+/, { timeout: 60_000 })
    await go(page, button(page, 'Anta alla'))
    await go(page, button(page, 'Publicera planen'))
    assert.match(await said(page), /Planen är publicerad/)

    await menu(page, '/plan')
    const left = await krockar(page)
    const solution = button(page, 'Använd lösningen')
    const bars = c.size === '390'
      ? await page.locator('.blist a.tag').evaluateAll(all => all.map(a => a.getAttribute('href').replace(/\D/g, '')).map(id => `p-${id}`))
      : await page.locator('.rows a.b.x').evaluateAll(all => all.map(a => a.id))
    for (const id of bars) {
      await openBar(page, page.locator(`#${id}`))
      if (await solution.count()) break
      await menu(page, '/plan')
    }
    await press(page, solution)
    await said(page)
    assert.ok(await krockar(page) < left, 'one krock less')
    await press(page, button(page, 'Ångra'))
    await page.locator('.msg.ok', { hasText: /ångrad|återställ/i }).waitFor()
    await menu(page, '/plan')
    assert.equal(await krockar(page), left, 'and undone it is back')
    await page.context().close()
    await server.stop()
  })

  test(`what is done is registered from Att göra, ${label(c)}`, async () => {
    const server = await serve()
    const page = await openAs(server, c)
    await page.goto('/att-gora')
    const remedy = page.locator('.act a[href*="/registrera?vad="]')
    const row = await page.locator('.todo li', { has: remedy }).first().locator('.what a').getAttribute('href')
    await go(page, page.locator('.todo').locator(remedy))
    await type(page, page.locator('#nar'), '2026-11-20')
    await go(page, page.locator('main form .btn.p'))
    assert.match(await said(page), /är registrerat för 1/)
    await page.goto('/att-gora')
    assert.equal(await page.locator(`.todo .what a[href="${row}"]`).count(), 0, 'the row is gone')
    await page.context().close()
    await server.stop()
  })

  test(`a row is put off with a reason, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    await page.goto('/att-gora')
    const later = page.getByRole('link', { name: 'Ta upp senare' })
    const rows = await page.locator('.todo .what a').evaluateAll(all => all.map(a => a.getAttribute('href')))
    let row
    for (row of rows) {
      await go(page, page.locator(`.todo .what a[href="${row}"]`))
      if (await later.count()) break
      await menu(page, '/att-gora')
    }
    await go(page, later)
    await type(page, page.getByLabel('Skäl'), 'Väntar på schemat för våren')
    await go(page, button(page, 'Ta upp senare'))
    await page.goto('/att-gora')
    assert.equal(await page.locator(`.todo .what a[href="${row}"]`).count(), 0)
    await page.goto(row)
    await go(page, button(page, /Ta tillbaka/))
    await page.context().close()
  })

  test(`a trainee's particulars are changed, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    await page.goto('/st')
    await go(page, page.locator('tbody th a'))
    await go(page, page.locator('.tabs a[href$="/uppgifter"]'))
    await type(page, page.locator('textarea'), `Vill ha handkirurgi, ${label(c)}`)
    await go(page, page.getByRole('button', { name: 'Spara', exact: true }))
    assert.match(await said(page), /sparade/)
    assert.equal(await page.locator('textarea').inputValue(), `Vill ha handkirurgi, ${label(c)}`)
    await go(page, button(page, 'Ångra'))
    assert.match(await said(page), /ångra/i)
    await page.context().close()
  })
}
