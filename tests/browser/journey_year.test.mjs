// A year of a clinic with only the studierektor logged in. Each month the server starts with another day, she goes to
// Att göra and does what stands there: the button of the row leads to the page that mends it. What the head alone may do (the
// extract before the pay review) is left to the head.
// What comes with the seasons (teaching, the supervisors' meeting, the network, the appraisal) is done when its month comes,
// asked for or not. At the end nothing of hers is late, and no finished act has taken more than six interactions.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts, close, login, open, serve, template } from './harness.mjs'

const MOST = 6
const wide = { size: '1440', theme: 'light', js: true }
const months = Array.from({ length: Number(process.env.YEAR_MONTHS ?? 12) }, (_, i) => new Date(Date.UTC(2026, 11 + i, 20)).toISOString().slice(0, 10))
const counted = {}, refused = []
let today
let acts = 0, interactions = 0

// From Att göra or the menu to the receipt: each press, choice and field is one.
async function act(page, name, from, todo) {
  let n = 0
  const me = {
    go: async path => { n++; await page.goto(path) }, // the row's button, or a link of the menu
    click: async locator => { n++; await locator.click() },
    fill: async (locator, text) => { n++; await locator.fill(text) },
    choose: async (locator, value) => { n++; await locator.selectOption(value) },
  }
  try {
    await me.go(from)
    await todo(me)
    await page.waitForLoadState()
  } catch (e) {
    refused.push(`${name} (${from}): ${e.message.slice(0, 160).replace(/\s+/g, ' ')}`)
    return
  }
  if (page.answer.status() !== 200 || await page.locator('.msg.ok, [role=status]').count() === 0) {
    refused.push(`${name} (${from}): ${page.answer.status()} ${(await page.locator('[role=alert]').allInnerTexts()).join(' ').slice(0, 300)}`)
    return
  }
  acts++
  interactions += n
  counted[name] = Math.max(counted[name] ?? 0, n)
}

const save = page => page.locator('main button.p').first()

// --- the remedies: which page a row's button leads to, and what is done there

const remedies = [
  [/^\/(st\/\d+\/)?registrera\?vad=(\w+)/, async (page, me, [, one, kind]) => {
    if (!one && !(await page.locator('input[name=st]:checked').count()) && await page.locator('input[name=st]').count() && !unitKinds.has(kind))
      await me.click(page.locator('input[data-alla]'))
    await me.click(page.getByRole('button', { name: 'Registrera för de valda' }))
  }],
  [/^\/st\/\d+\/uppgifter/, async (page, me) => {
    const who = page.locator('select[name=hh]')
    await me.choose(who, await who.locator('option:not([value=""])').first().getAttribute('value'))
    await me.click(page.locator('form', { has: who }).getByRole('button').first())
  }],
  [/^\/st\/\d+\/intyg/, async (page, me) => {
    const signer = page.locator('select[name=av]')
    if (!(await signer.inputValue())) await me.choose(signer, await signer.locator('option:not([value=""])').first().getAttribute('value'))
    const kept = page.locator('[name=var]')
    if (!(await kept.inputValue())) await me.fill(kept, 'Pärmen hos studierektorn')
    await me.fill(page.locator('[name=dag]'), today)
    await me.click(page.getByRole('button', { name: 'Registrera intyget' }))
  }],
  [/^\/sammankomster\/atgarder/, async (page, me) => me.click(page.getByRole('button', { name: /^Klar/ }).first())],
  [/^\/sammankomster\/fragor/, async (page, me) => {
    const form = page.locator('main form', { has: page.locator('input[name=id]') }).first()
    await me.fill(form.locator('textarea[name=svar]'), 'Tas upp i ledningsgruppen; klart.')
    await me.click(form.getByRole('button'))
  }],
  [/^\/fragor/, async (page, me) => {
    const form = page.locator('form[action="/fragor/svar"]').first()
    await me.fill(form.locator('textarea'), 'Se planen på din sida.')
    await me.click(form.getByRole('button'))
  }],
  [/^\/plan\/in-ut/, async (page, me) => {
    const receipt = page.getByRole('button', { name: 'Kvittera listan' })
    if (!(await receipt.count())) await me.click(page.getByRole('navigation', { name: 'Månad' }).getByRole('link').nth(1))
    await me.click(receipt)
  }],
  [/^\/st\/\d+\/introduktion/, async (page, me) => me.click(page.locator('main form button').first())],
  [/^\/sammankomster\/ny\?vad=|^\/sammankomster\/ny/, async (page, me) => me.click(save(page))],
]
const unitKinds = new Set(['supervisor_meeting', 'inspection_external', 'inspection_internal', 'appraisal', 'teaching', 'joint_education',
  'management_group', 'network', 'council', 'cpd', 'pedagogy'])

