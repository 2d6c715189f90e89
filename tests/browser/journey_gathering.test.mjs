// Sammankomster with only the studierektor logged in: a series of teaching, an occasion closed as held, a review, a question
// to the management, an introduction. No finished act needs more than six interactions; they are counted. Then the room: a
// trainee who scans the code taps "Jag är här". And what is said in a talk stays between the two.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { checkPage, close, openAs, serve, TODAY } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

const wide = { size: '1440', theme: 'light', js: true }
const phone = { size: '390', theme: 'dark', js: false }
const MOST = 6
const counted = {}

// Every click, choice and field that a person makes on the way to one finished act.
function counter(act) {
  let n = 0
  return {
    click: async locator => { n++; await locator.click() },
    fill: async (locator, text) => { n++; await locator.fill(text) },
    choose: async (locator, value) => { n++; await locator.selectOption(value) },
    done: async page => {
      await page.getByRole('status').first().waitFor()
      counted[act] = n
      assert.ok(n <= MOST, `${act}: ${n} interactions`)
    },
  }
}

test('a term of teaching is planned as one series', async () => {
  const page = await openAs(server, wide)
  const me = counter('series of teaching')
  await page.goto('/sammankomster/ny?vad=teaching')
  await me.fill(page.getByLabel('Dag', { exact: true }), '2027-01-21')
  await me.fill(page.getByLabel(/^Klockslag/), '13.00')
  await me.choose(page.getByLabel('Varje', { exact: true }), 'week')
  await me.fill(page.getByLabel(/^Hur ofta/), '2')
  await me.fill(page.getByLabel('Till och med', { exact: true }), '2027-05-31')
  await me.click(page.getByRole('button', { name: 'Planera' }))
  await me.done(page)
  assert.match(await page.getByRole('status').first().innerText(), /10 tillfällen/)
  await page.context().close()
})

for (const c of [wide, phone])
  test(`teaching that has been is closed with those who came, and taken back, ${c.size}`, async () => {
    const page = await openAs(server, c)
    const me = counter(`close as held, ${c.size}`)
    await page.goto('/sammankomster')
    await me.click(page.locator('section', { has: page.getByRole('heading', { name: 'Har varit, inte stängda' }) }).locator('a').first())
    const box = page.locator('input[name="var"]').first()
    await box.waitFor()
    await me.click(box)
    await me.click(page.getByRole('button', { name: 'Stäng som hållen' }))
    await me.done(page)
    assert.match(await page.locator('main').innerText(), /\d+ av \d+ var med/)
    await page.getByRole('button', { name: 'Ångra' }).click()
    await page.goto('/sammankomster')
    await page.getByRole('heading', { name: 'Har varit, inte stängda' }).waitFor()
    await page.context().close()
  })

test('a question to the management gets its next step', async () => {
  const page = await openAs(server, wide)
  const me = counter('question to the management')
  await page.goto('/sammankomster/fragor')
  await me.fill(page.getByLabel('Vad frågan gäller'), 'Handledningstid läggs inte i schemat')
  await me.click(page.getByRole('button', { name: 'Lägg till' }))
  await me.done(page)
  await page.context().close()
})

test('what is late is done', async () => {
  const page = await openAs(server, wide)
  const me = counter('action done')
  await page.goto('/sammankomster/atgarder')
  await me.click(page.getByRole('button', { name: /^Klar/ }).first())
  await me.done(page)
  await page.context().close()
})

test('who is in the room taps "Jag är här"', async () => {
  const page = await openAs(server, wide)
  await page.goto('/sammankomster/ny?vad=teaching')
  await page.getByLabel('Dag', { exact: true }).fill(TODAY)
  await page.getByRole('button', { name: 'Planera' }).click()
  await page.getByRole('link', { name: 'Närvaro med länk' }).click()
  await page.getByRole('button', { name: 'Öppna länken' }).click()
  const link = await page.locator('code.token').innerText()
  await checkPage(page, { name: 'sammankomst-kod' })
  const room = new URL(link)
  const trainee = await openAs(server, phone, 'st-lakare')
  trainee.allowStatus.add(404)
  const me = counter('Jag är här')
  await trainee.goto(room.pathname + room.search)
  await checkPage(trainee, { name: 'sammankomst-har' })
  await me.click(trainee.getByRole('button', { name: 'Jag är här' }))

  await me.done(trainee)
  await trainee.goto(room.pathname + '?kod=000000')
  assert.equal(trainee.answer.status(), 404)
  await page.reload()
  assert.match(await page.locator('main').innerText(), /1 har registrerat sig/)
  await page.context().close()
  await trainee.context().close()
})

test('what is said in a talk is read by the two, not by the studierektor', async () => {
  const find = async role => {
    const page = await openAs(server, phone, role)
    await page.goto('/sammankomster?visa=tidigare&vad=supervision_talk')
    await page.locator('main .list a').first().click()
    await page.getByRole('heading', { name: 'Deltagare' }).waitFor()
    return page
  }
  for (const [role, sees] of [['handledare', true], ['st-lakare', true], ['studierektor', false]]) {
    const page = await find(role)
    assert.equal((await page.locator('main').innerHTML()).includes('Tryggare på akuten nu'), sees, role)
    assert.equal((await page.locator('main').innerText()).includes('Boka två dagar på ekolab'), sees, role)
    await page.context().close()
  }
})

test('how many interactions it took', () => { console.log('# interactions:', JSON.stringify(counted)) })
