// Each attack must end without a session, and the nearest honest answer with one: so each test can fail.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { close, serve } from '../browser/harness.mjs'
import { SECRET, key, provider, sign } from './provider.mjs'

const dir = mkdtempSync(join(tmpdir(), 'randa-oidc-'))
const HEAD = 'TSTNMT2321000156-D00001', DIRECTOR = 'TSTNMT2321000156-D00002', SUPERVISOR = 'TSTNMT2321000156-D00003'
let passed = 0, failed = 0
function check(good, why) {
  if (good) passed++
  else { failed++; console.log(`oidc: ${why}`) }
}

/* ---- a server with a provider, and a browser without a window ---- */

let configs = 0
function config(p, more = {}) {
  const secret = join(dir, 'secret'), file = join(dir, `oidc-${configs++}.json`)
  writeFileSync(secret, `${SECRET}\n`, { mode: 0o600 })
  writeFileSync(file, JSON.stringify({ issuer: p.url, client_id: 'randa', client_secret_file: secret, acr: ['loa3', 'loa4'], person_claim: 'hsa', ...more }))
  return file
}

async function world(p, more) {
  const server = await serve({ args: ['--oidc', config(p, more)] })
  return { p, server }
}

class Person {
  cookies = {}
  constructor(server) { this.server = server }
  async get(path, init = {}) {
    const cookie = Object.entries(this.cookies).map(([k, v]) => `${k}=${v}`).join('; ')
    const res = await fetch(new URL(path, this.server.url), { redirect: 'manual', ...init, headers: { cookie, ...init.headers } })
    for (const line of res.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/)
      if (/Max-Age=0/.test(line)) delete this.cookies[name]
      else this.cookies[name] = value
    }
    this.status = res.status
    this.location = res.headers.get('location') ?? ''
    this.body = await res.text()
    return this
  }
  post(path, form) {
    return this.get(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: this.server.url } })
  }
  async isIn() { return Boolean(this.cookies.randa) && (await this.get('/konto')).status === 200 }
}

const query = back => new URLSearchParams(Object.entries(back).filter(([k, v]) => ['code', 'state', 'iss', 'error'].includes(k) && v !== undefined))
const returns = back => `/logga-in/region/svar?${query(back)}`

// One sign-in: `answer` changes what the browser brings back, `sub` and `hsa` are the person's.
async function signIn({ p, server }, { sub = 'subject-1', hsa = HEAD, answer = a => a } = {}) {
  const person = new Person(server)
  await person.get('/logga-in/region')
  if (!person.location.startsWith(p.url)) return person
  person.answer = answer(p.consent(person.location, { sub, hsa }))
  return person.get(returns(person.answer))
}

async function attack(w, why, lie, { honest = {}, ...how } = {}) {
  w.p.lie = lie
  const refused = await signIn(w, how)
  check(!await refused.isIn(), `${why}: let in`)
  check(refused.status === 403 && /<h1>Inloggningen gick inte/.test(refused.body), `${why}: ${refused.status}, not the calm page`)
  w.p.lie = honest
  const fine = await signIn(w)
  check(await fine.isIn(), `${why}, its honest neighbour: not let in (${fine.status})`)
  w.p.lie = {}
}

/* ---- what the token says ---- */

