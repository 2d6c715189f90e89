// Att göra: from a row to why it is there, put off with a reason, taken back, handed over. Then every role's first page,
// and that no link leads nowhere.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accounts, checkPage, close, label, matrix, open, openAs, serve, login, tabTo } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const wide = { size: '1440', theme: 'light', js: true }
const phone = { size: '390', theme: 'dark', js: false }

const open_rows = async page => (await page.locator('.todo .what a').evaluateAll(all => all.map(a => a.getAttribute('href'))))

async function oneToPutOff(page) {
  await page.goto('/att-gora')
  for (const to of await open_rows(page)) {
    await page.goto(to)
    const later = page.getByRole('link', { name: 'Ta upp senare' })
    if (await later.count()) { await later.click(); return to }
  }
  assert.fail('nothing can be put off')
}

for (const c of [wide, phone])
  test(`a row is put off with a reason, and taken back, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    page.allowStatus.add(422)
    const row = await oneToPutOff(page)
    await page.getByRole('button', { name: 'Ta upp senare' }).click()
    await page.getByRole('alert').waitFor()
    assert.equal(page.answer.status(), 422)
    assert.match(await page.title(), /^Fel: /)
    await checkPage(page, { name: 'arende-senare-fel' })
    await page.getByLabel('Skäl').fill('Väntar på schemat för våren')
    await page.getByRole('button', { name: 'Ta upp senare' }).click()
    await page.waitForURL(u => !u.pathname.endsWith('/senare'))
    await page.goto('/att-gora')
    assert.ok(!(await open_rows(page)).includes(row), 'it is off the list')
    await page.goto(row)
    assert.match(await page.locator('main').innerText(), /Väntar på schemat för våren/)
    await checkPage(page, { name: 'arende-uppskjutet' })
    await page.getByRole('button', { name: /Ta tillbaka/ }).click()
    await page.goto('/att-gora')
    assert.ok((await open_rows(page)).includes(row), 'it is back')
    await page.context().close()
  })

test('Krav ej uppfyllt cannot be put off', async () => {
  const page = await openAs(server, wide)
  await page.goto('/att-gora')
  const demand = page.locator('.todo li', { has: page.locator('.tag', { hasText: 'Krav ej uppfyllt' }) }).first()
  await demand.locator('.what a').click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await page.getByRole('link', { name: 'Ta upp senare' }).count(), 0)
  await page.context().close()
})

test('the first row is reached and opened with the keyboard alone', async () => {
  const page = await openAs(server, wide)
  await page.goto('/att-gora')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  await page.keyboard.press('Enter')
  const first = await page.locator('.todo .what a').first().innerText()
  await tabTo(page, 'link', first)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/arende/*')
  await page.context().close()
})

for (const role of Object.keys(accounts()).filter(r => r !== 'studierektor'))
  test(`the first page of ${role}`, async () => {
    const [c] = matrix(`hem-${role}`)
    const page = await open(c, server.url)
    await login(page, role)
    assert.equal(page.answer.status(), 200, page.url())
    await checkPage(page, { name: `hem-${role}` })
    await page.context().close()
  })

// At most three of a kind (an address with its numbers taken out), so that it stays quick.
for (const role of Object.keys(accounts()))
  test(`no link that ${role} sees leads nowhere`, async () => {
    const page = await open(wide, server.url)
    await login(page, role)
    const base = page.url()
    const todo = [[new URL(base).pathname, 'hem']], seen = new Map(), dead = []
    while (todo.length) {
      const [path, from] = todo.shift()
      const kind = path.replace(/\d+/g, '1').replace(/([?&](?!visa|flik)[a-z]+=)[^&]*/g, '$1')
      if ((seen.get(kind) ?? 0) >= 3) continue
      seen.set(kind, (seen.get(kind) ?? 0) + 1)
      const answer = await page.request.get(new URL(path, base).href)
      if (answer.status() >= 400) dead.push(`${answer.status()} ${path} (from ${from})`)
      if (!/html/.test(answer.headers()['content-type'])) continue
      for (const [, to] of (await answer.text()).matchAll(/<a [^>]*?href="([^"#]*)/g)) {
        const url = new URL(to.replaceAll('&amp;', '&'), new URL(path, base))
        if (url.origin === new URL(base).origin && to) todo.push([url.pathname + url.search, path])
      }
    }
    assert.deepEqual([...new Set(dead)], [])
    await page.context().close()
  })
