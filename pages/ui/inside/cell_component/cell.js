// The player: row of words, zoom, forms of the formulas. All steps are here already, so that a step asks nobody.
// Data: see pages/ui/inside/steps.py. What a person chose (step, zoom, form) outlives new data for the same words.
const PAUSE = 900  // milliseconds a step while it plays
const kept = new WeakMap()

function button(text, pressed, click, name = "") {
  const one = document.createElement("button")
  one.type = "button"
  one.className = name
  one.textContent = text
  one.setAttribute("aria-pressed", pressed)
  one.onclick = click
  return one
}

function remember(parentElement, data) {
  const state = kept.get(parentElement) ?? { form: "numbers", level: "unit", width: 0 }
  if (state.words !== data.key) Object.assign(state, { words: data.key, t: data.t })
  state.t = Math.min(state.t, data.order.length - 1)
  kept.set(parentElement, state)
  return state
}

function numbers(cell, s, mean, held, atValue) {  // [line, how it comes to be, value]
  const signed = v => `${two(v).startsWith("−") ? "−" : "+"} ${two(Math.abs(v))}`
  const inner = key => s.sums[key].map((v, at) => at ? signed(v) : two(v)).join(" ")
  const p = v => v < 0 ? `(${two(v)})` : two(v)
  const sum = (a, b) => `${two(a)} ${signed(b)}`
  const squash = (key, f) => [key, held.includes(key) ? `${key} ${atValue}` : mean ? `${mean} ${key}` : `${key} = ${f}(${inner(key)})`, s[key]]
  return {
    lstm: () => [
      squash("f", "σ"), squash("i", "σ"), squash("g", "tanh"),
      ["c", mean ? `${mean} f·c′ + i·g = ${sum(s.kept, s.written)}` : `c = ${two(s.f)}·${p(s.c_prev)} + ${two(s.i)}·${p(s.g)}`, s.c],
      squash("o", "σ"), ["h", mean ? `${mean} o·tanh(c)` : `h = ${two(s.o)}·tanh(${two(s.c)})`, s.h]],
    gru: () => [
      squash("z", "σ"), squash("r", "σ"), squash("g", "tanh"),
      ["h", mean ? `${mean} z·h′ + (1 − z)·g = ${sum(s.kept, s.written)}` : `h = ${two(s.z)}·${p(s.h_prev)} + ${two(1 - s.z)}·${p(s.g)}`, s.h]],
    rnn: () => [squash("h", "tanh")],
  }[cell]()
}

