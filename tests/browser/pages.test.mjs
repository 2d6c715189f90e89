// Every page of src/routes.c in the demo clinic, as the first role sees it that may. A page with an address of its own
// is found in the route table and needs nothing here. One whose address holds an id is named in `pages`, with the way
// to it: one line, `'/x/:id': ['x', link('/list', 'a selector', 'the next')]`, last the role when it is not the
// studierektor. A page that only another test can reach (a job, an upload) is named in `elsewhere`, and that test calls
// checkPage. `RANDA_SHOTS=1 tests/browser/run pages` makes pictures in build/shots.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { accounts, borrow, checkPage, close, label, matrix, RANDA, serve } from './harness.mjs'

let server
before(async () => { server = await serve() })
after(async () => { await close(); await server?.stop() })

// Where a page has no address that is known beforehand, one goes there as a person would: by a link.
const link = (...way) => async page => {
  let to = way[0]
  for (const sel of way.slice(1)) {
    await page.goto(to)
    const links = await page.locator(sel).evaluateAll(all => all.map(a => a.getAttribute('href')))
    to = links.at(0)
    if (!to) return null
  }
  return to
}
// The same where not every page has the next link: the first of twenty that leads all the way.
const search = (from, sel, ...more) => async page => {
  await page.goto(from)
  for (const to of (await page.locator(sel).evaluateAll(all => all.map(a => a.getAttribute('href')))).slice(0, 20)) {
    const found = more.length ? await search(to, ...more)(page) : to
    if (found) return found
  }
  return null
}

// route: [name of the picture, its address or the way there, role]
const pages = {
  '/arende/:id': ['arende', link('/att-gora', '.todo .what a')],
  '/oversikt': ['oversikt', '/oversikt', 'verksamhetschef'],
  '/region': ['region', '/region', 'overgripande'],
  '/regler/:nyckel': ['regel', link('/regler', 'tbody th a')],
  '/arende/:id/senare': ['arende-senare', search('/att-gora', '.todo .what a', 'a[href$="/senare"]')],
  '/plan/placering/:id/ta-bort': ['plan-ta-bort', link('/plan/tabell?sort=-fran', 'table a.btn', '#panel a[href$="/ta-bort"]')],
  '/plan/placering/:id/inbjudan': ['plan-inbjudan', link('/plan/tabell?sort=-fran', 'table a.btn', '#panel a[href$="/inbjudan"]')],
  '/st/:id': ['st-sida', link('/st', 'tbody th a')],
  '/st/:id/plan': ['st-plan', link('/st', 'tbody th a', '.tabs a[href$="/plan"]')],
  '/st/:id/mal': ['st-mal', link('/st', 'tbody th a', '.tabs a[href$="/mal"]')],
  '/st/:id/tid': ['st-tid', link('/st', 'tbody th a', '.tabs a[href$="/tid"]')],
  '/st/:id/handelser': ['st-handelser', link('/st', 'tbody th a', '.tabs a[href$="/handelser"]')],
  '/st/:id/dokument': ['st-dokument', link('/st', 'tbody th a', '.tabs a[href$="/dokument"]')],
  '/version/:id': ['version', search('/st', 'tbody th a', '.tabs a[href$="/dokument"]', 'main a[href^="/version/"]')],
  '/st/:id/historik': ['st-historik', link('/st', 'tbody th a', '.tabs a[href$="/historik"]')],
  '/st/:id/uppgifter': ['st-uppgifter', link('/st', 'tbody th a', '.tabs a[href$="/uppgifter"]')],
  '/st/:id/registrera': ['st-registrera', link('/st', 'tbody th a', 'a[href$="/registrera"]')],
  '/st/:id/intyg': ['st-intyg', link('/st', 'tbody th a', '.tabs a[href$="/handelser"]', 'a[href*="/intyg"]')],
  '/st/:id/ledighet/:row': ['st-ledighet', search('/st', 'tbody th a', '.tabs a[href$="/uppgifter"]', 'a[href*="/ledighet/"]')],
  '/st/:id/samtal': ['st-samtal', link('/samtal', 'main .list b a')],
  '/enhet/:id': ['enhet', link('/enheter', 'tbody th a')],
  '/enhet/:id/andra': ['enhet-andra', search('/enheter', 'main .list a', 'a[href$="/andra"]')],
  '/enhet/:id/platser/:row': ['enhet-platser', link('/enheter', 'tbody th a', 'a[href*="/platser/"]')],
  '/behorighet/:id/lamna-over': ['lamna-over', link('/behorighet', 'a[href$="/lamna-over"]'), 'verksamhetschef'],
  '/st/:id/introduktion': ['st-introduktion', link('/st', 'tbody th a', '.tabs a[href$="/introduktion"]')],
  '/sammankomster/ny': ['sammankomster-ny', '/sammankomster/ny?vad=teaching'],
  '/sammankomster/:id': ['sammankomst', link('/sammankomster?vad=management_group', 'main .list a')],
  '/sammankomster/:id/andra': ['sammankomst-andra', link('/sammankomster?vad=teaching', 'main .list a', 'a[href$="/andra"]')],
  '/sammankomster/:id/lank': ['sammankomst-lank', link('/sammankomster?vad=teaching', 'main .list a', 'a[href$="/lank"]')],
  '/person/:id': ['person', link('/installningar/roller', 'tbody th a')],
}
// Seen by other tests (journey_login, journey_import, journey_propose, journey_oidc, journey_factor, journey_sign), or no page.
const elsewhere = new Set(['/', '/logga-in', '/jobb/:id', '/konto', '/tillganglighet', '/personuppgifter', '/import/:id', '/import/:id/fragor', '/export/:fil', '/st/:id/dokument/:fil', '/version/:id/underskrift', '/arenden/:fil', '/konto/utdrag.html', '/inbjudan/:kod', '/kalender/:kod', '/sammankomster/:id/har', '/logga-in/region', '/logga-in/region/svar', '/logga-in/region/uppdrag', '/logga-ut/region'])

// A page with an address of its own needs no line above.
const { stdout } = spawnSync(RANDA, ['routes', '--json'], { encoding: 'utf8' })
const table = JSON.parse(stdout).filter(r => r.method === 'GET').map(r => r.path)
  .filter(path => !elsewhere.has(path) && !/^\/(api|static|export)\b|\.(csv|xlsx|json|pdf|ics)$|^\/(healthz|readyz|metrics)$/.test(path))
for (const path of table) if (!path.includes(':')) pages[path] ??= [path.slice(1).replaceAll('/', '-'), path]

const roles = ['studierektor', ...Object.keys(accounts()).filter(r => r !== 'studierektor')]

// Where nothing says who may read it: the first who gets it.
async function visit(c, path, role) {
  for (const r of role ? [role] : roles) {
    const page = await borrow(server, c, r)
    page.allowStatus.add(403)
    const to = typeof path === 'string' ? path : await path(page)
    if (!to) continue
    await page.goto(to)
    if (page.answer.status() !== 403) return page
  }
  assert.fail('nobody has a link to it and may read it')
}

for (const [name, path, role] of Object.values(pages))
  for (const c of matrix(name))
    test(`${name}, ${label(c)}`, async () => {
      const page = await visit(c, path, role)
      assert.equal(page.answer.status(), 200)
      await checkPage(page, { name })
    })

test('every page of the route table is seen', () => {
  assert.deepEqual(table.filter(path => !(path in pages)), [])
})