// --- Att göra

// A row of its own (/arende/N) or of many; the many are opened one by one where no page mends them all at once.
async function rows(page, path = '/att-gora') {
  await page.goto(path)
  return page.locator('.todo li').evaluateAll(all => all.map(li => {
    const links = [...li.querySelectorAll('a')].map(a => a.getAttribute('href'))
    return { text: li.innerText.replace(/\s+/g, ' '), tag: li.querySelector('.tag')?.innerText ?? '', what: links[0],
      remedy: links.filter(to => !/^\/(arende|regler)\//.test(to) && !/regel=/.test(to)).at(-1), many: links.find(to => /regel=/.test(to)) }
  }))
}

async function mend(page, row) {
  const found = remedies.map(([of, todo]) => [row.remedy?.match(of), todo]).find(([match]) => match)
  if (!found) return false
  await act(page, row.remedy.replace(/\d+/g, ':id').replace(/&st=.*/, ''), row.remedy, me => found[1](page, me, found[0]))
  return true
}

async function month(page) {
  for (let more = true, turns = 0; more && turns < 60; turns++) {
    more = false
    const before = await rows(page)
    for (const row of before) {
      const left = skipped.has(row.what)
      if (left) continue
      if (row.remedy ? await mend(page, row) : false) { more = true; skipped.add(row.what); break }
      if (row.many) {
        const each = await rows(page, row.many)
        const one = each.find(r => r.remedy && !skipped.has(r.what))
        if (one) { skipped.add(one.what); more = await mend(page, one) || more; if (more) break }
      }
    }
  }
}
const skipped = new Set() // within a month: what has been tried is not tried again

// --- what comes with the seasons

const season = {
  1: [['a term of teaching', '/sammankomster/ny?vad=teaching', async (page, me, day) => {
    await me.fill(page.getByLabel('Dag', { exact: true }), day)
    await me.choose(page.getByLabel('Varje', { exact: true }), 'month')
    await me.fill(page.getByLabel('Till och med', { exact: true }), day.slice(0, 5) + '06-15')
    await me.click(page.getByRole('button', { name: 'Planera' }))
  }]],
  2: ['network', 'council', 'appraisal'], 4: ['supervisor_meeting', 'management_group'], 5: ['joint_education', 'cpd'],
  9: ['network', 'pedagogy', 'joint_education'], 10: ['supervisor_meeting'],
}
const register = kind => [kind, `/registrera?vad=${kind}`, (page, me) => me.click(page.getByRole('button', { name: 'Registrera för de valda' }))]

// What has been is closed with those who came.
async function closeWhatHasBeen(page) {
  for (let i = 0; i < 12; i++) {
    await page.goto('/sammankomster')
    const first = page.locator('section', { has: page.getByRole('heading', { name: 'Har varit, inte stängda' }) }).locator('a').first()
    if (!(await first.count())) return
    await act(page, 'a gathering closed', await first.getAttribute('href'), async me => {
      const box = page.locator('input[name="var"]').first()
      if (await box.count()) await me.click(box)
      await me.click(page.getByRole('button', { name: 'Stäng som hållen' }))
    })
  }
}

test('twelve months, and nothing of hers is late', { timeout: 900_000 }, async t => {
  const folder = mkdtempSync(join(tmpdir(), 'randa-year-')), db = join(folder, 'randa.db')
  copyFileSync(template(), db)
  let left
  try {
    for (const day of months) {
      today = day
      const server = await serve({ db, args: ['--today', day] }), page = await open(wide, server.url)
      page.allowStatus.add(422)
      page.allowStatus.add(409)
      page.setDefaultTimeout(3000)
      await login(page)
      skipped.clear()
      for (const what of season[Number(day.slice(5, 7))] ?? []) {
        const [name, path, todo] = typeof what === 'string' ? register(what) : what
        await act(page, name, path, me => todo(page, me, day))
      }
      await closeWhatHasBeen(page)
      await month(page)
      left = (await rows(page)).filter(r => /Försenat/.test(r.tag))
      t.diagnostic(`${day}: ${acts} acts, ${interactions} interactions so far; late: ${left.length}`)
      await page.context().close()
      await server.stop()
    }
  } finally {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
  t.diagnostic(`${accounts().studierektor.login}: ${acts} acts, ${interactions} interactions; the most for one: ${JSON.stringify(counted)}`)
  assert.deepEqual(refused, [], 'every act is received')
  assert.deepEqual(left.map(r => r.text), [], 'nothing is late')
  for (const [name, n] of Object.entries(counted)) assert.ok(n <= MOST, `${name}: ${n} interactions`)
})
