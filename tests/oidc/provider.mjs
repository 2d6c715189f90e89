// An identity provider that can be told to lie. It is honest unless `lie` says otherwise: it checks the client's
// secret, the code, the redirect address and the verifier, as a real one does.
import { createHash, createHmac, createSign, constants, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createTls } from 'node:https'

export const SECRET = 'a secret of more than sixteen: +/&'
const b64 = data => Buffer.from(data).toString('base64url')
const sha = text => createHash('sha256').update(text).digest()

export function key(kid, kind = 'rsa') {
  const pair = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { kid, ...pair, jwk: { ...pair.publicKey.export({ format: 'jwk' }), kid, use: 'sig' } }
}

// text: claims that are already JSON (duplicate keys cannot be said otherwise).
export function sign(alg, key, claims, { header = {}, text } = {}) {
  const input = `${b64(JSON.stringify({ alg, kid: key.kid, ...header }))}.${b64(text ?? JSON.stringify(claims))}`
  if (alg === 'none') return `${input}.`
  if (alg === 'HS256') // the public key, which everybody knows, as if it were the secret
    return `${input}.${createHmac('sha256', key.publicKey.export({ type: 'spki', format: 'pem' })).update(input).digest('base64url')}`
  const how = alg === 'ES256' ? { key: key.privateKey, dsaEncoding: 'ieee-p1363' }
    : alg === 'PS256' ? { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : key.privateKey
  return `${input}.${createSign('sha256').update(input).sign(how).toString('base64url')}`
}

export async function provider({ tls, keys = [key('a')] } = {}) {
  const p = { keys, lie: {}, seen: {}, codes: new Map(), held: [] }
  const answers = {
    '/.well-known/openid-configuration': () => ({
      issuer: p.url, authorization_endpoint: `${p.url}/auth`, token_endpoint: `${p.url}/token`, jwks_uri: `${p.url}/jwks`,
      end_session_endpoint: `${p.url}/end`, ...p.lie.discovery,
    }),
    '/jwks': () => ({ keys: p.keys.map(k => k.jwk) }),
    '/token': (req, body) => {
      const form = new URLSearchParams(body)
      const asked = p.codes.get(form.get('code'))
      const who = Buffer.from((req.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString().split(':').map(decodeURIComponent)
      if (who[0] !== 'randa' || who[1] !== SECRET) return { status: 401, error: 'invalid_client' }
      const honest = asked && !asked.used && form.get('redirect_uri') === asked.redirect_uri &&
        sha(form.get('code_verifier') ?? '').toString('base64url') === asked.code_challenge
      if (!honest && !p.lie.takesAnyCode) return { status: 400, error: 'invalid_grant' }
      asked.used = true
      const access_token = b64(randomBytes(24)), now = Math.floor(Date.now() / 1000)
      const claims = {
        iss: p.url, aud: 'randa', sub: asked.sub, iat: now, exp: now + 300, auth_time: now - 5, nonce: asked.nonce, acr: 'loa3', hsa: asked.hsa,
        at_hash: sha(access_token).subarray(0, 16).toString('base64url'), ...p.lie.claims?.(now),
      }
      const id_token = p.lie.token?.(claims, p) ?? sign('RS256', p.keys[0], claims)
      return { access_token, token_type: 'Bearer', id_token, ...p.lie.beside }
    },
  }
  const handle = (req, res) => {
    const path = new URL(req.url, 'http://x').pathname
    let body = ''
    p.seen[path] = (p.seen[path] ?? 0) + 1
    req.on('data', d => { body += d })
    req.on('end', () => {
      if (p.lie.silent === path) return p.held.push(res)
      if (p.lie.redirect?.[path]) return res.writeHead(302, { location: p.lie.redirect[path] }).end()
      const { status = 200, ...said } = answers[path]?.(req, body) ?? { status: 404 }
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said))
    })
  }
  const server = tls ? createTls(tls, handle) : createServer(handle)
  await new Promise(r => server.listen(0, '127.0.0.1', r))
  p.url = `http${tls ? 's' : ''}://127.0.0.1:${server.address().port}`
  p.close = () => { server.closeAllConnections(); server.close() }
  // What the person would do at the provider's page: the address to send her browser back to.
  p.consent = (location, { sub, hsa }) => {
    const asked = Object.fromEntries(new URL(location).searchParams), code = b64(randomBytes(16))
    p.codes.set(code, { ...asked, sub, hsa })
    return { ...asked, code }
  }
  return p
}