export default function ({ data, parentElement, setTriggerValue }) {
  const find = name => parentElement.querySelector(name), root = find(".cell"), names = data.labels
  const S = remember(parentElement, data), last = data.order.length - 1
  const theme = data.colours[getComputedStyle(root).colorScheme.includes("dark") ? "dark" : "light"]
  const tint = value => ramp(theme, (1 + value) / 2)
  const at = level => data.levels[level].steps[data.order[S.t]]
  const step = () => ({ ...at(S.level), word: data.words[data.order[S.t]] })
  let anew = true  // the first picture of new data: what hangs on the old one speaks of old data

  function light(line) {
    for (const row of find(".formulas").children) row.classList.toggle("lit", row.dataset.line === line)
  }
  function take(group, line) {  // hovered, focused or tapped, its line lights up; a gate can be taken in hand
    group.onpointerenter = group.onfocus = () => light(line)
    group.onpointerleave = group.onblur = () => light("")
    if (!group.dataset.gate) return
    const choose = () => setTriggerValue("gate", line)
    group.onclick = choose
    group.onkeydown = event => {  // what it gives back would stop the Tab key, if that were false
      if (event.key === "Enter" || event.key === " ") event.preventDefault(), choose()
    }
  }

  function strip() {
    const box = find(".strip")
    box.setAttribute("aria-label", names.row)
    box.replaceChildren(...data.words.flatMap((word, at) => {
      const one = button("", false, () => go(data.order.indexOf(at))), grid = document.createElement("span"), text = document.createElement("span")
      grid.className = "grid"
      grid.append(...data.strip[at].map((value, place) => {
        const square = document.createElement("i")
        square.classList.toggle("open", place === data.open)
        square.style.background = tint(value)
        return square
      }))
      text.textContent = word
      one.append(grid, text)
      const arrow = document.createElement("span")
      arrow.className = "arrow"
      arrow.textContent = data.backward ? "←" : "→"
      return at === last ? [one] : [one, arrow]
    }))
    find(".weights span").textContent = names.weights
  }
  function choose() {
    const at = data.order[S.t], box = find(".strip")
    box.querySelectorAll("button").forEach((one, number) => one.setAttribute("aria-pressed", number === at))
    const one = box.querySelectorAll("button")[at], left = one.offsetLeft - box.offsetLeft
    if (left < box.scrollLeft || left + one.offsetWidth > box.scrollLeft + box.clientWidth) box.scrollLeft = left - 40
  }
  function formulas(s) {
    const mean = S.level === "cell" ? names.mean : ""
    const rows = S.form === "numbers"
      ? numbers(data.cell, s, mean, data.levels[S.level].held, names.held).map(([line, left, value]) => [line, left, two(value), said(line, value)])
      : data.forms[S.form].map(([line, left, right]) => [line, left, "", right])
    find(".formulas").replaceChildren(...rows.map(([line, left, value, right]) => {
      const row = document.createElement("div"), code = document.createElement("code"), bold = document.createElement("b"), say = document.createElement("span")
      row.className = "row"
      row.dataset.line = line
      code.textContent = value ? `${left} = ` : left
      bold.textContent = value
      code.append(bold)
      say.textContent = right
      row.append(code, say)
      return row
    }))
    find(".total").textContent = S.form === "shapes" ? names.total : S.form === "symbols" ? names.symbols : ""
  }
  function said(line, value) {
    const share = Math.round(100 * value), template = names.says[line] ?? ""
    if (data.signed.includes(line) && two(value) === "0.00") return ""
    const signed = data.signed.includes(line) && template ? (value < 0 ? names.says.down : names.says.up) : template
    return signed.replace("{rest}", 100 - share + names.percent).replace("{percent}", share + names.percent)
  }
  function draw() {
    const svg = find("svg"), focused = parentElement.querySelector("svg [data-gate]:focus")?.dataset.gate, s = step()
    S.width = root.clientWidth
    drawCell(svg, root.clientWidth, theme, s, at("cell"), data, data.levels[S.level].held, take, anew)
    anew = false
    svg.setAttribute("aria-label", `${names.cell}. ${s.word}. h ${two(s.h)}`)
    if (focused) find(`svg [data-gate=${focused}]`)?.focus()
    formulas(s)
    choose()
    const range = find("input")
    Object.assign(range, { max: last, value: S.t })
    range.setAttribute("aria-label", names.step)
    range.setAttribute("aria-valuetext", `${S.t + 1}: ${s.word}`)
    find("output").textContent = `${S.t + 1} / ${last + 1}`
    find(".about").textContent = data.levels[S.level].about
    find(".zoom").replaceChildren(...["cell", "unit"].map(level => button(data.levels[level].name, S.level === level, () => (S.level = level, draw(), find(".zoom [aria-pressed=true]").focus()))))
    find(".forms").replaceChildren(...["numbers", "symbols", "shapes"].map(form => button(names.forms[form], S.form === form, () => (S.form = form, draw(), find(".forms [aria-pressed=true]").focus()))))
  }
  function go(t) {
    S.t = Math.max(0, Math.min(last, t))
    draw()
  }
  function stop() {
    clearInterval(S.timer)
    S.timer = null
    find(".play").textContent = "▶"
    find(".play").setAttribute("aria-pressed", false)
    find(".formulas").setAttribute("aria-live", "polite")
  }
  function play() {
    if (S.timer) return stop()
    if (S.t === last) go(0)
    find(".play").textContent = "❚❚"
    find(".play").setAttribute("aria-pressed", true)
    find(".formulas").setAttribute("aria-live", "off")  // it would be read aloud without an end
    S.timer = setInterval(() => S.t >= last || !root.isConnected ? stop() : (go(S.t + 1), S.t >= last && stop()), PAUSE)
  }

  stop()
  strip()
  find(".effect").textContent = data.effect
  for (const [name, text] of [["back", names.back], ["play", names.play], ["on", names.on]]) find(`.${name}`).setAttribute("aria-label", text)
  find(".back").onclick = () => (stop(), go(S.t - 1))
  find(".on").onclick = () => (stop(), go(S.t + 1))
  find(".play").onclick = play
  find("input").oninput = event => (stop(), go(+event.target.value))
  root.onkeydown = event => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!way || event.target.tagName === "INPUT") return
    event.preventDefault()
    stop()
    go(S.t + (data.backward ? -way : way))
  }
  draw()
  const watching = new ResizeObserver(() => root.clientWidth && Math.abs(root.clientWidth - S.width) > 4 && draw())
  watching.observe(root)
  return () => (watching.disconnect(), clearInterval(S.timer))
}
