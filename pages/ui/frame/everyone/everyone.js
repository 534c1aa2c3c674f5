// What Streamlit leaves to be said to screen readers, once a tab: a chart is one picture named by its finding, examples are
// buttons and not a choice, headings follow each other without a gap, a formula that scrolls does so by keyboard. React and
// Vega set none of these again by themselves.
// And the Tab key goes from the button of an open popover into it, Escape back: it is drawn at the end of the page.
if (!window.saidToEveryone) {
  const set = (element, name, value) => element.getAttribute(name) === value || element.setAttribute(name, value)
  const say = () => {
    for (const chart of document.querySelectorAll("[data-testid=stVegaLiteChart][aria-label]")) {
      set(chart, "role", "img")
      chart.removeAttribute("aria-roledescription")
      if (chart.querySelector("svg")) set(chart.querySelector("svg"), "aria-hidden", "true") // it says every number twice
    }
    for (const row of document.querySelectorAll(":is([class*=st-key-example-], [class*=st-key-candidate-]) [role=radiogroup]")) {
      row.setAttribute("role", "group")
      row.removeAttribute("aria-orientation")
      for (const one of row.querySelectorAll("[role=radio]")) ["role", "aria-checked"].forEach(name => one.removeAttribute(name))
    }
    for (const item of document.querySelectorAll("[data-testid=stSidebarNavItems], [data-testid=stSidebarNavItems] li"))
      set(item, "role", "none") // a list with headings between its items is none; the links say as much
    for (const formula of document.querySelectorAll(".katex-display")) // KaTeX's own name for one on a line of its own
      formula.scrollWidth > formula.clientWidth ? set(formula, "tabindex", "0") : formula.removeAttribute("tabindex")
    const main = document.querySelector("[data-testid=stMainBlockContainer]") // stMain has another name over a chat box
    const above = [] // st.subheader is an h3 and stands under the title; a step that begins with an h4 leaves no level out
    for (const heading of main && !main.querySelector("h2") ? main.querySelectorAll("h3, h4, h5") : []) {
      while (above.length && above.at(-1) >= heading.tagName) above.pop()
      set(heading, "aria-level", String(above.push(heading.tagName) + 1))
    }
  }
  let asked = 0, left = "" // the box of a popover that was left by Escape: what was chosen may name its button anew
  const focusBack = () => left && document.activeElement === document.body && document.querySelector(`.${CSS.escape(left)} button`)?.focus()
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => { left = "" }, true)
  const soon = () => { asked ||= requestAnimationFrame(() => { asked = 0; say(); focusBack() }) }
  window.saidToEveryone = new MutationObserver(soon)
  window.saidToEveryone.observe(document.body, { childList: true, subtree: true })
  window.addEventListener("resize", soon)
  document.addEventListener("keydown", event => {
    const body = document.querySelector("[data-testid=stPopoverBody]"), opens = document.querySelector("[aria-haspopup=dialog][aria-expanded=true]")
    if (!["Tab", "Escape"].includes(event.key) || !body || !opens) return
    const opener = opens.matches("button") ? opens : opens.querySelector("button"), forward = !event.shiftKey
    if (event.key === "Escape") {
      if (!body.contains(document.activeElement)) return
      left = [...(opener.closest("[class*=st-key-]")?.classList ?? [])].find(name => name.startsWith("st-key-")) ?? ""
      return opener.focus()
    }
    const stops = [...body.querySelectorAll("a[href], button, input, textarea, [tabindex]")].filter(one => one.tabIndex >= 0 && !one.disabled && one.offsetParent)
    const at = stops.indexOf(document.activeElement)
    if (forward && document.activeElement === opener && stops.length) event.preventDefault(), stops[0].focus()
    else if (at >= 0 && at === (forward ? stops.length - 1 : 0)) {
      opener.focus() // from the last stop the key itself goes on behind the button
      if (!forward) event.preventDefault()
    }
  }, true)
  // a chart takes the ink of its theme when it is drawn: after a switch it is drawn anew, by the key that Streamlit has for that
  const app = document.querySelector("[data-testid=stApp]"), ink = () => getComputedStyle(app).color
  let drawn = ink()
  const press = kind => document.dispatchEvent(new KeyboardEvent(kind, { key: "r", code: "KeyR", keyCode: 82, which: 82, bubbles: true }))
  const follow = () => { if (ink() !== drawn) { drawn = ink(); press("keydown"); press("keyup") } }
  new MutationObserver(follow).observe(app, { attributes: true, attributeFilter: ["class"] })
  say()
}
