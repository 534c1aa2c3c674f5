// A sentence as a row of buttons. Data: {words: [{word, value, label}], kind, chosen, title}. State: clicked = [index, word].
// Words and labels are anyone's text: they only ever become textContent.
const DARK = "#000000", LIGHT = "#FFFFFF"

const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16))
const css = colour => `rgb(${colour.join(",")})`

function ramp(colours, share) {   // straight lines through the theme's colours
  const last = colours.length - 1, place = Math.min(1, Math.max(0, share)) * last
  const from = Math.min(last - 1, Math.floor(place)), a = rgb(colours[from]), b = rgb(colours[from + 1])
  return a.map((part, at) => Math.round(part + (b[at] - part) * (place - from)))
}

function ink(colour) {            // black or white, whichever reads better: 4.58:1 at least (WCAG's luminance)
  const [r, g, b] = colour.map(part => part / 255).map(s => s <= .04045 ? s / 12.92 : ((s + .055) / 1.055) ** 2.4)
  return .2126 * r + .7152 * g + .0722 * b > .179 ? DARK : LIGHT
}

function tint(button, kind, value, theme) {
  if (value === null || value === undefined) return
  if (kind === "label") {         // a pale ground and a strong underline; the label says it in words
    const colours = theme("--st-chart-categorical-colors"), colour = colours[value % colours.length]
    button.style.background = `color-mix(in srgb, ${colour} 20%, var(--st-background-color))`
    button.style.borderBottom = `3px solid ${colour}`
    return
  }
  const colour = kind === "sequential" ? ramp(theme("--st-chart-sequential-colors"), value)
    : ramp(theme("--st-chart-diverging-colors"), (value + 1) / 2)
  button.style.background = css(colour)
  button.style.color = ink(colour)
}

function span(name, text) {
  const part = document.createElement("span")
  part.className = name
  part.textContent = text
  return part
}

function chip({ word, value, label }, kind, theme) {
  const button = document.createElement("button")
  button.type = "button"
  button.append(span("word", word), " ")   // the space parts word and number for a screen reader
  if (label) button.append(span("label", label))
  tint(button, kind, value, theme)
  return button
}

function press(buttons, chosen) {
  buttons.forEach((button, at) => {
    button.setAttribute("aria-pressed", at === chosen)
    button.tabIndex = at === (chosen ?? 0) ? 0 : -1   // one stop for the tab key, arrows within
  })
}

function move(buttons, key, from) {
  const steps = { ArrowRight: from + 1, ArrowLeft: from - 1, ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: buttons.length - 1 }
  if (!(key in steps)) return false
  const to = Math.min(buttons.length - 1, Math.max(0, steps[key]))
  buttons[from].tabIndex = -1
  buttons[to].tabIndex = 0
  buttons[to].focus()
  return true
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".words")
  const theme = name => getComputedStyle(root).getPropertyValue(name).split(",").map(part => part.trim()).filter(Boolean)
  const before = [...root.children]
  const focused = before.indexOf(before.find(button => button.matches(":focus")))
  const buttons = data.words.map(word => chip(word, data.kind, theme))
  root.setAttribute("aria-label", data.title)
  root.replaceChildren(...buttons)
  press(buttons, data.chosen)
  if (focused >= 0) buttons[Math.min(focused, buttons.length - 1)]?.focus({ preventScroll: true })   // drawn anew under the reader's finger
  root.onclick = event => {
    const at = buttons.indexOf(event.target.closest("button"))
    if (at < 0) return
    const again = buttons[at].getAttribute("aria-pressed") === "true"
    press(buttons, again ? null : at)
    setStateValue("clicked", again ? null : [at, data.words[at].word])
  }
  root.onkeydown = event => {
    const at = buttons.indexOf(event.target.closest("button"))
    if (at >= 0 && move(buttons, event.key, at)) event.preventDefault()
  }
}
