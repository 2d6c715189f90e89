// Stored scripts in every text of every record, on every page there is and in every file that is fetched: nothing
// runs, nothing is loaded, the security policy has nothing to report. RANDA_LONG=1: each of the forty in each field.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { close, open, login, RANDA, root, serve, template } from './harness.mjs'

after(close)
const combination = { size: '1440', theme: 'light', js: true }
const long = process.env.RANDA_LONG === '1' // 46 scripts and formulas, six in a field: eight rounds put each in every field
const rounds = long ? Array.from({ length: 16 }, (_, i) => [6 * (i >> 1), 6, i % 2 ? 'all' : 'free']) : [[0, 1, 'free'], [23, 1, 'all']]

// Every address a browser may open, with real objects; the matrix says what :id names.
function addresses(ids) {
  const served = new Set(JSON.parse(spawnSync(RANDA, ['routes', '--json'], { encoding: 'utf8' }).stdout).map(r => `${r.method} ${r.path}`))
  return readFileSync(join(root, 'tests/access/routes.matrix'), 'utf8').split('\n').filter(l => l.startsWith('GET')).flatMap(line => {
    const [, path, kind, roles] = line.split(/\s+/)
    if (!served.has(`GET ${path}`) || path === '/export/:fil' || /[?]/.test(path)) return []
    const role = roles.includes('D') ? 'studierektor' : roles.includes('A') ? 'admin' : 'handledare'
    const some = kind === '-' ? [''] : ids[kind] ?? []
    return some.map(id => ({ role, path: path.replace(/:row/, 'ny').replace(/:\w+/, id) }))
  }).concat(['/sok?q=script', '/sok?q=%22%3E%3Csvg%20onload%3DxssHit%3D1%3E', '/plan?vy=ar', '/xss%22%3E%3Cscript%3E'].map(path => ({ role: 'studierektor', path })))
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

for (const [shift, each, which] of rounds)
  test(`stored scripts ${which} ${shift} stay text on every page and in every export`, { timeout: 240_000 }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'randa-xss-'))
    const db = join(dir, 'x.db')
    copyFileSync(template(), db)
    const fill = spawnSync('python3', ['-B', join(root, 'tests/browser/xss_fill.py'), db, shift, each, which], { encoding: 'utf8' })
    assert.equal(fill.status, 0, fill.stderr)
    const { filled, payloads, ids } = JSON.parse(fill.stdout)
    assert.ok(filled > 500 && payloads === 40, `${filled} fields were filled`)
    const server = await serve({ db })
    const faults = []
    let seen = 0, shown = 0
    try {
      const pages = {}
      for (const { role, path } of addresses(ids)) {
        const page = pages[role] ??= await watched(server, role, `Mozilla/5.0 "><script>globalThis.xssHit=1</script>`)
        page.allowStatus = { has: () => true }
        const answer = await page.goto(path, { waitUntil: 'load' }).catch(e => /Download is starting|ERR_ABORTED/.test(e.message) ? null : Promise.reject(e))
        if (!answer) continue
        seen++
        assert.ok(answer.status() !== 500 || which === 'all', `${path} answers ${answer.status()}`)
        if ((await answer.text()).includes('xss')) shown++
        if (!/html/.test(answer.headers()['content-type'] ?? '')) continue
        for (const fault of [...await page.evaluate(traces), ...page.found.splice(0), ...page.complaints.splice(0)]) faults.push(`${path}: ${fault}`)
      }
      const director = pages.studierektor
      await director.goto('/export')
      for (const href of await director.locator('a[href^="/export/"]').evaluateAll(links => links.map(a => a.getAttribute('href')))) {
        const file = await director.request.get(href)
        if (href.endsWith('.csv')) faults.push(...cells((await file.text()).replace(/^\ufeff/, '')).filter(harmful).slice(0, 3).map(cell => `${href}: a cell begins ${JSON.stringify(cell.slice(0, 30))}`))
        assert.match(file.headers()['content-disposition'], /^attachment/, `${href} is a file`)
        assert.equal(file.headers()['x-content-type-options'], 'nosniff')
        seen++
      }
    } finally {
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    }
    assert.ok(seen > 50 && shown > 20, `${seen} pages were seen, the texts on ${shown} of them`)
    assert.deepEqual(faults, [])
  })
