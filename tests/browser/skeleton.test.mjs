// The harness against the page skeletons, served with the real headers: proves the styles and the harness itself.
import { after, before, test } from 'node:test'
import { checkPage, close, label, matrix, open } from './harness.mjs'
import { names } from './skeleton.mjs'
import { start } from './static_server.mjs'

let server
before(async () => { server = await start() })
after(async () => { await close(); await server.stop() })

for (const name of names())
  for (const c of matrix(name))
    test(`skeleton ${name}, ${label(c)}`, async () => {
      const page = await open(c, server.url)
      await page.goto(`/${name}`)
      await checkPage(page, { name: `skeleton-${name}` })
      await page.context().close()
    })
