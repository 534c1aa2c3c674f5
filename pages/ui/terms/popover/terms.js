// Opens the card of a term over the link that was clicked. Data: {terms: {id: {title, says, see, svg}}, lang, all, close}.
const LINK = 'a[href*="words?word="]', GAP = 8, EDGE = 12

function element(name, text, more = {}) {
  const made = Object.assign(document.createElement(name), more)
  if (text) made.textContent = text
  return made
}

function fill(card, id, data, show) {
  const term = data.terms[id], head = element("div", "", { className: "head" }), foot = element("div", "", { className: "foot" })
  const close = element("button", "×", { type: "button", className: "close", onclick: () => card.hidePopover() })
  close.setAttribute("aria-label", data.close)
  head.append(element("strong", term.title), close)
  const picture = element("div", "", { className: "picture", innerHTML: term.svg })   // drawn by pictures.py
  for (const other of term.see)
    foot.append(element("button", data.terms[other].short, { type: "button", onclick: () => show(other) }))
  foot.append(element("a", data.all, { href: `words?word=${id}&lang=${data.lang}`, target: "_blank", rel: "noopener" }))
  card.setAttribute("aria-label", term.title)
  card.replaceChildren(head, element("p", term.says), picture, foot)
  card.scrollTop = 0
}

function place(card, link) {   // under the word, over it where there is more room, never outside the window
  const at = link.getBoundingClientRect(), { width, height } = card.getBoundingClientRect()
  const under = at.bottom + GAP, over = at.top - GAP - height
  const top = under + height <= innerHeight - EDGE || over < EDGE ? Math.min(under, innerHeight - EDGE - height) : over
  card.style.top = `${Math.max(EDGE, top)}px`
  card.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - EDGE - width))}px`
}

export default function ({ data, parentElement }) {
  const card = parentElement.querySelector(".card")
  let link = null
  const show = id => { fill(card, id, data, show); place(card, link); card.focus({ preventScroll: true }) }
  const clicked = event => {
    const found = event.target.closest?.(LINK)
    if (!found || event.ctrlKey || event.metaKey || event.shiftKey) return
    const id = new URL(found.href).searchParams.get("word")
    if (!(id in data.terms)) return
    event.preventDefault()
    link = found
    card.showPopover()
    show(id)
  }
  const moved = event => {
    if (link && event.target !== card && card.matches(":popover-open")) link.isConnected ? place(card, link) : card.hidePopover()
  }
  card.onbeforetoggle = event => {   // closed from within: back to the word
    if (event.newState === "closed" && card.matches(":focus-within")) setTimeout(() => link?.focus({ preventScroll: true }))
  }
  document.addEventListener("click", clicked, true)
  card.dataset.ready = ""   // until then a link leads to Words
  document.addEventListener("scroll", moved, { capture: true, passive: true })
  window.addEventListener("resize", moved)
  return () => {
    document.removeEventListener("click", clicked, true)
    document.removeEventListener("scroll", moved, true)
    window.removeEventListener("resize", moved)
  }
}
