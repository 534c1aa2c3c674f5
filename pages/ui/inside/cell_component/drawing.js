// The cell, drawn 1:1 into an svg from one step's numbers. Words are anyone's text: they only ever become textContent.
const SVG = "http://www.w3.org/2000/svg"

const two = value => {  // two digits and a true minus sign
  const digits = Math.abs(value).toFixed(2)
  return (value < 0 && digits !== "0.00" ? "−" : "") + digits
}
const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16))

function ramp(colours, share) {  // straight lines through the theme's colours
  const last = colours.length - 1, place = Math.min(1, Math.max(0, share)) * last
  const from = Math.min(last - 1, Math.floor(place)), a = rgb(colours[from]), b = rgb(colours[from + 1])
  return `rgb(${a.map((part, at) => Math.round(part + (b[at] - part) * (place - from))).join(",")})`
}

function made(name, attributes, text) {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  if (text !== undefined) element.textContent = text
  return element
}

// What can be put on the picture; `at` has its measures.
function board(svg, at, theme, step, data, take) {
  const sign = value => ramp(theme, (1 + Math.sign(value) * (.45 + .55 * Math.min(1, Math.abs(value)))) / 2)
  const names = data.labels
  return {
    wire(path, value) {
      const nothing = value === undefined || two(value) === "0.00", wide = nothing ? 1.5 : 1.5 + 4 * Math.min(1, Math.abs(value))
      const drawn = made("path", { d: path, class: "wire", "stroke-width": wide })
      drawn.style.stroke = nothing ? "var(--st-gray-color)" : sign(value)
      svg.append(drawn)
    },
    head(y, value) {
      const tip = made("path", { class: "head", d: `M${at.W - 11} ${y - 7}L${at.W} ${y}L${at.W - 11} ${y + 7}Z` })
      tip.style.fill = sign(value)
      svg.append(tip)
    },
    operator(x, y, text, line, tip) {
      const group = made("g", { class: "operator", tabindex: 0, role: "img", "aria-label": tip })
      group.append(made("circle", { cx: x, cy: y, r: 13 }), made("text", { x, y: y + 5.5, "text-anchor": "middle" }, text), made("title", {}, tip))
      take(group, line)
      svg.append(group)
    },
    pill(x, y, text, wide = 44) {
      const group = made("g", { class: "operator" })
      group.append(made("rect", { x: x - wide / 2, y: y - 11, width: wide, height: 22, rx: 11 }), made("text", { x, y: y + 4.5, "text-anchor": "middle", class: "small" }, text))
      svg.append(group)
    },
    beside(x, y, value, anchor = "middle") {
      svg.append(made("text", { x, y, "text-anchor": anchor, class: "number soft" }, two(value)))
    },
    end(x, y, name, value, anchor) {
      svg.append(made("text", { x, y, "text-anchor": anchor, class: "name soft" }, at.small ? names[name + "_short"] : names[name]))
      svg.append(made("text", { x, y: y + 17, "text-anchor": anchor, class: "number" }, two(value)))
    },
    gate(key, x, middle = at.gates) {
      const value = step[key], held = at.held.includes(key), left = x - at.wide / 2, top = middle - at.high / 2
      const group = made("g", { class: held ? "gate held" : "gate", tabindex: 0, role: "button", "data-gate": key })
      const box = { x: left, y: top, width: at.wide, height: at.high, rx: 9 }
      const [from, tall] = data.signed.includes(key)
        ? [middle - Math.max(0, value) * at.high / 2, Math.abs(value) * at.high / 2]
        : [top + at.high * (1 - value), at.high * value]
      const clip = made("clipPath", { id: `vessel-${key}` }), level = made("rect", { x: left, y: from, width: at.wide, height: Math.max(0, tall), class: "level", "clip-path": `url(#vessel-${key})` })
      clip.append(made("rect", box))
      level.style.fill = data.signed.includes(key) ? sign(value < 0 ? -.8 : .8) : "var(--st-primary-color)"
      const name = at.small ? names[key + "_short"] : names[key]
      group.setAttribute("aria-label", `${names[key]} ${two(value)}${held ? `, ${names.held}` : ""}`)
      group.append(clip, made("rect", { ...box, class: "frame" }), level)
      // where the mean of all units stands: the whole cell stays in sight while a unit is open
      const mean = at.parent[key], line = data.signed.includes(key) ? middle - mean * at.high / 2 : top + at.high * (1 - mean)
      for (const x of [left, left + at.wide - 7]) group.append(made("rect", { x, y: line - 1.5, width: 7, height: 3, class: "parent" }))
      group.append(made("text", { x, y: middle - 4, "text-anchor": "middle", class: "name" }, name), made("text", { x, y: middle + 14, "text-anchor": "middle", class: "number" }, two(value)))
      if (held) group.append(made("path", { d: `M${left + at.wide - 15} ${top - 3}v-4a4.5 4.5 0 0 1 9 0v4h2v10h-13v-10z`, class: "lock" }))
      group.append(made("title", {}, `${names[key]} = ${two(value)}`))
      take(group, key)
      svg.append(group)
    },
    word(x) {
      const text = [...step.word].length > 14 ? [...step.word].slice(0, 13).join("") + "…" : step.word
      const letters = [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 15 : 9), 0)
      const wide = Math.max(52, letters + 24), left = Math.max(2, x - wide / 2), group = made("g", { class: "word" })
      group.append(made("rect", { x: left, y: at.H - 34, width: wide, height: 30, rx: 8 }), made("text", { x: left + wide / 2, y: at.H - 14, "text-anchor": "middle" }, text))
      svg.append(group, made("text", { x: left + wide + 10, y: at.H - 14, class: "name soft" }, names.x))
    },
  }
}

