// Intervall: what a change would do is shown before it is saved, and is then what happens; back to standard keeps
// the history.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { checkPage, close, openAs, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const phone = { size: '390', theme: 'dark', js: false }
const wide = { size: '1440', theme: 'light', js: true }

const rows = async page => (await page.locator('.todo .what b').allInnerTexts()).map(text => text.split('\n')[0])
const talks = page => page.locator('[name="R42.warn_days"]')

test('a change is shown before it is saved, on a phone and without script', async () => {
  const page = await openAs(server, phone)
  page.allowStatus.add(422)
  await page.goto('/installningar/intervall')
  await checkPage(page, { name: 'intervall' })
  await talks(page).fill('5')
  await page.getByRole('button', { name: 'Visa vad ändringen gör' }).click()
  await page.getByRole('alert').waitFor()
  assert.equal(await talks(page).inputValue(), '5', 'what was typed is kept')

  await talks(page).fill('30')
  await page.getByRole('button', { name: 'Visa vad ändringen gör' }).click()
  await page.getByRole('heading', { name: 'Granska innan du sparar' }).waitFor()
  await checkPage(page, { name: 'intervall-granska' })
  const shown = await rows(page)
  assert.ok(shown.length > 0, 'some trainees have had no talk for 30 days')
  await page.getByRole('button', { name: 'Ändra mer' }).click()
  assert.equal(await talks(page).inputValue(), '30', 'nor is it lost on the way back')
  await page.goto('/att-gora')
  const before = await rows(page)
  await page.goto('/installningar/intervall')
  assert.equal(await talks(page).inputValue(), '90', 'nothing is saved yet')

  await talks(page).fill('30')
  await page.getByRole('button', { name: 'Visa vad ändringen gör' }).click()
  await page.getByRole('button', { name: 'Spara' }).click()
  await page.waitForURL(u => u.pathname === '/installningar/intervall')
  assert.equal(await talks(page).inputValue(), '30')
  await page.goto('/att-gora')
  assert.notDeepEqual(await rows(page), before, 'what was shown has happened')

  await page.goto('/installningar/intervall')
  await page.getByRole('button', { name: 'Återställ till standard' }).click()
  await page.getByRole('button', { name: 'Spara' }).click()
  await page.waitForURL(u => u.pathname === '/installningar/intervall')
  assert.equal(await talks(page).inputValue(), '90')
  await page.getByRole('row', { name: /Handledarsamtal hålls: Påminn när det gått standard/ }).waitFor()
  await page.goto('/att-gora')
  assert.deepEqual(await rows(page), before, 'and all is as it was')
})

test('the pages on a desk', async () => {
  const page = await openAs(server, wide)
  await page.goto('/installningar/intervall')
  await checkPage(page, { name: 'intervall' })
  await page.getByRole('button', { name: 'Visa vad ändringen gör' }).click()
  await page.getByRole('heading', { name: 'Inget intervall är ändrat' }).waitFor()
  await page.getByRole('link', { name: 'Till intervallen' }).click()
  await talks(page).fill('30')
  await page.getByRole('button', { name: 'Visa vad ändringen gör' }).click()
  await checkPage(page, { name: 'intervall-granska' })
})
