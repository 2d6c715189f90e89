// Stored scripts in every text of every record, on every page there is and in every file that is fetched: nothing
// runs, nothing is loaded, the security policy has nothing to report. RANDA_LONG=1: each of the forty in each field.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { close, open, login, RANDA, root, serve, template, TODAY } from './harness.mjs'

after(close)
const combination = { size: '1440', theme: 'light', js: true }
const long = process.env.RANDA_LONG === '1' // 46 scripts and formulas, six in a field: eight rounds put each in every field
const rounds = long ? Array.from({ length: 16 }, (_, i) => [6 * (i >> 1), 6, i % 2 ? 'all' : 'free']) : [[0, 1, 'free']]

const LOGINS = { T: 'st-lakare', S: 'handledare', D: 'studierektor', H: 'verksamhetschef', O: 'overgripande', R: 'schemalaggare', E: 'administrator', F: 'utbildningscentrum', A: 'admin' }
// Addresses with a word in them, or that only what was made a moment ago leads to: made and linked to below.
const MADE = /^\/(export|arenden|kalender|inbjudan|regler|import)\/:|\/har$|\/dokument\/:fil$/
const letterFor = roles => ['D', 'A', 'S'].find(l => roles.includes(l)) ?? [...roles].find(l => LOGINS[l])

// Every address a browser may open, with real objects (the matrix says what :id names), as the role that sees the most
// of it and as one more, another one in each round.
function addresses(ids, round) {
  const served = new Set(JSON.parse(spawnSync(RANDA, ['routes', '--json'], { encoding: 'utf8' }).stdout).map(r => `${r.method} ${r.path}`))
  const unopened = []
  const all = readFileSync(join(root, 'tests/access/routes.matrix'), 'utf8').split('\n').filter(l => l.startsWith('GET')).flatMap(line => {
    const [, path, kind, roles] = line.split(/\s+/)
    if (!served.has(`GET ${path}`) || MADE.test(path)) return []
    const letters = [...roles].filter(l => LOGINS[l]), main = letterFor(roles), other = letters[round % letters.length]
    const open = letter => kind === '-' ? [''] : ids[`${kind} of ${LOGINS[letter]}`] ?? ids[kind] ?? []
    if (!open(main).length) unopened.push(path)
    return [main, ...(other === main || kind !== '-' && !long ? [] : [other])].flatMap(letter => open(letter).map(id => ({ role: LOGINS[letter], path: path.replace(/:row/, 'ny').replace(/:\w+/, id) })))
  })
  assert.deepEqual(unopened, [], 'an address of each kind is opened')
  return all.concat(['/sok?q=script', '/sok?q=%22%3E%3Csvg%20onload%3DxssHit%3D1%3E', '/plan?vy=ar', '/sammankomster?visa=varit', '/xss%22%3E%3Cscript%3E'].map(path => ({ role: 'studierektor', path })))
}

async function watched(server, role, agent) {
  const page = await open(combination, server.url, { userAgent: agent })
  page.found = []
  page.on('dialog', d => { page.found.push(`dialog ${d.message()}`); d.dismiss() })
  page.on('request', r => { if (/xss-probe/.test(new URL(r.url()).pathname)) page.found.push(`loads ${r.url()}`) })
  await page.addInitScript(() => {
    globalThis.policy = []
    document.addEventListener('securitypolicyviolation', e => policy.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))
  })
  await login(page, role)
  return page
}

// Runs in the page.
const traces = () => [
  ...(globalThis.xssHit ? ['a script ran'] : []), ...policy.map(p => `policy: ${p}`),
  ...[...document.querySelectorAll('*')].filter(el => [...el.attributes].some(a => /^on/i.test(a.name) || /^\s*javascript:/i.test(a.value) && /^(href|src|action|formaction)$/.test(a.name)))
    .map(el => `element ${el.outerHTML.slice(0, 120)}`),
  ...[...document.querySelectorAll('iframe, object, embed, base, svg script, video, audio, math, style, meta[http-equiv]')].map(el => `element ${el.outerHTML.slice(0, 120)}`),
]

