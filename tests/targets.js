// What is pressed and is less than 44 px high or wide where a finger meets it, in components too; gives sentences.
// Links within a sentence are as high as their line, and what Streamlit alone can change is named in docs/accessibility.md.
() => {
  const LEAST = 44, HALF = LEAST / 2 - 1
  const STREAMLITS = "[data-testid=stDataFrame], [data-testid=stFileUploaderDropzone], [data-testid=stTooltipIcon], [data-testid=stNumberInputContainer]"
  const PRESSED = "a[href], button, summary, select, input:not([type=hidden]), [role=button], [role=radio], [role=checkbox], [role=switch], [role=slider], [role=option]"
  const within = root => [...root.querySelectorAll("*")].flatMap(one => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])])
  const inside = (one, outer) => { for (let at = one; at; at = at.parentNode ?? at.host) if (at === outer) return true; return false }
  const parents = one => { const all = []; for (let at = one; at; at = at.parentElement ?? at.getRootNode().host) all.push(at); return all }
  const seen = one => {
    const box = one.getBoundingClientRect()
    return box.width > 1 && box.height > 1 && box.left < innerWidth && box.right > 0 &&
      one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !parents(one).some(at => getComputedStyle(at).clipPath === "inset(50%)")
  }
  const inASentence = one => one.matches("a") && one.parentElement.matches("p, li, td, span, em, strong") && one.closest("p, li, td")?.textContent.trim() !== one.textContent.trim()
  const within44 = one => {
    const box = one.getBoundingClientRect(), x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2
    const root = one.getRootNode()
    const meets = (dx, dy) => { const hit = root.elementFromPoint(x + dx, y + dy); return hit && inside(hit, one) }
    const tall = box.height >= LEAST - 0.5 || (meets(0, -HALF) && meets(0, HALF))
    const wide = box.width >= LEAST - 0.5 || (meets(-HALF, 0) && meets(HALF, 0))
    return tall && wide
  }
  const target = one => one.matches("input[type=checkbox], input[type=radio]") ? one.closest("label") ?? one : one
  const name = one => one.getAttribute("aria-label") || one.textContent.trim().replace(/\s+/g, " ").slice(0, 24) || one.title
  const found = new Set()
  for (const one of within(document)) {
    if (!one.matches(PRESSED) || one.disabled || parents(one).some(at => at.matches(STREAMLITS))) continue
    const whole = target(one)
    if (!seen(whole) || inASentence(whole) || within44(whole)) continue
    const box = whole.getBoundingClientRect(), of = parents(whole).find(at => at.dataset?.testid)?.dataset.testid
    found.add(`${Math.round(box.width)} x ${Math.round(box.height)} px, ${whole.tagName.toLowerCase()} of ${of}: "${name(whole)}"`)
  }
  return [...found]
}
