// A text in two rows: {columns: [{true, guess, own, given, parts, apart}], names, title}.
// Words are anyone's text: they only ever become textContent.
function span(name, text) {
  const part = document.createElement("span")
  part.className = text ? name : `${name} empty`
  part.textContent = text || "·"
  return part
}

function place(column, names) {
  const own = document.createElement("div")
  own.className = ["place", ...["given", "parts", "apart"].filter(name => column[name])].join(" ")
  own.append(span("word true", column.true), span("guess", column.given ? names.given : column.guess),
    span("word own", column.own), span("said", column.parts ? names.parts : ""))
  return own
}

function legend(names) {
  const own = document.createElement("div")
  own.className = "place names"
  own.append(span("", names.true), span("", names.guess), span("", names.own))
  return own
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".ways")
  root.setAttribute("aria-label", data.title)
  root.replaceChildren(legend(data.names), ...data.columns.map(column => place(column, data.names)))
}
