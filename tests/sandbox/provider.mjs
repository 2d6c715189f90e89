// An honest identity provider for the journey: prints its address; a line with where the browser was led is answered with
// the address that she comes back to.
import { createInterface } from 'node:readline'
import { provider } from '../oidc/provider.mjs'

const p = await provider()
console.log(p.url)
for await (const line of createInterface({ input: process.stdin })) {
  const back = p.consent(line, { sub: 'subject-1', hsa: process.argv[2] })
  console.log('/logga-in/region/svar?' + new URLSearchParams({ code: back.code, state: back.state, iss: p.url }))
}
p.close()
