// The harness against the page skeletons, served with the real headers: proves the styles and the harness itself.
// Those that the real pages do not show in every run, in one combination; RANDA_MATRIX=all sees all in all.
import { after, before, test } from 'node:test'
import { checkPage, close, label, matrix, open, WHOLE } from './harness.mjs'
import { names } from './skeleton.mjs'
import { start } from './static_server.mjs'

let server
before(async () => { server = await start() })
after(async () => { await close(); await server.stop() })

const rare = ['att-gora-ny', 'att-gora-tom', 'fel-403', 'fel-409', 'fel-500', 'fel-503', 'jobb', 'logga-in-utloggad', 'plan', 'plan-forslag', 'plan-jamfor', 'plan-omojlig', 'st-behov', 'st-inga', 'st-sida']

for (const name of WHOLE ? names() : rare)
  for (const c of WHOLE ? matrix(name) : matrix(name).slice(0, 1))
    test(`skeleton ${name}, ${label(c)}`, async () => {
      const page = await open(c, server.url)
      await page.goto(`/${name}`)
      await checkPage(page, { name: `skeleton-${name}` })
      await page.context().close()
    })