async function tokens() {
  const w = await world(await provider({ keys: [key('a'), key('b', 'ec')] }))
  const claims = change => ({ claims: typeof change === 'function' ? change : () => change })
  await attack(w, 'wrong nonce', claims({ nonce: 'f'.repeat(64) }))
  await attack(w, 'no nonce', claims({ nonce: undefined }))
  await attack(w, 'expired', claims(now => ({ exp: now - 70 })), { honest: claims(now => ({ exp: now - 50 })) })
  await attack(w, 'not yet valid', claims(now => ({ nbf: now + 75 })), { honest: claims(now => ({ nbf: now + 45 })) })
  await attack(w, 'made in the future', claims(now => ({ iat: now + 75 })), { honest: claims(now => ({ iat: now + 45 })) })
  await attack(w, 'identified too long ago', claims(now => ({ auth_time: now - 36_100 })), { honest: claims(now => ({ auth_time: now - 35_900 })) })
  await attack(w, 'not said when identified', claims({ auth_time: undefined }))
  await attack(w, 'other audience', claims({ aud: 'another' }), { honest: claims({ aud: ['randa'] }) })
  await attack(w, 'several audiences, made for another', claims({ aud: ['randa', 'another'], azp: 'another' }),
    { honest: claims({ aud: ['randa', 'another'], azp: 'randa' }) })
  await attack(w, 'other issuer', claims({ iss: 'https://idp.evil.example' }))
  await attack(w, 'level too low', claims({ acr: 'loa2' }), { honest: claims({ acr: 'loa4' }) })
  await attack(w, 'no level', claims({ acr: undefined }))
  await attack(w, 'another access token', claims({ at_hash: 'x'.repeat(22) }), { honest: claims({ at_hash: undefined }) })
  await attack(w, 'no staff id', claims({ hsa: undefined }))
  await attack(w, 'alg none', { token: c => sign('none', w.p.keys[0], c) })
  await attack(w, 'HS256 with the public key', { token: c => sign('HS256', w.p.keys[0], c) },
    { honest: { token: c => sign('PS256', w.p.keys[0], c) } })
  await attack(w, 'RS512', { token: c => sign('RS256', w.p.keys[0], c, { header: { alg: 'RS512' } }) },
    { honest: { token: c => sign('ES256', w.p.keys[1], c) } })
  await attack(w, 'signed with a key that it brings itself', { token: c => { const own = key('a'); return sign('RS256', own, c, { header: { jwk: own.jwk } }) } })
  await attack(w, 'a changed claim under an honest signature', { token: c => {
    const [head, , tail] = sign('RS256', w.p.keys[0], c).split('.')
    return `${head}.${Buffer.from(JSON.stringify({ ...c, hsa: DIRECTOR })).toString('base64url')}.${tail}`
  } })
  await attack(w, 'duplicate keys', { token: c => sign('RS256', w.p.keys[0], c, { text: JSON.stringify(c).replace(/}$/, `,"hsa":"${DIRECTOR}"}`) }) },
    { honest: { token: c => sign('RS256', w.p.keys[0], c, { text: JSON.stringify(c).replace(/}$/, ',"other":1}') }) } })
  await attack(w, 'a claim that must be understood', { token: c => sign('RS256', w.p.keys[0], c, { header: { crit: ['x'], x: 1 } }) })
  await attack(w, 'no token', { token: () => '' })
  await w.server.stop()
  check(!/Bearer|eyJ|subject-1|D00001|a secret of/.test(w.server.log()), 'the log tells of tokens, people or secrets')
  w.p.close()
}

/* ---- what the browser brings ---- */

async function browsers() {
  const w = await world(await provider())
  const { server, p } = w
  const first = await signIn(w)
  check(await first.isIn(), 'an honest sign-in')
  const again = new Person(server)
  again.cookies = { ...first.cookies }
  delete again.cookies.randa
  await again.get(returns(first.answer))
  check(again.status === 403 && !await again.isIn(), 'the same answer twice')

  // The victim's browser is led to an answer of the attacker's own.
  const attacker = new Person(server), victim = new Person(server)
  await attacker.get('/logga-in/region')
  await victim.get('/logga-in/region')
  const answer = p.consent(attacker.location, { sub: 'subject-1', hsa: HEAD })
  await victim.get(returns(answer))
  check(victim.status === 403 && !await victim.isIn(), 'a state of another browser')
  const stranger = await new Person(server).get(returns(answer))
  check(stranger.status === 403, 'a state without a browser')

  // A code stolen from one sign-in is put into another; the provider does not notice.
  const thief = new Person(server)
  await thief.get('/logga-in/region')
  const stolen = p.consent(thief.location, { sub: 'subject-1', hsa: HEAD })
  p.lie = { takesAnyCode: true }
  await attack(w, 'a code of another sign-in', { takesAnyCode: true },
    { honest: { takesAnyCode: true }, answer: a => ({ ...a, code: stolen.code }) })
  await attack(w, 'a code used before', {}, { answer: a => ({ ...a, code: first.answer.code }) })
  await attack(w, 'a made-up state', {}, { answer: a => ({ ...a, state: 'ab'.repeat(32) }) })
  await attack(w, 'an error beside a code', {}, { answer: a => ({ ...a, error: 'access_denied' }) })
  await attack(w, 'mix-up: another issuer answers', {}, { answer: a => ({ ...a, iss: 'https://idp.evil.example' }) })
  const named = await signIn(w, { answer: a => ({ ...a, iss: p.url }) })
  check(await named.isIn(), 'the right issuer in the answer')

  // Whose account it is: the subject decides, and a staff id that is linked belongs to nobody else.
  const other = await signIn(w, { sub: 'subject-2', hsa: HEAD })
  check(other.status === 403 && !await other.isIn(), 'another subject with a linked staff id')
  const moved = await signIn(w, { sub: 'subject-1', hsa: 'SE-NEW-ID' })
  check(await moved.isIn(), 'the same subject with a new staff id')
  const nobody = await signIn(w, { sub: 'subject-3', hsa: 'SE-NOBODY' })
  check(nobody.status === 403 && /HSA-id/.test(nobody.body) && !await nobody.isIn(), 'a staff id of nobody')

  // Local passwords are off, with the same words as for a wrong one.
  const local = new Person(server)
  await local.get('/logga-in?lokalt=1')
  const form = { csrf: local.body.match(/name="csrf" value="(\w+)"/)[1], epost: 'verksamhetschef', losenord: 'provkor randa i lugn och ro' }
  await local.post('/logga-in', form)
  check(local.status === 422 && !await local.isIn(), `a local password beside the provider (${local.status})`)
  const glass = spawnSync(process.env.RANDA ?? 'build/randa', ['account', 'local', 'verksamhetschef', '--db', `sqlite:${server.db}`], { encoding: 'utf8' })
  check(glass.status === 0, `the glass is broken from the command line: ${glass.stderr}`)
  await new Promise(r => setTimeout(r, 1100))
  await local.get('/logga-in?lokalt=1')
  await local.post('/logga-in', { ...form, csrf: local.body.match(/name="csrf" value="(\w+)"/)[1] })
  check(await local.isIn(), `a local password after the glass is broken (${local.status})`)
  await server.stop()
  p.close()
}

