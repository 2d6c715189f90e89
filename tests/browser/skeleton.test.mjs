// The harness against the page skeletons, served with the real headers: proves the styles and the harness itself.
// One combination each is enough, since the real pages are seen in more.
import { after, before, test } from 'node:test'
import { ALL, checkPage, close, label, matrix, open } from './harness.mjs'
import { names } from './skeleton.mjs'
import { start } from './static_server.mjs'

let server
before(async () => { server = await start() })
after(async () => { await close(); await server.stop() })

for (const name of names())
  for (const c of process.env.RANDA_MATRIX === 'all' ? ALL : matrix(name).slice(0, 1))
    test(`skeleton ${name}, ${label(c)}`, async () => {
      const page = await open(c, server.url)
      await page.goto(`/${name}`)
      await checkPage(page, { name: `skeleton-${name}` })
      await page.context().close()
    })
