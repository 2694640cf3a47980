// Sends the pasted text to the API and draws the answer over it. Offsets count code points of the text in NFC with
// LF line ends, so the text is brought into that form and split into code points before anything is cut.
"use strict";

const form = document.getElementById("hold");
const report = document.getElementById("report");
const overlay = document.getElementById("overlay");
const list = document.getElementById("checks");
const verdict = document.getElementById("verdict");
const RANK = { missing: 0, ambiguous: 1, moved: 2, exact: 3 };

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) { made.className = className; }
  if (text !== undefined) { made.textContent = text; }
  return made;
}

function placeOf(check) {
  return check.status === "moved" ? check.found : check;
}

function words(place) {
  return `¶${place.paragraph} · ${place.start}–${place.end}`;
}

// Where phrases overlap, the text is cut at every bound, and each piece takes the weakest status of those on it.
function pieces(checks, length) {
  const standing = checks.filter((check) => check.status === "exact" || check.status === "moved");
  const bounds = new Set([0, length]);
  for (const check of standing) {
    bounds.add(placeOf(check).start).add(placeOf(check).end);
  }
  const sorted = [...bounds].sort((one, other) => one - other);
  const opening = [...standing].sort((one, other) => placeOf(one).start - placeOf(other).start);
  let open = [];
  return sorted.slice(0, -1).map((start, index) => {
    while (opening.length && placeOf(opening[0]).start <= start) { open.push(opening.shift()); }
    open = open.filter((check) => placeOf(check).end > start);
    return { start, end: sorted[index + 1], checks: [...open] };
  });
}

function draw(points, checks) {
  overlay.replaceChildren(...pieces(checks, points.length).map((piece) => {
    const text = points.slice(piece.start, piece.end).join("");
    if (!piece.checks.length) { return document.createTextNode(text); }
    const weakest = piece.checks.reduce((one, other) => (RANK[one.status] <= RANK[other.status] ? one : other));
    const mark = element("mark", weakest.status, text);
    mark.title = [...new Set(piece.checks.map((check) => `${check.status}: ${check.ref}`))].join("\n");
    return mark;
  }));
}

function row(check) {
  const item = element("li");
  item.append(element("span", `check ${check.status}`, check.status), " ");
  const link = element("a", "", check.ref);
  link.href = `/${check.ref}`;
  item.append(link, " ", element("q", "", check.exact), " ", element("span", "place", words(check)));
  if (check.status === "moved") { item.append(" now ", element("span", "place", words(check.found))); }
  if (check.status === "ambiguous") { item.append(" now one of ", element("span", "place", check.places.map(words).join(", "))); }
  return item;
}

function tell(answer) {
  const same = answer.same_text ? "This is the very text the facts were taken from." : "This is not the very text the facts were taken from.";
  verdict.textContent = `${same} ${answer.exact} exact, ${answer.moved} moved, ${answer.ambiguous} ambiguous, ${answer.missing} missing.`;
  const sorted = [...answer.checks].sort((one, other) => RANK[one.status] - RANK[other.status] || one.start - other.start);
  list.replaceChildren(...sorted.map(row));
}

async function hold(text) {
  const response = await fetch(form.dataset.action, {
    method: "POST",
    headers: { "Content-Type": "text/plain", Accept: "application/json" },
    body: text,
  });
  const answer = await response.json();
  if (!response.ok) { throw new Error(answer.detail); }
  return answer;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = document.getElementById("text").value.replace(/\r\n?/g, "\n").normalize("NFC");
  report.hidden = false;
  verdict.textContent = "Holding the text against the facts …";
  try {
    const answer = await hold(text);
    draw(Array.from(text), answer.checks);
    tell(answer);
    report.scrollIntoView();
  } catch (error) {
    overlay.replaceChildren();
    list.replaceChildren();
    verdict.textContent = `That did not work: ${error.message}`;
  }
});

document.getElementById("plain").hidden = true;
form.hidden = false;