/* ---- assignments ---- */

async function assignments() {
  const w = await world(await provider())
  const many = await signIn(w, { sub: 'subject-9', hsa: [DIRECTOR, SUPERVISOR] })
  check(many.location.endsWith('/logga-in/region/uppdrag') && !await many.isIn(), 'several assignments: no session before the choice')
  await many.get('/logga-in/region/uppdrag')
  const values = [...many.body.matchAll(/name="uppdrag" value="([^"]+)"/g)].map(m => m[1])
  check(new Set(values.map(v => v.split('.')[0])).size === 2, `the roles of both people are there: ${values}`)
  const csrf = many.body.match(/name="csrf" value="(\w+)"/)[1]
  await many.post('/logga-in/region/uppdrag', { csrf, uppdrag: values[0].replace(/^\d+/, '41') })
  check(many.status === 403 && !await many.isIn(), 'an assignment that was not offered')
  await many.post('/logga-in/region/uppdrag', { csrf, uppdrag: values.at(-1) })
  check(await many.isIn(), `the chosen assignment (${many.status})`)
  const thief = new Person(w.server)
  thief.cookies = { ...many.cookies }
  delete thief.cookies.randa
  await thief.get('/logga-in/region/uppdrag')
  check(thief.status === 403, 'a choice is made once')
  await w.server.stop()
  w.p.close()
}

/* ---- how fresh the provider's word is (S11) ---- */

async function stepUp() {
  const w = await world(await provider()), { p, server } = w
  p.lie = { claims: now => ({ auth_time: now - 400 }) }
  const person = await signIn(w)
  const before = { ...person.cookies }
  await person.get('/export/personer.csv')
  check(/href="(\/logga-in\/region\?bekrafta=1[^"]*)"/.test(person.body), `a single sign-on of seven minutes ago is no fresh proof (${person.status})`)
  await person.get(RegExp.$1.replaceAll('&amp;', '&'))
  check(new URL(person.location).searchParams.get('prompt') === 'login', 'she is asked again who she is')
  p.lie = {}
  await person.get(returns(p.consent(person.location, { sub: 'subject-1', hsa: HEAD })))
  check(person.location === '/export/personer.csv', `and comes back to where she was going (${person.status} ${person.location})`)
  await person.get(person.location)
  check(person.status === 200 && !/<h1>/.test(person.body), `and now may (${person.status})`)
  person.cookies = before
  check(!await person.isIn(), 'the session before is over')
  await server.stop()
  p.close()
}

/* ---- the network ---- */

async function keysThatChange() {
  const w = await world(await provider()), { p } = w
  check(await (await signIn(w)).isIn(), 'before the keys are exchanged')
  p.keys = [key('new')]
  check(await (await signIn(w)).isIn(), 'after the keys are exchanged')
  const before = p.seen['/jwks']
  for (let i = 0; i < 12; i++) {
    p.lie = { token: c => sign('RS256', { ...p.keys[0], kid: `unknown-${i}` }, c) }
    check(!await (await signIn(w)).isIn(), 'an unknown key')
  }
  p.lie = {}
  check(p.seen['/jwks'] === before, `twelve unknown keys made ${p.seen['/jwks'] - before} fetches within the minute`)
  check(await (await signIn(w)).isIn(), 'a known key in the middle of the flood')
  await w.server.stop()
  p.close()
}

async function sizes() {
  const w = await world(await provider())
  w.p.lie = { beside: { padding: 'x'.repeat(300 * 1024) } }
  check(!await (await signIn(w)).isIn(), 'an answer of 300 KiB')
  w.p.lie = { beside: { padding: 'x'.repeat(200 * 1024) } }
  check(await (await signIn(w)).isIn(), 'an answer of 200 KiB')
  await w.server.stop()
  w.p.close()
}