function lstm(on, at, s) {
  const { X, W, small, memory, gates, state, high } = at, top = gates - high / 2, bottom = gates + high / 2
  const f = X(small ? .12 : .13), i = X(small ? .345 : .33), g = X(small ? .575 : .52), o = X(small ? .80 : .72)
  const sum = (i + g) / 2, out = X(small ? .935 : .89), times = small ? 140 : 132, squash = memory + 36, show = times + 6
  on.wire(`M0 ${memory}H${f - 13}`, s.c_prev)
  on.wire(`M${f + 13} ${memory}H${sum - 13}`, s.kept)
  on.wire(`M${sum + 13} ${memory}H${W - 9}`, s.c)
  on.wire(`M0 ${state}H${o - 10}Q${o} ${state} ${o} ${state - 10}V${bottom}`)
  for (const x of [f, i, g]) on.wire(`M${x} ${state}V${bottom}`)
  on.wire(`M${f} ${top}V${memory + 13}`)
  on.wire(`M${i} ${top}V${times + 10}Q${i} ${times} ${i + 10} ${times}H${sum - 13}`)
  on.wire(`M${g} ${top}V${times + 10}Q${g} ${times} ${g - 10} ${times}H${sum + 13}`, s.g)
  on.wire(`M${sum} ${times - 13}V${memory + 13}`, s.written)
  on.wire(`M${out} ${memory}V${squash - 11}`, s.c)
  on.wire(`M${out} ${squash + 11}V${show - 13}`, s.squashed)
  on.wire(`M${o} ${top}V${show + 10}Q${o} ${show} ${o + 8} ${show}H${out - 13}`)
  on.wire(`M${out} ${show + 13}V${state - 10}Q${out} ${state} ${out + 10} ${state}H${W - 9}`, s.h)
  on.wire(`M${at.word} ${at.H - 30}V${state}`)
  on.head(memory, s.c)
  on.head(state, s.h)
  on.operator(f, memory, "×", "c", `f·c′ = ${two(s.kept)}`)
  on.operator(sum, memory, "+", "c", `${two(s.kept)} + ${two(s.written)} = ${two(s.c)}`)
  on.operator(sum, times, "×", "c", `i·g = ${two(s.written)}`)
  on.operator(out, show, "×", "h", `o·tanh(c) = ${two(s.h)}`)
  on.pill(out, squash, "tanh", small ? 38 : 44)
  for (const [key, x] of Object.entries({ f, i, g, o })) on.gate(key, x)
  on.end(0, memory - 30, "c_prev", s.c_prev, "start")
  on.end(W, memory - 30, "c", s.c, "end")
  on.end(0, state - 30, "h_prev", s.h_prev, "start")
  on.end(W, state - 30, "h", s.h, "end")
  on.beside((f + sum) / 2, memory - 12, s.kept)
  on.beside(sum + 18, (times + memory) / 2 + 5, s.written, "start")
}

