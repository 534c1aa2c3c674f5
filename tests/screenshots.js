// What a machine can judge of a page (UX, "twenty lines", 6, 8 and 13). Evaluated by screenshots.py; gives sentences.
(theme) => {
  const found = new Set()
  const quote = (text) => `"${text.trim().replace(/\s+/g, " ").slice(0, 40)}"`
  const style = (element) => getComputedStyle(element)

  const shown = (element) => {
    const box = element.getBoundingClientRect()
    if (box.width < 2 || box.height < 2 || box.right <= 0 || box.left >= innerWidth) return false
    for (let e = element; e; e = e.parentElement) {
      const s = style(e)
      if (s.visibility === "hidden" || s.display === "none" || +s.opacity < 0.1 || s.clipPath === "inset(50%)") return false
      if (s.overflow === "hidden" && e.clientWidth < 2 && e.clientWidth + e.clientHeight > 0) return false // for screen readers
    }
    return true
  }
  const scrollsSideways = (element) => {
    for (let e = element.parentElement; e && e !== document.body; e = e.parentElement)
      if (/auto|scroll/.test(style(e).overflowX) && !e.matches("[data-testid=stMain], [data-testid=stAppScrollToBottomContainer]")) return true
    return false
  }

  // colours: the browser turns any notation into bytes
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
  const bytes = (colour) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = ([r, g, b, a], under) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a))
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (high + 0.05) / (low + 0.05)
  }
  const page = bytes(style(document.querySelector("[data-testid=stApp]")).backgroundColor)
  const behind = (element) => {
    const layers = []
    const svg = element.closest("svg")
    const box = element.getBoundingClientRect()
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const isUnder = (e) => { // the number of a slider stands above the thumb that it belongs to
      const own = e.getBoundingClientRect()
      return own.left <= x && x <= own.right && own.top <= y && y <= own.bottom
    }
    if (svg) {
      const under = document.elementsFromPoint(x, y)
      for (const e of under) {
        if (!svg.contains(e) || e === svg || e.tagName === "text" || e.tagName === "tspan") continue
        const s = style(e)
        const fill = s.fill === "none" ? [0, 0, 0, 0] : bytes(s.fill)
        layers.push([...fill.slice(0, 3), fill[3] * s.fillOpacity * s.opacity])
      }
    }
    for (let e = svg || element; e; e = e.parentElement) if (isUnder(e)) layers.push(bytes(style(e).backgroundColor))
    return layers.reverse().reduce((under, layer) => over(layer, under), page.slice(0, 3))
  }

  // 6: the page scrolls down only, and nothing sticks out
  for (const e of document.querySelectorAll("html, body, [data-testid=stApp], [data-testid=stMain], [data-testid=stAppScrollToBottomContainer], [data-testid=stMainBlockContainer]"))
    if (e.scrollWidth > e.clientWidth + 1) found.add(`the page scrolls sideways: ${e.dataset.testid || e.tagName}, ${e.scrollWidth} in ${e.clientWidth} px`)

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const node = texts.currentNode
    const element = node.parentElement
    const text = node.textContent.replace(/\u200b/g, " ").trim() // KaTeX holds lines open with it
    if (!text || element.closest("style, script, noscript, [data-testid=stIconMaterial], [data-testid=stHeader]") || !shown(element)) continue
    const s = style(element)
    if (s.stroke !== "none" && s.stroke === s.fill) continue // the halo round another text

    // 8: text size on the screen, also in drawings that were scaled
    const matrix = element.getScreenCTM ? element.getScreenCTM() : null
    const size = parseFloat(s.fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1)
    if (size < 12.45) found.add(`text of ${size.toFixed(1)} px: ${quote(text)}`)

    // 13: contrast
    const disabled = element.closest("[disabled], [aria-disabled=true]")
    const under = behind(element)
    const ink = over(bytes(matrix ? s.fill : s.color), under)
    const ratio = contrast(ink, under)
    const folded = !element.checkVisibility() // neither its colour nor what lies under it is known in what is folded
    if (!disabled && !folded && ratio < (size >= 24 ? 3 : 4.45)) found.add(`hard to read, contrast ${ratio.toFixed(1)}: ${quote(text)}`)

    // 6: a short word on two lines (at a hyphen and before a bracket it may), a text cut off, a text beyond the edge
    if (!matrix)
      for (const word of text.matchAll(/[^\s(-]{2,20}/g)) {
        const range = document.createRange()
        const start = node.textContent.indexOf(text) + word.index
        range.setStart(node, start)
        range.setEnd(node, start + word[0].length)
        const lines = new Set([...range.getClientRects()].filter((r) => r.width > 1).map((r) => Math.round(r.top / 4)))
        if (lines.size > 1 && !element.closest("pre, code")) found.add(`a word is broken: ${quote(word[0])} in ${quote(text)}`)
      }
    const box = element.getBoundingClientRect()
    if (box.right > innerWidth + 1 && !scrollsSideways(element)) found.add(`sticks out on the right: ${quote(text)}`)
    for (let e = element; e && e !== element.parentElement.parentElement?.parentElement; e = e.parentElement)
      if (style(e).textOverflow === "ellipsis" && e.scrollWidth > e.clientWidth + 1) found.add(`cut off: ${quote(e.textContent)}`)
  }
  for (const e of document.querySelectorAll("svg text"))
    if (e.textContent.endsWith("…") && shown(e)) found.add(`cut off in a drawing: ${quote(e.textContent)}`)

  // 13: no light box in the dark
  if (theme === "dark")
    for (const e of document.querySelectorAll("[data-testid=stApp] *")) {
      const box = e.getBoundingClientRect()
      const colour = bytes(style(e).backgroundColor)
      if (box.width * box.height > 3000 && colour[3] > 0.8 && luminance(colour.slice(0, 3)) > 0.6 && shown(e))
        found.add(`a light box in the dark: ${e.dataset.testid || e.tagName} ${quote(e.textContent)}`)
    }
  return [...found]
}