const harmful = cell => /^[=+\-@\t\r]/.test(cell) && !/^[-+]?[\d.,]+$/.test(cell)
const cells = text => [...text.matchAll(/(?:^|[;\n])("(?:[^"]|"")*"|[^;\n]*)/g)].map(m => m[1].startsWith('"') ? m[1].slice(1, -1).replaceAll('""', '"') : m[1].replace(/\r$/, ''))

test('the traps catch a script that got in, and a cell that calculates', async () => {
  const server = await serve()
  try {
    const page = await watched(server, 'studierektor', 'probe')
    await page.goto('/tangenter')
    assert.deepEqual(await page.evaluate(traces), [], 'the page by itself')
    await page.evaluate(() => { document.querySelector('main').innerHTML = '<img src=/xss-probe onerror=xssHit=1><a href="javascript:1">x</a>' })
    await page.waitForTimeout(300)
    const found = [...await page.evaluate(traces), ...page.found]
    for (const what of [/^policy/, /^loads .*xss-probe/, /^element <img/, /^element <a/]) assert.ok(found.some(f => what.test(f)), `${what} in ${found}`)
  } finally {
    await server.stop()
  }
  assert.deepEqual(cells('a;"=1+1;""x"\n-3;@b\n').filter(harmful), ['=1+1;"x', '@b'])
})

// What has an address only when it is made: a frozen version, an import to review, an invitation and its letter.
async function make(page, server, ids) {
  const made = []
  await page.goto(`/st/${ids.training[0]}/dokument`)
  await page.getByRole('button', { name: /^Fastställ version/ }).first().click()
  await page.waitForLoadState()
  made.push(`/st/${ids.training[0]}/dokument`, new URL(page.url()).pathname)
  await page.goto('/import')
  const rows = ['namn;e-post;telefon', ...['<script>xssHit=1</script>', '"""><img src=/xss-probe onerror=xssHit=1>"', '=1+1'].map((v, i) => `${v};x${i}@example.se;${v}`)]
  await page.locator('#filer').setInputFiles([{ name: '<img src=x onerror=xssHit=1>.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\r\n')) }])
  await page.getByRole('button', { name: 'Läs filerna' }).click()
  await page.waitForURL(/\/import\/\d+/)
  made.push(new URL(page.url()).pathname)
  await page.goto(`/plan/placering/${ids.placement[0]}/inbjudan`)
  await page.getByLabel('Namn').fill('<script>xssHit=1</script>')
  await page.getByLabel('E-postadress').fill('bo@example.se')
  await page.getByRole('button', { name: 'Skapa inbjudan' }).click()
  made.push(new URL(await page.locator('code.token').innerText()).pathname)
  return made
}

// What stands in the letters that wait: those that were made by pressing, and everybody's reminders.
function letters(db) {
  const python = (code, ...more) => spawnSync('python3', ['-c', `import sqlite3, json, sys\ndb = sqlite3.connect(sys.argv[1])\n${code}`, db, ...more], { encoding: 'utf8' })
  python("db.execute(\"UPDATE person SET email = 'p' || id || '@example.se'\"); db.execute('UPDATE region SET is_demo = 0'); db.commit()")
  const remind = spawnSync(RANDA, ['mail', 'remind', '--today', TODAY, '--db', `sqlite:${db}`], { encoding: 'utf8' })
  assert.equal(remind.status, 0, remind.stderr)
  return JSON.parse(python("print(json.dumps(db.execute('SELECT subject, body, link FROM outbox').fetchall()))").stdout)
}

