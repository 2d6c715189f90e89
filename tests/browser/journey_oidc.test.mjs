// Signing in with the region's identity provider: npm's oidc-provider on loopback, as it comes.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPage, close, label, matrix, open, serve } from './harness.mjs'

const SECRET = 'a secret of more than sixteen: +/&'
const HSA = { ines: 'TSTNMT2321000156-D00002', bjorn: 'TSTNMT2321000156-D00001', nobody: 'SE-NOBODY' }
let server, provider, http, dir

// The provider's own page: who are you? With what it knows of her, at the assurance level asked for.
async function interaction(req, res) {
  const { uid, params } = await provider.interactionDetails(req, res)
  if (req.method === 'GET')
    return res.setHeader('content-type', 'text/html').end(`<!doctype html><html lang="sv"><title>Legitimera dig</title><link rel="icon" href="data:,"><form method="post" action="/interaction/${uid}"><label>Vem <input name="login"></label><button>Legitimera</button></form>`)
  let body = ''
  for await (const part of req) body += part
  await provider.interactionFinished(req, res, { login: { accountId: new URLSearchParams(body).get('login'), acr: params.acr_values } })
}

before(async () => {
  process.removeAllListeners('warning')
  const { default: Provider } = await import('oidc-provider')
  dir = mkdtempSync(join(tmpdir(), 'randa-oidc-'))
  http = createServer((req, res) => (req.url.startsWith('/interaction/') ? interaction : provider.callback())(req, res))
  await new Promise(r => http.listen(0, '127.0.0.1', r))
  const issuer = `http://127.0.0.1:${http.address().port}`
  writeFileSync(join(dir, 'secret'), SECRET, { mode: 0o600 })
  writeFileSync(join(dir, 'oidc.json'), JSON.stringify({ issuer, client_id: 'randa', client_secret_file: join(dir, 'secret'), acr: ['loa3'], person_claim: 'hsa' }))
  server = await serve({ args: ['--oidc', join(dir, 'oidc.json')] })
  provider = new Provider(issuer, {
    clients: [{ client_id: 'randa', client_secret: SECRET, redirect_uris: [`${server.url}/logga-in/region/svar`],
      post_logout_redirect_uris: [`${server.url}/logga-in`], response_types: ['code'], grant_types: ['authorization_code'] }],
    jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }] },
    cookies: { keys: ['only for this test'] },
    acrValues: ['loa3'],
    claims: { openid: ['sub', 'acr', 'hsa'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    interactions: { url: (ctx, at) => `/interaction/${at.uid}` },
    findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, hsa: HSA[id] }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
})

after(async () => {
  await close()
  await server?.stop()
  http?.closeAllConnections()
  http?.close()
  rmSync(dir, { recursive: true, force: true })
})

const BUTTON = { name: 'Logga in med regionens inloggning' }

async function identify(page, who, path = '/logga-in') {
  await page.goto(path)
  await page.getByRole('link', BUTTON).click()
  await page.getByLabel('Vem').fill(who)
  await page.getByRole('button', { name: 'Legitimera' }).click()
}

for (const c of matrix('logga-in-region'))
  test(`the page to sign in has one button, ${label(c)}`, async () => {
    const page = await open(c, server.url)
    await page.goto('/logga-in')
    assert.equal(await page.getByLabel('Lösenord').count(), 0, 'passwords are off')
    await checkPage(page, { name: 'logga-in-region' })
    await page.context().close()
  })

for (const js of [true, false]) {
  const c = { size: js ? '1440' : '390', theme: js ? 'light' : 'dark', js }
  test(`in, an assignment chosen, to the page one asked for, and out at both ends, ${label(c)}`, async () => {
    const page = await open(c, server.url)
    await identify(page, 'ines', '/konto')
    await page.waitForURL('**/logga-in/region/uppdrag')
    assert.ok(await page.getByRole('button').count() >= 2, 'she has several assignments')
    await checkPage(page, { name: 'valj-uppdrag' })
    await page.getByRole('button', { name: /Studierektor/ }).first().click()
    await page.waitForURL('**/konto')
    assert.match(await page.locator('body').innerText(), /Ines Bergkvist/)
    await page.getByRole('button', { name: 'Logga ut' }).first().click()
    await page.getByText('Du har loggats ut ur Randa').waitFor()
    await checkPage(page, { name: 'utloggad-region', fleeting: true })
    await page.getByRole('button', { name: 'Yes, sign me out' }).click()
    await page.waitForURL(`${server.url}/logga-in`)
    await page.goto('/konto')
    assert.equal(new URL(page.url()).pathname, '/logga-in', 'the session is over here')
    await page.getByRole('link', BUTTON).click()
    await page.getByLabel('Vem').waitFor() // and there: it asks again who it is
    await page.context().close()
  })
}

test('one assignment needs no choice', async () => {
  const page = await open({ size: '1440', theme: 'light', js: true }, server.url)
  await identify(page, 'bjorn')
  await page.waitForURL('**/oversikt') // a head of department
  await page.context().close()
})

test('whom Randa does not know is told so, calmly', async () => {
  const page = await open({ size: '390', theme: 'light', js: true }, server.url)
  page.allowStatus.add(403)
  await identify(page, 'nobody')
  await page.getByRole('heading', { name: 'Du har inget uppdrag i Randa i dag' }).waitFor()
  await checkPage(page, { name: 'inget-uppdrag' })
  await page.context().close()
})
