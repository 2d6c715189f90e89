// Every page as a studierektor sees it in the demo clinic. A page is added here when it is added to src/routes.c:
// the last test holds the two together.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { ALL, checkPage, close, label, matrix, openAs, RANDA, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

// route: [name of the picture, path or how to find one]
const link = (from, sel) => async page => {
  await page.goto(from)
  return page.locator(sel).first().getAttribute('href')
}
const pages = {
  '/att-gora': ['att-gora', '/att-gora'],
  '/arende/:id': ['arende', link('/att-gora', '.todo .what a')],
  '/arende/:id/senare': ['arende-senare', link('/att-gora', 'a[href$="/senare"]')],
  '/plan': ['plan', '/plan'],
  '/plan/tabell': ['plan-tabell', '/plan/tabell'],
  '/plan/in-ut': ['plan-in-ut', '/plan/in-ut'],
  '/plan/ny': ['plan-ny', '/plan/ny'],
  '/plan/placering/:id/ta-bort': ['plan-ta-bort', link('/plan?tid=5&vald=1', '#panel a[href$="/ta-bort"]')],
  '/tangenter': ['tangenter', '/tangenter'],
}

for (const [name, path] of Object.values(pages))
  for (const c of matrix(name))
    test(`${name}, ${label(c)}`, async () => {
      const page = await openAs(server, c)
      const to = typeof path === 'string' ? path : await path(page)
      assert.ok(to, 'there is a link to it')
      await page.goto(to)
      assert.equal(page.answer.status(), 200)
      await checkPage(page, { name })
      await page.context().close()
    })