// What a page leads to that is no page; one of each kind.
const KIND = /\.(csv|xlsx|pdf|json|ics|html)(\?|$)/
async function fetched(page, href, faults) {
  const file = await page.request.get(href)
  if (file.status() !== 200) return
  const { 'content-type': type, 'content-disposition': disposition = '', 'x-content-type-options': sniff } = file.headers()
  if (sniff !== 'nosniff') faults.push(`${href}: may be taken for another type`)
  if (!/^attachment/.test(disposition) && !/^(application\/pdf|text\/calendar)/.test(type)) faults.push(`${href}: opens in the browser (${type})`)
  if (/csv/.test(type)) faults.push(...cells((await file.text()).replace(/^\ufeff/, '')).filter(harmful).slice(0, 3).map(cell => `${href}: a cell begins ${JSON.stringify(cell.slice(0, 30))}`))
  if (!/^text\/html/.test(type)) return
  const at = '/static/opened-from-a-disk' // kept, and opened later without the server's policy
  await page.route(`**${at}`, async route => route.fulfill({ contentType: 'text/html; charset=utf-8', body: await file.text() }))
  await page.goto(at)
  await page.evaluate(() => document.querySelector('head > style:first-of-type').remove()) // the document's own
  faults.push(...(await page.evaluate(traces)).map(f => `${href}: ${f}`), ...page.found.splice(0))
}

for (const [round, [shift, each, which]] of rounds.entries())
  test(`stored scripts ${which} ${shift} stay text on every page, in every export and letter`, { timeout: 400_000 }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'randa-xss-'))
    const db = join(dir, 'x.db')
    copyFileSync(template(), db)
    const fill = spawnSync('python3', ['-B', join(root, 'tests/browser/xss_fill.py'), db, shift, each, which], { encoding: 'utf8' })
    assert.equal(fill.status, 0, fill.stderr)
    const { filled, payloads, ids, links } = JSON.parse(fill.stdout)
    assert.ok(filled > 500 && payloads === 40, `${filled} fields were filled`)
    const server = await serve({ db })
    const faults = [], files = new Map()
    let seen = 0, shown = 0
    try {
      const pages = {}
      const enter = async role => pages[role] ??= await watched(server, role, `Mozilla/5.0 "><script>globalThis.xssHit=1</script>`)
      const director = await enter('studierektor')
      director.allowStatus = { has: () => true }
      const made = [...await make(director, server, ids), ...links].map(path => ({ role: 'studierektor', path }))
      for (const { role, path } of [...made, ...addresses(ids, round)]) {
        const page = await enter(role)
        page.allowStatus = { has: () => true }
        const answer = await page.goto(path, { waitUntil: 'load' }).catch(e => /Download is starting|ERR_ABORTED/.test(e.message) ? null : Promise.reject(e))
        if (!answer) { files.set(`${role} ${path}`, [page, path]); continue }
        seen++
        assert.ok(answer.status() !== 500 || which === 'all', `${path} answers ${answer.status()}`)
        if ((await answer.text()).includes('xss')) shown++
        if (!/html/.test(answer.headers()['content-type'] ?? '')) continue
        for (const fault of [...await page.evaluate(traces), ...page.found.splice(0), ...page.complaints.splice(0)]) faults.push(`${role} ${path}: ${fault}`)
        for (const href of await page.locator('a[href^="/"]').evaluateAll(links => links.map(a => a.getAttribute('href'))))
          if (KIND.test(href)) files.set(`${role} ${href.replace(/\d+|\?.*/g, '')}`, [page, href])
      }
      for (const [page, href] of files.values()) await fetched(page, href, faults)
      for (const kind of ['/export/', '/arenden/', '/handledare/', '/meriter/', '/dokument/', '/konto/utdrag', '.xlsx', '.pdf'])
        assert.ok([...files.keys()].some(key => key.includes(kind)), `a file of ${kind} among ${[...files.keys()]}`)
      const found = letters(db)
      assert.ok(found.length >= 2, `${found.length} letters wait`)
      faults.push(...found.filter(letter => /xss|[<>]|\{\{/.test(letter.join(' '))).map(letter => `a letter says ${letter}`))
    } finally {
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    }
    assert.ok(seen > 80 && shown > 30, `${seen} pages were seen, the texts on ${shown} of them`)
    assert.deepEqual(faults, [])
  })