function gru(on, at, s) {
  const { X, W, x0, small, memory, gates, state, high, wide } = at, top = gates - high / 2, bottom = gates + high / 2
  const z = X(small ? .17 : .15), r = X(small ? .45 : .42), reset = X(small ? .64 : .59), g = X(small ? .83 : .76)
  const turn = 126, half = (z + g) / 2, drop = x0 - (small ? 8 : 30)
  on.wire(`M0 ${memory}H${z - 13}`, s.h_prev)
  on.wire(`M${z + 13} ${memory}H${g - 13}`, s.kept)
  on.wire(`M${g + 13} ${memory}H${W - 9}`, s.h)
  on.wire(`M${drop} ${memory}V${state - 10}Q${drop} ${state} ${drop + 10} ${state}H${at.word}`, s.h_prev)
  on.wire(`M${at.word} ${state}H${reset - 13}`)
  on.wire(`M${reset + 13} ${state}H${g - 10}Q${g} ${state} ${g} ${state - 10}V${bottom}`)
  on.wire(`M${at.word} ${at.H - 30}V${state}`)
  for (const x of [z, r]) on.wire(`M${x} ${state}V${bottom}`)
  on.wire(`M${z} ${top}V${memory + 13}`)
  on.wire(`M${z} ${turn}H${half - 22}`)
  on.wire(`M${half + 22} ${turn}H${g - 13}`)
  on.wire(`M${r + wide / 2} ${gates}H${reset - 10}Q${reset} ${gates} ${reset} ${gates + 10}V${state - 13}`)
  on.wire(`M${g} ${top}V${turn + 13}`, s.g)
  on.wire(`M${g} ${turn - 13}V${memory + 13}`, s.written)
  on.head(memory, s.h)
  on.operator(z, memory, "×", "h", `z·h′ = ${two(s.kept)}`)
  on.operator(g, memory, "+", "h", `${two(s.kept)} + ${two(s.written)} = ${two(s.h)}`)
  on.operator(g, turn, "×", "h", `(1 − z)·g = ${two(s.written)}`)
  on.operator(reset, state, "×", "g", `r·(h′U) = ${two(s.sums.g[1])}`)
  on.pill(half, turn, "1 −")
  for (const [key, x] of Object.entries({ z, r, g })) on.gate(key, x)
  on.end(0, memory - 30, "h_prev", s.h_prev, "start")
  on.end(W, memory - 30, "h", s.h, "end")
  on.beside((z + g) / 2, memory - 12, s.kept)
  on.beside(g - 18, (turn + memory) / 2 + 5, s.written, "end")
}

function rnn(on, at, s) {
  const { X, W, x0, wide } = at, sum = X(.36), squash = X(.66), rail = 84, [fromWord, fromState] = s.sums.h, before = s.before
  on.wire(`M0 ${rail}H${sum - 13}`, fromState)
  on.wire(`M${sum + 13} ${rail}H${squash - wide / 2}`, before)
  on.wire(`M${squash + wide / 2} ${rail}H${W - 9}`, s.h)
  on.wire(`M${sum} ${at.H - 30}V${rail + 13}`, fromWord)
  on.head(rail, s.h)
  on.operator(sum, rail, "+", "h", `${two(fromWord)} + ${two(fromState)} + ${two(s.sums.h[2])}`)
  on.gate("h", squash, rail)
  on.end(0, rail - 30, "h_prev", s.h_prev, "start")
  on.end(W, rail - 30, "h", s.h, "end")
  on.beside((x0 + sum) / 2, rail - 12, fromState)
  on.beside(sum + 18, 146, fromWord, "start")
  on.beside((sum + squash - wide / 2) / 2 + 6, rail - 12, before)
}

// The same picture with other numbers: its elements take the new values over, so that CSS can take its time with them.
function morphed(old, fresh) {
  const before = [...old.querySelectorAll("*")], after = [...fresh.querySelectorAll("*")]
  if (before.length !== after.length || before.some((one, at) => one.tagName !== after[at].tagName)) return false
  before.forEach((one, at) => {
    const own = after[at]
    for (const { name, value } of own.attributes) if (one.getAttribute(name) !== value) one.setAttribute(name, value)
    if (!own.children.length && one.textContent !== own.textContent) one.textContent = own.textContent
  })
  return true
}

// `parent`: the same step of the whole cell. `anew`: nothing of what is there stays.
function drawCell(svg, width, theme, step, parent, data, held, take, anew) {
  const W = Math.max(320, Math.min(920, width)), small = W < 560, simple = data.cell === "rnn"
  const H = simple ? 250 : small ? 356 : 340, x0 = small ? 34 : 76, inner = W - 2 * x0
  const at = {
    W, H, small, x0, held, parent, X: share => x0 + share * inner, wide: small ? 58 : 100, high: 46, memory: 60,
    gates: small ? 214 : 200, state: simple ? 184 : small ? 290 : 274, word: x0 + (small ? 14 : 24),
  }
  const fresh = made("svg", {})
  fresh.append(made("rect", { x: x0, y: 18, width: inner, height: at.state + 8, rx: 14, class: "body" }))
  const on = board(fresh, at, theme, step, data, take)
  ;({ lstm, gru, rnn })[data.cell](on, at, step)
  on.word(simple ? at.X(.36) : at.word)
  svg.setAttribute("viewBox", `0 0 ${W} ${H}`)
  svg.setAttribute("height", H)
  if (anew || !morphed(svg, fresh)) svg.replaceChildren(...fresh.childNodes)
}
