// Runs the browser tests: one browser, every *.test.mjs here (or those named on the command line), then all HTML
// that was seen through the validator at once. Last line: `browser: 34 passed, 0 failed`.
import { run } from 'node:test'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { BROWSER, HTML, validate } from './harness.mjs'

const here = fileURLToPath(new URL('./', import.meta.url))
// The longest first, so that none is left alone at the end.
const weight = f => /^pages/.test(f) ? 2 : /^journey_(plan|propose|whole)/.test(f) ? 1 : 0
const wanted = process.argv.slice(2)
const long = process.env.RANDA_LONG === '1' // a year of a clinic takes minutes
const files = readdirSync(here).filter(f => f.endsWith('.test.mjs') && (wanted.length ? wanted.some(w => f.includes(w)) : long || !/_year/.test(f)))
  .sort((a, b) => weight(b) - weight(a))

rmSync(HTML, { recursive: true, force: true })
if (!process.env.RANDA_KEEP) rmSync(fileURLToPath(new URL('../../build/browser', import.meta.url)), { recursive: true, force: true })

const server = await chromium.launchServer(BROWSER)
process.env.RANDA_BROWSER = server.wsEndpoint()
let passed = 0, failed = 0
const why = e => e?.cause?.message ?? e?.message ?? String(e)
const stream = run({ files: files.map(f => here + f), concurrency: Number(process.env.RANDA_JOBS ?? 3), timeout: 900_000 })
stream.on('test:pass', t => {
  if (t.details.type === 'suite' || t.skip || t.todo) return
  passed++
  if (process.env.VERBOSE) console.log(`  ok ${t.name} (${Math.round(t.details.duration_ms)} ms)`)
})
stream.on('test:fail', t => {
  if (t.details.type === 'suite' && t.details.error?.failureType === 'subtestsFailed') return
  failed++
  console.log(`FAIL ${t.file?.replace(here, '') ?? ''} ${t.name}\n${why(t.details.error).replace(/^/gm, '    ')}`)
})
stream.on('test:stderr', t => process.stderr.write(t.message))
stream.resume()
await new Promise(resolve => stream.on('end', resolve))
await server.close()

const seen = existsSync(HTML)
const invalid = seen ? validate() : []
if (invalid.length) {
  failed++
  console.log(`FAIL html\n${invalid.slice(0, 60).join('\n').replace(/^/gm, '    ')}`)
} else if (seen) passed++
if (!files.length) { console.log('no such test file'); failed++ }
console.log(`browser: ${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
