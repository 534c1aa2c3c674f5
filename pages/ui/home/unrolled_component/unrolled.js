// A cell unrolled along a sentence. Data: {steps: [{word, share, shown, state: [-1..1]}], told, title, again, colours: {light: [...], dark: [...]}}.
// Words are anyone's text: they only ever become textContent.
const PAUSE = 650                // milliseconds a word, while it is read again
const timers = new WeakMap()

const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16))

function ramp(colours, share) {  // straight lines through the theme's colours
  const last = colours.length - 1, place = Math.min(1, Math.max(0, share)) * last
  const from = Math.min(last - 1, Math.floor(place)), a = rgb(colours[from]), b = rgb(colours[from + 1])
  return `rgb(${a.map((part, at) => Math.round(part + (b[at] - part) * (place - from))).join(",")})`
}

function part(name, at, ...inside) {
  const made = document.createElement("div")
  made.className = name
  made.style.setProperty("--at", at)
  made.append(...inside)
  return made
}

function lines(state, most, colours) {  // one <i> a unit: its size of the largest, its side of zero, its colour
  return state.map(value => {
    const line = document.createElement("i"), size = Math.abs(value) / most
    line.style.setProperty("--size", size.toFixed(3))
    line.style.setProperty("--side", Math.sign(value))
    line.style.setProperty("--tone", ramp(colours, (1 + Math.sign(value) * (.45 + .55 * size)) / 2))
    return line
  })
}

function answer(step, at) {
  const vessel = document.createElement("span"), level = document.createElement("span")
  vessel.className = "vessel"
  level.className = "level"
  level.style.setProperty("--share", `${100 * step.share}%`)
  vessel.append(level)
  return part("answer", at, step.shown, vessel)
}

function drawn(steps, most, colours) {
  return steps.flatMap((step, number) => {
    const at = 2 * number + 1, last = number === steps.length - 1
    const parts = [
      answer(step, at), part("out", at), part("cell", at, ...lines(step.state, most, colours)), part("in", at), part("word", at, step.word),
    ]
    if (last) parts[0].classList.add("last")
    else parts.push(part("wire", at + 1, ...lines(step.state, most, colours)))
    return parts
  })
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".unrolled"), button = parentElement.querySelector("button")
  const colours = data.colours[getComputedStyle(root).colorScheme.includes("dark") ? "dark" : "light"]
  const most = Math.max(1e-6, ...data.steps.flatMap(step => step.state.map(Math.abs)))
  root.setAttribute("aria-label", data.title)
  root.style.setProperty("--tracks", data.steps.map(() => "auto").join(" minmax(16px, 1fr) "))
  root.replaceChildren(...drawn(data.steps, most, colours))
  parentElement.querySelector(".told").textContent = data.told
  button.textContent = data.again
  const stop = () => clearInterval(timers.get(parentElement))
  const read = upTo => [...root.children].forEach(part => part.classList.toggle("ahead", part.style.getPropertyValue("--at") > 2 * upTo))
  button.onclick = () => {
    let upTo = 1
    stop()
    read(upTo)
    timers.set(parentElement, setInterval(() => (read(++upTo), upTo >= data.steps.length && stop()), PAUSE))
  }
  return stop
}