const starts = async w => (await new Person(w.server).get('/logga-in/region'))

async function otherHosts() {
  const good = await provider(), evil = await provider()
  const path = '/.well-known/openid-configuration'
  for (const [why, lie, more, honest] of [
    ['discovery is redirected elsewhere', { redirect: { [path]: `${evil.url}${path}` } }, {}, {}],
    ['discovery names another issuer', { discovery: { issuer: evil.url } }, {}, {}],
    ['the token endpoint is elsewhere', { discovery: { token_endpoint: `${evil.url}/token` } }, {}, { more: { origins: [evil.url] } }],
    ['the keys are elsewhere', { discovery: { jwks_uri: `${evil.url}/jwks` } }, {}, {}],
    ['the keys are in a file', { discovery: { jwks_uri: 'file:///etc/passwd' } }, {}, {}],
    ['the sign-in page is elsewhere', { discovery: { authorization_endpoint: `${evil.url}/auth` } }, {}, {}],
  ]) {
    good.lie = lie
    const w = await world(good, more)
    const refused = await starts(w)
    check(refused.status === 503 && !refused.location, `${why}: ${refused.status} ${refused.location}`)
    await w.server.stop()
    if (!honest.more) good.lie = {}
    const fine = await world(good, honest.more)
    check((await starts(fine)).location.startsWith(`${good.url}/auth`), `${why}, its honest neighbour`)
    await fine.server.stop()
  }
  check(Object.keys(evil.seen).length === 0, `the other host was asked: ${JSON.stringify(evil.seen)}`)
  good.lie = { redirect: { '/token': `${evil.url}/token` } }
  const w = await world(good)
  check(!await (await signIn(w)).isIn() && !evil.seen['/token'], 'the token endpoint redirects elsewhere')
  await w.server.stop()
  good.close()
  evil.close()
}

async function slow() {
  const w = await world(await provider()), { p, server } = w
  check(await (await signIn(w)).isIn(), 'before the provider is slow')
  p.lie = { silent: '/token' }
  const began = Date.now()
  const waiting = Promise.all(Array.from({ length: 8 }, () => signIn(w).then(async a => ({ status: a.status, ms: Date.now() - began, in: await a.isIn() }))))
  const times = []
  while (Date.now() - began < 9000) {
    const from = performance.now()
    const page = await new Person(server).get('/logga-in')
    times.push(page.status === 200 ? performance.now() - from : Infinity)
    await new Promise(r => setTimeout(r, 100))
  }
  const ended = await waiting
  check(ended.every(a => !a.in && a.status === 503), `slow answers end calmly: ${JSON.stringify(ended)}`)
  check(ended.filter(a => a.ms > 8000).length === 2 && ended.every(a => a.ms < 12_000), `two wait, ten seconds at most: ${ended.map(a => a.ms)}`)
  check(Math.max(...times) < 1500, `others are held up for ${Math.round(Math.max(...times))} ms`)
  p.lie = {}
  check(await (await signIn(w)).isIn(), 'after the provider was slow')
  await server.stop()
  p.close()
}

async function certificates() {
  const file = join(dir, 'tls')
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1',
    '-keyout', `${file}.key`, '-out', `${file}.pem`], { encoding: 'utf8' })
  check(made.status === 0, `a certificate is made: ${made.stderr}`)
  const p = await provider({ tls: { key: readFileSync(`${file}.key`), cert: readFileSync(`${file}.pem`) } })
  const unknown = await world(p), known = await world(p, { ca_file: `${file}.pem` })
  check((await starts(unknown)).status === 503, 'a certificate that nobody vouches for')
  check((await starts(known)).location.startsWith(p.url), 'the same certificate, vouched for')
  await unknown.server.stop()
  await known.server.stop()
  p.close()
}

async function settings() {
  const p = await provider(), file = config(p)
  const run = () => spawnSync(process.env.RANDA ?? 'build/randa', ['serve', '--db', `sqlite:${join(dir, 'x.db')}`, '--listen', '127.0.0.1:0', '--oidc', file],
    { encoding: 'utf8', timeout: 5000 })
  chmodSync(join(dir, 'secret'), 0o640)
  const open = run()
  check(open.status === 2 && /0600/.test(open.stderr), `a secret that others can read: ${open.status} ${open.stderr}`)
  chmodSync(join(dir, 'secret'), 0o600)
  p.close()
}

const slowOne = slow()
for (const part of [tokens, browsers, assignments, stepUp, keysThatChange, sizes, otherHosts, certificates, settings]) await part()
await slowOne
await close()
rmSync(dir, { recursive: true, force: true })
console.log(`oidc: ${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
