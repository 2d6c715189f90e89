// Serves the skeletons and the assets with the same headers as the real server. For the harness's own test.
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { page, names, root } from './skeleton.mjs'

export const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
  "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

export const assets = new Map(readFileSync(new URL('assets/manifest.txt', root), 'utf8').split('\n')
  .filter(l => l && !l.startsWith('#'))
  .map(l => l.match(/^(\S+) (\S+) (.+)$/).slice(1))
  .map(([file, name, type]) => [name, { file, type }]))

// What the forms have sent, newest last.
export const posts = []

const known = new Set(names())

function answer(req, res) {
  const url = new URL(req.url, 'http://x')
  const send = (status, type, body) => {
    res.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' })
    res.end(body)
  }
  if (req.method === 'POST') {
    let body = ''
    req.on('data', d => { body += d })
    req.on('end', () => { posts.push({ path: url.pathname, form: Object.fromEntries(new URLSearchParams(body)) }); res.writeHead(303, { Location: '/plan-flyttad' }); res.end() })
    return
  }
  const asset = url.pathname.startsWith('/static/') && assets.get(url.pathname.slice(8))
  if (asset) return send(200, asset.type, readFileSync(new URL(asset.file, root)))
  const name = decodeURIComponent(url.pathname.slice(1)).replace(/^jobb\/\d+$/, 'jobb')
  if (known.has(name)) return send(200, 'text/html; charset=utf-8', page(name, { theme: url.searchParams.get('theme') ?? '' }))
  send(404, 'text/html; charset=utf-8', page('fel-404'))
}

export function start(port = 0) {
  const server = createServer((req, res) => {
    try { answer(req, res) } catch (e) { res.writeHead(500, { 'Content-Type': 'text/plain' }); res.end(String(e)) }
  })
  return new Promise(resolve => server.listen(port, '127.0.0.1', () =>
    resolve({ url: `http://127.0.0.1:${server.address().port}`, stop: () => new Promise(r => { server.closeAllConnections(); server.close(r) }) })))
}

if (process.argv[1] === new URL(import.meta.url).pathname) start(Number(process.argv[2] ?? 0)).then(s => console.log(`listening on ${s.url}`))
