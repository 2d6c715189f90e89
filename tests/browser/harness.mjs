// What every browser test stands on: one browser for the run, one server per test file on a copy of one demo
// database, and checkPage(), which holds a page to everything that can be tested of its markup and its look.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
export const root = fileURLToPath(new URL('../../', import.meta.url))
export const TODAY = '2026-11-23'
export const RANDA = process.env.RANDA ?? join(root, 'build/randa')
export const HTML = join(root, 'build/html')
export const SHOTS = join(root, 'build/shots')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const COLOURS = ['color-contrast', 'link-in-text-block'] // the only rules that the theme can change
export const BROWSER = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
}

/* ---- the matrix: which sizes, themes and script settings a page is seen in ---- */

const SIZES = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } }
export const ALL = Object.keys(SIZES).flatMap(size => ['light', 'dark'].flatMap(theme => [true, false].map(js => ({ size, theme, js }))))
const opposite = c => ALL.find(o => o.size !== c.size && o.theme !== c.theme && o.js !== c.js)

// Every page is seen in two combinations that differ in all three, chosen by its name so that the pages together
// cover all eight. RANDA_MATRIX=all: checkPage looks at each of the two in every size and theme.
export const WHOLE = process.env.RANDA_MATRIX === 'all'

export function matrix(name) {
  const n = [...name].reduce((h, ch) => (h * 31 + ch.charCodeAt(0)) % 9973, 7)
  return [ALL[n % ALL.length], opposite(ALL[n % ALL.length])]
}

// The page in another size and theme.
async function dress(page, c) {
  await page.setViewportSize(SIZES[c.size])
  await page.emulateMedia({ colorScheme: c.theme })
}

export const label = c => `${c.size}-${c.theme}${c.js ? '' : '-noscript'}`

/* ---- the browser ---- */

let browser

// run.mjs has started one browser for all files; a file run by itself starts its own.
export async function launch() {
  browser ??= process.env.RANDA_BROWSER ? await chromium.connect(process.env.RANDA_BROWSER) : await chromium.launch(BROWSER)
  return browser
}

export async function close() {
  await browser?.close()
  browser = undefined
  twins.length = 0
}

// A new page in a context of its own, which notes what the console and the security policy complain of.
export async function open(c, base, extra = {}) {
  const context = await (await launch()).newContext({
    baseURL: base, viewport: SIZES[c.size], colorScheme: c.theme, javaScriptEnabled: c.js, locale: 'sv-SE',
    reducedMotion: 'reduce', ...extra,
  })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  page.combination = c
  page.complaints = []
  page.allowStatus = new Set()
  page.on('console', m => {
    // A page that answers 404 or 422 on purpose is reported by the browser as a failed resource.
    const status = m.text().match(/status of (\d{3})/)?.[1]
    if (m.type() === 'error' && !(status && page.allowStatus.has(Number(status)))) page.complaints.push(m.text())
  })
  page.on('pageerror', e => page.complaints.push(`script error: ${e.message}`))
  page.on('response', r => {
    if (r.request().isNavigationRequest() && r.frame() === page.mainFrame() && !(r.status() >= 300 && r.status() < 400)) page.answer = r
  })
  return page
}

/* ---- what every page must hold ---- */

let axeSource

const twins = []

