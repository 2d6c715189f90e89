// What script adds to pages that work without it: keys and dragging on the plan board, the panel beside it without a
// reload, lists that filter as one types, search and help keys. Nothing here knows a rule or decides anything: a moved
// bar is sent by the very form that the panel shows, and the server answers.
'use strict'
;(() => {
  const $ = (sel, from = document) => from.querySelector(sel)
  const $$ = (sel, from = document) => [...from.querySelectorAll(sel)]
  const lang = document.documentElement.lang || 'sv'
  const words = {
    sv: {
      starts: 'Startar', ends: 'Slutar', cancelled: 'Flytten är avbruten', keys: 'Tangenter', close: 'Stäng',
      moving: 'Du flyttar placeringen', help: '← → flyttar ett steg. Shift + ← → ändrar slutet. Enter sparar. Esc avbryter.',
      chosen: n => `${n} valda`,
      soon: 'Du loggas snart ut', soonText: 'Om två minuter loggas du ut, eftersom inget har hänt på en stund. Det du har skrivit finns kvar när du loggar in igen.',
      stay: 'Fortsätt vara inloggad', restored: 'Det du hade skrivit är tillbaka. Det är inte sparat än.',
    },
    en: {
      starts: 'Starts', ends: 'Ends', cancelled: 'The move is cancelled', keys: 'Keys', close: 'Close',
      moving: 'You are moving the placement', help: '← → moves one step. Shift + ← → changes the end. Enter saves. Esc cancels.',
      chosen: n => `${n} chosen`,
      soon: 'You will soon be signed out', soonText: 'In two minutes you are signed out, since nothing has happened for a while. What you have typed is kept for when you sign in again.',
      stay: 'Stay signed in', restored: 'What you had typed is back. It is not saved yet.',
    },
  }
  const t = words[lang] || words.sv

  /* ---- announcements ---- */

  const live = document.createElement('div')
  live.className = 'sr'
  live.id = 'live'
  live.setAttribute('role', 'status')
  ;($('main') || document.body).append(live)
  const say = text => { live.textContent = text }

  /* ---- dates: days as UTC milliseconds; steps as the unit plans ---- */

  const DAY = 864e5
  const day = iso => Date.parse(`${iso}T00:00:00Z`)
  const iso = ms => new Date(ms).toISOString().slice(0, 10)
  const format = (ms, month, year) => new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'sv-SE',
    { timeZone: 'UTC', day: 'numeric', month, year: year ? 'numeric' : undefined }).format(ms).replace(/\./g, '')
  const sameYear = (a, b) => iso(a).slice(0, 4) === iso(b).slice(0, 4)
  const period = (from, to) => `${format(from, 'short', !sameYear(from, to))}–${format(to, 'short', true)}`

  const floors = {
    vecka: ms => ms - (new Date(ms).getUTCDay() + 6) % 7 * DAY,
    manad: ms => ms - (new Date(ms).getUTCDate() - 1) * DAY,
    halvmanad: ms => { const d = new Date(ms).getUTCDate(); return ms - (d - (d < 16 ? 1 : 16)) * DAY },
  }
  const next = (step, ms) => floors[step](floors[step](ms) + { vecka: 7, manad: 31, halvmanad: 16 }[step] * DAY)
  const previous = (step, ms) => floors[step](floors[step](ms) - DAY)
  const nearest = (step, ms) => {
    const before = floors[step](ms), after = next(step, ms)
    return ms - before < after - ms ? before : after
  }
  // A placement that begins and ends on the calendar's boundaries keeps its number of steps, any other its days.
  const lengthen = (step, from, to, start) => {
    const end = to + DAY
    if (floors[step](from) !== from || floors[step](end) !== end) return start + (to - from)
    let stop = start
    for (let at = from; at < end; at = next(step, at)) stop = next(step, stop)
    return stop - DAY
  }

  /* ---- parts of a page from the server ---- */

  // Fetches a whole page and takes over the parts named. Anything unexpected becomes an ordinary visit.
  async function take(url, selectors, { push, replace } = {}) {
    let answer, text
    try {
      answer = await fetch(url, { headers: { Accept: 'text/html' }, credentials: 'same-origin' })
      text = await answer.text()
    } catch { location.assign(url); return null }
    if (!answer.ok || (answer.redirected && new URL(answer.url).pathname !== new URL(url, location).pathname)) { location.assign(url); return null }
    const page = new DOMParser().parseFromString(text, 'text/html')
    for (const sel of selectors) {
      const here = $(sel), there = $(sel, page)
      if (here && there) here.replaceWith(document.adoptNode(there))
      else if (here) here.remove()
    }
    const sprite = $('svg.sprite')
    for (const symbol of $$('svg.sprite symbol', page)) if (sprite && !document.getElementById(symbol.id)) sprite.append(document.adoptNode(symbol))
    if (push || replace) history[push ? 'pushState' : 'replaceState']({ part: true }, '', url)
    document.title = page.title
    return page
  }
  addEventListener('popstate', () => location.reload())

  /* ---- the plan board ---- */

  const board = $('.board')
  const weeks = bar => ({ s: Number(/(?:^| )s(\d+)/.exec(bar.className)?.[1]), n: Number(/(?:^| )n(\d+)/.exec(bar.className)?.[1]) })
  const rows = () => $$('.rows > .row:not(.more)', board)
  const bars = row => $$('a.b', row)
  const items = row => [...$$('.who a', row), ...bars(row)]
  let stop        // the one element of the board in the tab order
  let column      // the week one moves along with up and down

  const stand = el => {
    if (stop && stop !== el) stop.tabIndex = -1
    stop = el
    el.tabIndex = 0
  }
  const go = el => { if (el) { stand(el); el.focus() } }

  function oneTabStop() {
    for (const el of $$('.rows .who a, .rows a.b', board)) if (el !== stop) el.tabIndex = -1
    board.removeAttribute('tabindex')
    if (!stop || !stop.isConnected) {
      const el = $('a.b[aria-current]', board) || $('.rows a.b', board) || $('.rows .who a', board)
      if (el) stand(el)
    }
  }

  const inWeek = (row, week) => {
    const all = bars(row)
    return all.find(b => { const { s, n } = weeks(b); return s <= week && week < s + n }) ||
      all.reduce((best, b) => !best || Math.abs(weeks(b).s - week) < Math.abs(weeks(best).s - week) ? b : best, null) || items(row)[0]
  }

  function boardKey(e) {
    const here = e.target.closest('.rows a')
    if (!here || e.ctrlKey || e.metaKey || e.altKey) return
    const row = here.closest('.row'), line = items(row), at = line.indexOf(here)
    const isBar = here.matches('.b')
    const vertical = by => {
      const all = rows(), to = all[Math.max(0, Math.min(all.length - 1, all.indexOf(row) + by))]
      if (!isBar) return $('.who a', to)
      column ??= weeks(here).s
      return inWeek(to, column)
    }
    const to = {
      ArrowLeft: () => line[at - 1], ArrowRight: () => line[at + 1],
      ArrowUp: () => vertical(-1), ArrowDown: () => vertical(1), PageUp: () => vertical(-10), PageDown: () => vertical(10),
      Home: () => bars(row)[0], End: () => bars(row).at(-1),
    }[e.key]
    if (!to) return
    e.preventDefault()
    const el = to()
    if (!/Up|Down/.test(e.key)) column = undefined
    go(el)
  }

  // The panel beside the board: the same page, of which only the panel and the message are taken.
  async function choose(bar, { focus = true } = {}) {
    const url = bar.href.replace(/#.*/, '')
    $('.pbmain').setAttribute('aria-busy', 'true')
    if (!$('#panel')) {
      const empty = document.createElement('section')
      empty.id = 'panel'
      empty.className = 'card insp'
      $('.pbmain').append(empty)
    }
    const page = await take(url, ['#panel', '#besked'], { push: focus })
    $('.pbmain').removeAttribute('aria-busy')
    if (!page) return null
    for (const b of $$('.b.sel', board)) { b.classList.remove('sel'); b.removeAttribute('aria-current'); b.closest('.row').classList.remove('on') }
    bar.classList.add('sel')
    bar.setAttribute('aria-current', 'true')
    bar.closest('.row').classList.add('on')
    stand(bar)
    enhance($('#panel') || document)
    if (focus) $('#panel h2')?.focus()
    return $('#flytta')
  }

  const chosen = () => $('a.b[aria-current]', board)
  const span = bar => ({ from: day(bar.dataset.fran), to: day(bar.dataset.till) })

  // Shows a bar where it would be. Without a span it goes back to where it is.
  function show(bar, at) {
    bar.classList.toggle('drag', !!at)
    if (!at) { bar.style.removeProperty('--s'); bar.style.removeProperty('--n'); return }
    const was = span(bar), { s, n } = weeks(bar)
    bar.style.setProperty('--s', s + (at.from - was.from) / DAY / 7)
    bar.style.setProperty('--n', Math.max(0.5, n + (at.to - at.from - (was.to - was.from)) / DAY / 7))
  }

  async function send(bar, at) {
    const mine = chosen() === bar ? $('#flytta') : null
    const form = mine || await choose(bar, { focus: false })
    if (!form) return show(bar)
    form.elements.fran.value = iso(at.from)
    form.elements.till.value = iso(at.to)
    form.requestSubmit()
  }

  const stepOf = () => board.dataset.steg in floors ? board.dataset.steg : 'halvmanad'

  /* dragging */

  let drag
  function pointerDown(e) {
    const bar = e.target.closest('a.b[data-fran]')
    if (!bar || e.button || e.pointerType === 'touch' || moving || !board.hasAttribute('data-kan-flytta')) return
    drag = { bar, x: e.clientX, id: e.pointerId, left: board.scrollLeft, px: parseFloat(getComputedStyle(board).getPropertyValue('--w')) }
  }
  function pointerMove(e) {
    if (!drag || e.pointerId !== drag.id) return
    const dx = e.clientX - drag.x + board.scrollLeft - drag.left
    if (!drag.tip) {
      if (Math.abs(dx) < 5) return
      drag.tip = document.createElement('div')
      drag.tip.className = 'tip'
      document.body.append(drag.tip)
      drag.bar.setPointerCapture(drag.id)
      board.classList.add('dragging')
    }
    e.preventDefault()
    const was = span(drag.bar), step = stepOf()
    const from = nearest(step, Math.round((was.from + dx / drag.px * 7 * DAY) / DAY) * DAY)
    const still = Math.abs(dx) < drag.px && from !== was.from ? was.from : from
    drag.at = { from: still, to: still === was.from ? was.to : lengthen(step, was.from, was.to, still) }
    show(drag.bar, drag.at)
    drag.tip.textContent = period(drag.at.from, drag.at.to)
    drag.tip.style.setProperty('left', `${Math.min(e.clientX + 14, innerWidth - drag.tip.offsetWidth - 8)}px`)
    drag.tip.style.setProperty('top', `${Math.max(8, e.clientY - 40)}px`)
  }
  function endDrag(keep) {
    const d = drag
    drag = undefined
    if (!d?.tip) return
    d.tip.remove()
    board.classList.remove('dragging')
    addEventListener('click', e => { if (e.target.closest?.('a.b')) { e.preventDefault(); e.stopImmediatePropagation() } }, { capture: true, once: true })
    setTimeout(() => { if (!keep) return; const was = span(d.bar); if (d.at && d.at.from !== was.from) send(d.bar, d.at); else show(d.bar) })
    if (!keep) { show(d.bar); say(t.cancelled) }
  }

  /* moving by keys */

  let moving
  function beginMove(button) {
    const bar = chosen()
    if (!bar?.dataset.fran) return
    const note = document.createElement('div')
    note.className = 'move-on'
    note.append(Object.assign(document.createElement('b'), { textContent: t.moving }), Object.assign(document.createElement('span'), { textContent: t.help }))
    button.closest('form').before(note)
    button.setAttribute('aria-pressed', 'true')
    moving = { bar, button, note, at: span(bar) }
    show(bar, moving.at)
    go(bar)
    say(`${t.moving}. ${t.help}`)
  }
  function endMove() {
    const m = moving
    moving = undefined
    m.note.remove()
    m.button.removeAttribute('aria-pressed')
    return m
  }
  function moveKey(e) {
    const m = moving, step = stepOf(), was = span(m.bar)
    const by = { ArrowLeft: previous, ArrowRight: next }[e.key]
    if (by && e.shiftKey) {
      const to = by(step, m.at.to + DAY) - DAY
      if (to > m.at.from) m.at.to = to
      say(`${t.ends} ${format(m.at.to, 'long', true)}`)
    } else if (by) {
      const from = by(step, m.at.from)
      m.at = { from, to: lengthen(step, m.at.from, m.at.to, from) }
      say(`${t.starts} ${format(m.at.from, 'long', true)}`)
    } else if (e.key === 'Enter') {
      e.preventDefault()
      endMove()
      if (m.at.from === was.from && m.at.to === was.to) return show(m.bar)
      return send(m.bar, m.at)
    } else if (e.key === 'Escape') {
      endMove()
      show(m.bar)
      m.button.focus()
      return say(t.cancelled)
    } else return
    e.preventDefault()
    show(m.bar, m.at)
  }

  if (board) {
    oneTabStop()
    new MutationObserver(oneTabStop).observe($('.rows', board), { childList: true })
    board.addEventListener('focusin', e => { const el = e.target.closest('.rows a'); if (el) stand(el) })
    board.addEventListener('keydown', e => { if (!moving) boardKey(e) })
    board.addEventListener('click', e => {
      const bar = e.target.closest('a.b')
      if (!bar || e.button || e.ctrlKey || e.metaKey || e.shiftKey || moving) return
      if (getComputedStyle(board).display === 'none') return
      e.preventDefault()
      choose(bar)
    })
    board.addEventListener('pointerdown', pointerDown)
    board.addEventListener('dragstart', e => e.preventDefault())
    addEventListener('pointermove', pointerMove)
    addEventListener('pointerup', () => endDrag(true))
    addEventListener('pointercancel', () => endDrag(false))

    // After a change the board opens where one left it.
    const place = `tavla ${location.pathname}`
    addEventListener('pagehide', () => sessionStorage.setItem(place, `${board.scrollLeft} ${board.scrollTop}`))
    const left = sessionStorage.getItem(place)
    if (left && !location.hash) [board.scrollLeft, board.scrollTop] = left.split(' ').map(Number)
  }

  /* ---- keys on every page ---- */

  async function keyList() {
    if ($('dialog.tangenter')) return
    const answer = await fetch('/tangenter')
    const content = $('main .grid2', new DOMParser().parseFromString(await answer.text(), 'text/html'))
    if (!content) return location.assign('/tangenter')
    const box = document.createElement('dialog')
    box.className = 'tangenter'
    box.setAttribute('aria-label', t.keys)
    const inner = Object.assign(document.createElement('div'), { className: 'pad stack' })
    const form = Object.assign(document.createElement('form'), { method: 'dialog' })
    form.append(Object.assign(document.createElement('button'), { className: 'btn', textContent: t.close }))
    content.className = 'stack'
    inner.append(document.adoptNode(content), form)
    box.append(inner)
    document.body.append(box)
    box.addEventListener('close', () => box.remove())
    box.showModal()
  }

  const typing = el => el.closest?.('input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]')
  document.addEventListener('keydown', e => {
    if (e.key === 'Escape' && drag?.tip) { e.preventDefault(); return endDrag(false) }
    if (moving) return moveKey(e)
    if (e.key === 'Escape' && e.target.closest?.('#panel') && board && chosen()) { e.preventDefault(); return go(chosen()) }
    if (typing(e.target) || e.ctrlKey || e.metaKey || e.altKey || document.documentElement.dataset.tangenter === 'av') return
    if (e.key === '/' && $('#q')?.offsetParent) { e.preventDefault(); $('#q').focus() }
    if (e.key === '?') { e.preventDefault(); keyList() }
  })

  /* ---- before one is signed out ---- */

  // Two minutes ahead a dialogue says so; any visit, in any window, begins the time anew.
  const seconds = Number(document.body.dataset.sekunder), ALIVE = 'randa levande'
  const alive = () => localStorage.setItem(ALIVE, Date.now())
  function warnBefore() {
    const left = Number(localStorage.getItem(ALIVE)) + (seconds - 120) * 1000 - Date.now()
    if (left > 0) return setTimeout(warnBefore, left)
    const box = document.createElement('dialog')
    box.setAttribute('role', 'alertdialog')
    box.setAttribute('aria-labelledby', 'snart')
    box.setAttribute('aria-describedby', 'snart-text')
    const inner = Object.assign(document.createElement('div'), { className: 'pad stack' })
    const button = Object.assign(document.createElement('button'), { className: 'btn p', type: 'button', textContent: t.stay })
    inner.append(Object.assign(document.createElement('h2'), { id: 'snart', textContent: t.soon }), Object.assign(document.createElement('p'), { id: 'snart-text', textContent: t.soonText }), button)
    box.append(inner)
    document.body.append(box)
    button.addEventListener('click', () => box.close())
    box.addEventListener('close', async () => {
      box.remove()
      const answer = await fetch('/konto', { credentials: 'same-origin' }).catch(() => null)
      if (!answer?.ok || new URL(answer.url).pathname !== '/konto') return location.reload()
      alive()
      warnBefore()
    })
    box.showModal()
  }
  if (seconds > 120) { alive(); warnBefore() }

  // What is typed into a form that posts is kept in this window until the answer has come; after signing in again the
  // same person has it back. Nothing secret and no file is kept.
  const DRAFT = 'utkast ', here = DRAFT + location.pathname, who = document.body.dataset.konto
  const drafts = () => Object.keys(sessionStorage).filter(key => key.startsWith(DRAFT))
  const keepable = el => el.name && !['hidden', 'password', 'file', 'submit'].includes(el.type) && el.autocomplete !== 'one-time-code'
  const fieldsOf = form => [...form.elements].filter(keepable)
  function keepDraft(form) {
    const values = fieldsOf(form).map(el => [el.name, ['checkbox', 'radio'].includes(el.type) ? el.checked : el.value])
    sessionStorage.setItem(here, JSON.stringify({ who, action: form.getAttribute('action'), values }))
  }
  function restoreDraft() {
    const draft = JSON.parse(sessionStorage.getItem(here) ?? 'null')
    sessionStorage.removeItem(here)
    if (!draft?.again || draft.who !== who) return
    const form = $$('form[method=post]').find(f => f.getAttribute('action') === draft.action)
    const fields = form ? fieldsOf(form) : []
    if (!fields.length || fields.length !== draft.values.length) return
    fields.forEach((el, i) => { if (typeof draft.values[i][1] === 'boolean') el.checked = draft.values[i][1]; else el.value = draft.values[i][1] })
    const note = Object.assign(document.createElement('div'), { className: 'msg info', textContent: t.restored })
    note.setAttribute('role', 'status')
    form.prepend(note)
    keepDraft(form)
  }
  if (who) {
    restoreDraft()
    document.addEventListener('input', e => { const form = e.target.form; if (form?.method === 'post' && keepable(e.target)) keepDraft(form) })
    document.addEventListener('submit', e => { if (e.target.getAttribute('action') === '/logga-ut') drafts().forEach(key => sessionStorage.removeItem(key)) })
  } else if (new URLSearchParams(location.search).has('till')) {
    for (const key of drafts()) sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(key)), again: true }))
  }

  /* ---- forms ---- */

  // A list that filters as one types: <form data-auto="#lista">; the answer's own text of the number of hits is read out.
  function autoForm(form) {
    for (const el of $$('[data-noscript]', form)) el.hidden = true
    let timer
    const ask = async () => {
      const url = new URL(form.action, location)
      url.search = new URLSearchParams([...new FormData(form)].filter(([, v]) => v !== ''))
      const part = form.dataset.auto
      if (!part) return form.requestSubmit()
      const page = await take(url.href, [part, '#antal'], { replace: true })
      if (page) { say($('#antal')?.textContent ?? ''); enhance($(part)) }
    }
    form.addEventListener('input', e => { clearTimeout(timer); if (form.dataset.auto || e.target.matches('select')) timer = setTimeout(ask, e.target.matches('select') ? 0 : 300) })
  }

  function drop(zone) {
    const input = $('input[type=file]', zone)
    const over = on => e => { e.preventDefault(); zone.classList.toggle('over', on) }
    zone.addEventListener('dragover', over(true))
    zone.addEventListener('dragleave', over(false))
    zone.addEventListener('drop', e => { over(false)(e); if (e.dataTransfer.files.length) { input.files = e.dataTransfer.files; input.dispatchEvent(new Event('change')) } })
  }

  // Rows chosen by check boxes: <form data-raknar> tells the number in its [data-antal].
  function count(form) {
    const out = $('[data-antal]', form)
    const tell = () => { if (out) out.textContent = t.chosen($$('tbody input:checked, li input:checked', form).length) }
    form.addEventListener('change', tell)
    const all = $('[data-alla]', form)
    if (all) {
      all.hidden = false
      all.addEventListener('change', () => { for (const box of $$('tbody input[type=checkbox]', form)) box.checked = all.checked; tell() })
    }
  }

  function enhance(part) {
    if (!part) return
    for (const el of $$('[data-move]', part)) {
      el.hidden = !board || getComputedStyle(board).display === 'none'
      el.addEventListener('click', () => moving ? moveKey({ key: 'Escape', preventDefault() {} }) : beginMove(el))
    }
    for (const el of $$('[data-print]', part)) el.addEventListener('click', e => { e.preventDefault(); print() })
    for (const el of $$('form[data-auto]', part)) autoForm(el)
    for (const el of $$('[data-drop]', part)) drop(el)
    for (const el of $$('form[data-raknar]', part)) count(el)
  }
  enhance(document)

  // A form is sent once. (Coming back to the page makes it ready again.)
  document.addEventListener('submit', e => {
    const form = e.target
    if (e.defaultPrevented || form.method !== 'post') return
    if (form.dataset.sent) return e.preventDefault()
    form.dataset.sent = '1'
    form.setAttribute('aria-busy', 'true')
  })
  addEventListener('pageshow', () => { for (const f of $$('form[data-sent]')) { delete f.dataset.sent; f.removeAttribute('aria-busy') } })

  $('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })

  // What went wrong comes first.
  $('#fel')?.focus()

  // A job that is done names where its result is.
  document.addEventListener('htmx:after:swap', () => { const done = $('[data-klar]'); if (done) location.assign(done.dataset.klar) })
})()
