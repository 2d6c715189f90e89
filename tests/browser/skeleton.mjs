// Puts a page skeleton into its frame, exactly as the server puts a template into its own.
// A skeleton begins with `<!-- title: T | nav: N | main: CLASS | frame: bare -->`.
import { readFileSync, readdirSync } from 'node:fs'

export const root = new URL('../../', import.meta.url)
const here = new URL('./skeleton/', import.meta.url)
const read = name => readFileSync(new URL(name, here), 'utf8')

const icons = new Map(
  [...readFileSync(new URL('assets/icons.svg', root), 'utf8').matchAll(/<symbol id="(i-[a-z0-9-]+)".*?<\/symbol>/gs)]
    .map(m => [m[1], m[0]]))

export function sprite(html) {
  const used = [...new Set([...html.matchAll(/href="#(i-[a-z0-9-]+)"/g)].map(m => m[1]))]
  const missing = used.filter(id => !icons.has(id))
  if (missing.length) throw new Error(`no such icon: ${missing.join(', ')}`)
  return `<svg class="sprite" aria-hidden="true" focusable="false">${used.map(id => icons.get(id)).join('')}</svg>`
}

const head = html => html.slice(html.indexOf('<meta charset'), html.indexOf('</head>'))

export function page(name, { theme = '' } = {}) {
  const text = read(`${name}.html`)
  const meta = Object.fromEntries(text.split('\n', 1)[0].replace(/<!-- | -->/g, '').split(' | ').map(p => p.split(/: ?/)))
  const content = text.slice(text.indexOf('\n') + 1).trim()
  let frame = read('frame.html')
  if (meta.frame === 'bare')
    frame = `<!doctype html>\n<html lang="sv"{{theme}}>\n<head>\n${head(frame)}</head>\n<body>\n{{sprite}}\n{{content}}\n</body>\n</html>\n`
  let html = frame
    .replace('{{theme}}', theme && ` data-theme="${theme}"`)
    .replace('{{title}}', () => meta.title)
    .replace('{{refresh}}', meta.refresh ? `<noscript><meta http-equiv="refresh" content="${meta.refresh}"></noscript>\n` : '')
    .replace('{{main}}', meta.main ? ` class="${meta.main}"` : '')
    .replace(/\{\{nav:([a-z-]+)\}\}/g, (_, n) => n === meta.nav ? ' aria-current="page"' : '')
    .replace('{{content}}', () => content)
  return html.replace('{{sprite}}', () => sprite(html))
}

export const names = () => readdirSync(here).filter(f => f.endsWith('.html') && f !== 'frame.html').map(f => f.slice(0, -5)).sort()