// The page's own bytes once more, without its scripts: what somebody without script gets, where axe can still run.
async function withTwin(page, look) {
  const t = twins.pop() ?? await open(ALL[0])
  const { 'content-length': _, 'content-encoding': __, ...headers } = await page.answer.allHeaders()
  const body = await page.answer.text(), at = page.url().replace(/#.*/, '')
  await t.route('**/*', route => {
    const url = route.request().url()
    if (url === at) return route.fulfill({ status: 200, headers, body })
    return /\.js$/.test(url) ? route.fulfill({ contentType: 'text/javascript', body: '' }) : route.fallback()
  })
  await dress(t, page.combination)
  await t.goto(page.url())
  const faults = await look(t)
  await t.unrouteAll()
  twins.push(t)
  return [...faults, ...t.complaints.splice(0)]
}

// Runs in the page. The bars of the plan board are as short as the time they stand for: WCAG 2.2, 2.5.8, calls that
// essential, and the same placements are reached in the table by targets of full size. Nor is a row too small because
// it lies half under the capacity strip: the board scrolls.
const axeFaults = only => axe.run(document, { runOnly: only, resultTypes: ['violations'], preload: false }).then(({ violations }) => {
  const fine = n => document.querySelector(n.target[0]).closest('.board') && (/class="b /.test(n.html) || /obscured/.test(n.any[0]?.message))
  return violations.map(v => v.id === 'target-size' ? { ...v, nodes: v.nodes.filter(n => !fine(n)) } : v)
    .filter(v => v.nodes.length)
    .map(v => `${v.id}: ${v.help}\n    ` + v.nodes.slice(0, 4).map(n => `${n.html.slice(0, 160)} (${(n.any[0] ?? n.all[0] ?? n.none[0])?.message})`).join('\n    '))
})

async function runAxe(page, only) {
  axeSource ??= readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
  const cdp = await page.context().newCDPSession(page)
  const run = expression => cdp.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
  await run(`void (window.axe || (() => { ${axeSource} })())`)
  const { result, exceptionDetails } = await run(`(${axeFaults})(${JSON.stringify(only)})`)
  await cdp.detach()
  assert.equal(exceptionDetails, undefined, 'axe ran')
  return result.value
}

const sideways = () => {
  const wide = document.scrollingElement.scrollWidth
  if (wide <= innerWidth) return null
  const inside = el => el.parentElement && (getComputedStyle(el.parentElement).overflowX !== 'visible' || inside(el.parentElement))
  return `${wide} px wide: ` + [...document.body.querySelectorAll('*')]
    .filter(el => el.getBoundingClientRect().right > innerWidth + 1 && !inside(el))
    .slice(0, 4).map(el => el.outerHTML.slice(0, 90)).join(' | ')
}

// The server's answer does not know the size or the theme, so the same markup is validated once.
function collect(name, body) {
  const same = createHash('sha256').update(body.replace(/(name="csrf" value=")[^"]*/g, '$1')).digest('hex').slice(0, 12)
  mkdirSync(HTML, { recursive: true })
  writeFileSync(join(HTML, `${name}-${same}.html`), body)
}

// Valid HTML (collected here, checked once for the whole run), axe, no sideways scrolling at 320 px, nothing in the
// console; in RANDA_MATRIX=all in both sizes and themes. A picture in build/shots, when asked for (RANDA_SHOTS=1),
// in RANDA_MATRIX=all, and of what fails. The page stays as it was. A fleeting page leads on by itself, so only its markup is looked at.
export async function checkPage(page, { name, fleeting = false }) {
  const c = page.combination, file = `${name}-${label(c)}`
  const others = WHOLE ? ALL.filter(o => o.js === c.js && label(o) !== label(c)) : []
  const picture = async v => { mkdirSync(SHOTS, { recursive: true }); await page.screenshot({ path: join(SHOTS, `${name}-${label(v)}.png`) }) }
  collect(name, await page.answer.text())
  if (fleeting) return

  // The own theme's colours come with all the rules, at both sizes; the other theme's alone.
  const look = async at => {
    const faults = await runAxe(at, RULES)
    for (const o of others) {
      await dress(at, o)
      if (at !== page) await dress(page, o)
      await picture(o)
      faults.push(...(await runAxe(at, o.theme === c.theme ? RULES : COLOURS)).map(f => `${label(o)}: ${f}`))
    }
    await at.setViewportSize({ width: 320, height: 640 })
    const wide = await at.evaluate(sideways)
    if (wide) faults.push(`sideways scrolling at 320 px, ${wide}`)
    await dress(page, c)
    return faults
  }
  if (WHOLE || process.env.RANDA_SHOTS) await picture(c)
  const faults = c.js ? await look(page) : await withTwin(page, look)
  faults.push(...page.complaints.splice(0))
  if (faults.length) await picture(c)
  assert.deepEqual(faults, [], `${file} (${page.url()})`)
}

// All collected pages in one JVM. Answers the faults as lines "page: line.column: message".
export function validate(dir = HTML) {
  if (!existsSync(dir)) return []
  const jar = require.resolve('vnu-jar/build/dist/vnu.jar')
  const r = spawnSync('java', ['-Xss4m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', jar, '--format', 'gnu', '--skip-non-html', dir], { encoding: 'utf8', maxBuffer: 1 << 26 })
  if (r.error) throw r.error
  if (r.status !== 0 && !/error|warning/.test(r.stderr)) return [`the validator ended with ${r.status}: ${r.stderr.slice(-300)}`]
  return r.stderr.split('\n').filter(Boolean).map(l => l.replace(/^"?file:[^"]*\//, '').replace('.html":', ':'))
}

/* ---- the server ---- */

const running = new Set()
process.on('exit', () => { for (const p of running) p.kill('SIGKILL') })

// One demo database for the whole run; every test file works on its own copy of it.
export function template() {
  const dir = join(root, 'build/browser')
  const file = join(dir, 'template.db')
  if (!existsSync(file)) {
    mkdirSync(dir, { recursive: true })
    const made = mkdtempSync(join(dir, 'new-'))
    const r = spawnSync(RANDA, ['demo', '--db', `sqlite:${join(made, 'template.db')}`, '--size', 'clinic', '--seed', '1', '--today', TODAY], { encoding: 'utf8', timeout: 60_000 })
    if (r.status !== 0) throw new Error(`randa demo: ${r.error ?? r.stderr}`)
    writeFileSync(join(dir, 'accounts.txt'), r.stdout)
    renameSync(join(made, 'template.db'), file)
    rmSync(made, { recursive: true })
  }
  return file
}

// The accounts that `randa demo` printed: login → { login, name, password }.
export function accounts() {
  template()
  const said = readFileSync(join(root, 'build/browser/accounts.txt'), 'utf8')
  const password = said.match(/Lösenord för alla: (.+)/)?.[1]
  return Object.fromEntries([...said.matchAll(/^ {2}(\S+) {2,}(.+?), /gm)].map(m => [m[1], { login: m[1], name: m[2], password }]))
}

export async function serve({ db, args = [], empty = false } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'randa-'))
  const file = db ?? join(dir, 'randa.db')
  if (!db && !empty) copyFileSync(template(), file)
  const child = spawn(RANDA, ['serve', '--db', `sqlite:${file}`, '--listen', '127.0.0.1:0', '--today', TODAY, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let log = ''
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server said nothing in 15 s: ${log}`)), 15_000)
    const hear = data => {
      log += data
      const m = log.match(/listening on (http:\/\/\S+)/)
      if (m) { clearTimeout(timer); resolve(m[1].replace(/\/$/, '')) }
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', code => { clearTimeout(timer); reject(new Error(`the server stopped (${code}): ${log}`)) })
  })
  return {
    url, db: file, log: () => log,
    async stop() {
      const gone = new Promise(r => child.exitCode === null ? child.once('exit', r) : r())
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
      await gone
      clearTimeout(timer)
      running.delete(child)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export async function login(page, role = 'studierektor', { path = '/logga-in' } = {}) {
  const who = accounts()[role]
  assert.ok(who, `the demo has an account for ${role}`)
  await page.goto(path)
  await page.getByLabel('E-postadress').fill(who.login)
  await page.getByLabel('Lösenord').fill(who.password)
  await page.getByRole('button', { name: 'Logga in' }).click()
  await page.waitForURL(u => u.pathname !== '/logga-in')
  return who
}

const signedIn = new Map()

// A page that is signed in: each server sees one sign-in per role, the rest borrow its cookies.
export async function openAs(server, c, role = 'studierektor') {
  const key = `${server.url} ${role}`
  if (!signedIn.has(key)) signedIn.set(key, (async () => {
    const page = await open(ALL[0], server.url)
    await login(page, role)
    const state = await page.context().storageState()
    await page.context().close()
    return state
  })())
  return open(c, server.url, { storageState: await signedIn.get(key) })
}

const kept = new Map()

// The same, kept for the next who only looks: a page to read is not opened anew for every look.
export async function borrow(server, c, role) {
  const key = `${server.url} ${role} ${c.js}`
  const page = kept.get(key) ?? await openAs(server, c, role)
  kept.set(key, page)
  page.combination = c
  page.complaints.length = 0
  await dress(page, c)
  return page
}

// Walks with the tab key until the element with this role and name has the focus.
export async function tabTo(page, role, name, most = 60) {
  const target = page.getByRole(role, { name }).first()
  for (let i = 0; i < most; i++) {
    if (await target.evaluate(el => el === document.activeElement)) return target
    await page.keyboard.press('Tab')
  }
  assert.fail(`the tab key does not reach ${role} ${name}`)
}
