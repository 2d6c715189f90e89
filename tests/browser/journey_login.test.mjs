// Signing in and out, and one's own account: by mouse and by keys alone, with and without script.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accounts, checkPage, close, label, login, matrix, open, openAs, serve, tabTo } from './harness.mjs'

let server, who
before(async () => { server = await serve(); who = accounts().studierektor })
after(async () => { await close(); await server?.stop() })

const withScript = { size: '1440', theme: 'light', js: true }
const without = { size: '390', theme: 'dark', js: false }

for (const c of matrix('logga-in'))
  test(`the page to sign in, ${label(c)}`, async () => {
    const page = await open(c, server.url)
    await page.goto('/logga-in')
    await checkPage(page, { name: 'logga-in' })
    await page.context().close()
  })

for (const c of [withScript, without])
  test(`a wrong password is refused in words that tell nothing, ${label(c)}`, async () => {
    // A server of its own: after three wrong ones everybody at this address has to wait.
    const server = await serve()
    const page = await open(c, server.url)
    page.allowStatus.add(422)
    const said = []
    for (const mail of [who.login, 'ingen.alls@norrvik.example']) {
      await page.goto('/logga-in')
      await page.getByLabel('E-postadress').fill(mail)
      await page.getByLabel('Lösenord').fill('fel lösenord som är långt')
      await page.getByRole('button', { name: 'Logga in' }).click()
      await page.getByRole('alert').waitFor()
      assert.equal(page.answer.status(), 422)
      assert.equal(await page.inputValue('[name=epost]'), mail, 'what was typed is kept')
      assert.equal(await page.inputValue('[name=losenord]'), '')
      said.push(await page.getByRole('alert').innerText())
    }
    assert.equal(said[0], said[1])
    await checkPage(page, { name: 'logga-in-fel' })
    await page.context().close()
    await server.stop()
  })

for (const c of [withScript, without])
  test(`one comes to the page one asked for, and out again, ${label(c)}`, async () => {
    const page = await open(c, server.url)
    await login(page, 'studierektor', { path: '/konto' })
    assert.equal(new URL(page.url()).pathname, '/konto')
    assert.match(await page.title(), /konto/i)
    const cookies = await page.context().cookies()
    assert.ok(cookies.every(k => k.httpOnly && k.sameSite !== 'None'), 'script cannot read the session')
    await page.getByRole('button', { name: 'Logga ut' }).first().click()
    await page.waitForURL('**/logga-in*')
    await page.goto('/konto')
    assert.equal(new URL(page.url()).pathname, '/logga-in')
    await page.context().close()
  })

test('signing in with the keyboard alone', async () => {
  const page = await open(withScript, server.url)
  await page.goto('/logga-in')
  await tabTo(page, 'textbox', 'E-postadress')
  await page.keyboard.type(who.login)
  await page.keyboard.press('Tab')
  await page.keyboard.type(who.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(u => u.pathname !== '/logga-in')
  await page.context().close()
})

for (const c of matrix('konto'))
  test(`one's own account, ${label(c)}`, async () => {
    const page = await openAs(server, c)
    await page.goto('/konto')
    await checkPage(page, { name: 'konto' })
    await page.context().close()
  })

test('a chosen colour scheme stands whatever the computer says', async () => {
  const page = await openAs(server, without)
  await page.goto('/konto')
  await page.getByLabel('Ljust').check()
  await page.getByRole('button', { name: 'Spara' }).first().click()
  await page.goto('/konto')
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'light')
  assert.equal(await page.locator('body').evaluate(el => getComputedStyle(el).backgroundColor), 'rgb(244, 243, 238)')
  await page.getByLabel('Som datorn').check()
  await page.getByRole('button', { name: 'Spara' }).first().click()
  await page.context().close()
})

for (const name of ['tillganglighet', 'personuppgifter'])
  for (const c of matrix(name))
    test(`${name}, to anybody, ${label(c)}`, async () => {
      const page = await open(c, server.url)
      await page.goto(`/${name}`)
      await checkPage(page, { name })
      await page.context().close()
    })

test('what is not there says so, with a way on', async () => {
  const page = await openAs(server, withScript)
  page.allowStatus.add(404)
  await page.goto('/finns-inte')
  assert.equal(page.answer.status(), 404)
  await checkPage(page, { name: 'fel-404' })
  await page.context().close()
})

test('a warning two minutes before one is signed out; what was typed is back after signing in again', async () => {
  const page = await open(withScript, server.url)
  await page.clock.install()
  await login(page, 'studierektor', { path: '/st/ny' })
  await page.clock.fastForward(27 * 60000)
  assert.equal(await page.getByRole('alertdialog').count(), 0, 'not too early')
  await page.clock.fastForward(61000)
  await page.getByRole('alertdialog').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Fortsätt vara inloggad', 'the keys are there')
  await page.keyboard.press('Enter')
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })

  await page.locator('main form input[type=text]').first().fill('Siv Stråle')
  await page.evaluate(() => fetch('/konto').then(r => r.text()).then(text => {
    const csrf = /name="csrf" value="(\w+)"/.exec(text)[1]
    return fetch('/logga-ut', { method: 'POST', body: new URLSearchParams({ csrf }) })
  }))
  await page.getByRole('button', { name: 'Lägg till ST-läkaren' }).click()
  await page.waitForURL('**/logga-in*')
  await page.getByLabel('E-postadress').fill(who.login)
  await page.getByLabel('Lösenord').fill(who.password)
  await page.getByRole('button', { name: 'Logga in' }).click()
  await page.waitForURL('**/st/ny')
  await page.getByText('Det du hade skrivit är tillbaka').waitFor()
  assert.equal(await page.locator('main form input[type=text]').first().inputValue(), 'Siv Stråle')
  await page.context().close()
})
