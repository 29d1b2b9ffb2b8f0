// Keeps the board fresh: asks for its fragment every 15 seconds and swaps it in.
//
//   <div data-board data-url="/board/fragment?..." data-every="15"> ... </div>
//   <p class="govuk-visually-hidden" aria-live="polite" data-board-news></p>
//   <p class="hw-stale" role="status" data-board-trouble hidden></p>
//
// Each report in the fragment is marked data-report="ID" data-label="Ellis W, 11, high".
// New ones are announced. Anything that can hold focus or be opened keeps its place when
// it has an id. Nothing is asked while the page is hidden, nothing is swapped while
// somebody is typing in it.

const board = document.querySelector("[data-board]");
const news = document.querySelector("[data-board-news]");
const trouble = document.querySelector("[data-board-trouble]");
const every = Number(board?.dataset.every || 15) * 1000;

let timer = 0;
let last = "";
let refreshed = new Date();

function reports() {
  return new Map(
    [...board.querySelectorAll("[data-report]")].map((row) => [
      row.dataset.report,
      row.dataset.label || row.textContent.trim(),
    ]),
  );
}

function announce(before) {
  const fresh = [...reports()].filter(([id]) => !before.has(id)).map(([, label]) => label);
  if (fresh.length && news) {
    const count = fresh.length === 1 ? "1 new report" : `${fresh.length} new reports`;
    news.textContent = `${count}: ${fresh.join("; ")}.`;
  }
}

function swap(html) {
  const focused = board.contains(document.activeElement) ? document.activeElement.id : "";
  const opened = [...board.querySelectorAll("details[open][id]")].map((part) => part.id);
  const before = reports();
  const fragment = new DOMParser().parseFromString(html, "text/html");
  board.replaceChildren(...fragment.body.childNodes);
  for (const id of opened) {
    document.getElementById(id)?.setAttribute("open", "");
  }
  if (focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
  announce(before);
}

function say(words) {
  if (trouble) {
    trouble.textContent = words;
    trouble.hidden = !words;
  }
}

function typing() {
  const at = document.activeElement;
  return board.contains(at) && at.matches("input:not([type=submit]), select, textarea");
}

async function ask() {
  const answer = await fetch(board.dataset.url, {
    headers: { "X-Requested-With": "fetch" },
    credentials: "same-origin",
    cache: "no-store",
  });
  if (answer.redirected || answer.status === 401 || answer.status === 403) {
    say("You have been signed out, so this board no longer updates. Sign in again to go on.");
    return false;
  }
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const html = await answer.text();
  if (html !== last && !typing()) {
    swap(html);
    last = html;
  }
  refreshed = new Date();
  say("");
  return true;
}

async function turn() {
  let carryOn = true;
  try {
    carryOn = await ask();
  } catch {
    const clock = refreshed.toLocaleTimeString("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: "Europe/London",
    });
    say(`Not updated since ${clock}: the server did not answer. Trying again by itself.`);
  }
  if (carryOn) {
    wait();
  }
}

function wait() {
  clearTimeout(timer);
  if (!document.hidden) {
    timer = setTimeout(turn, every);
  }
}

if (board?.dataset.url) {
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) {
      turn();
    }
  });
  wait();
}
