// Keeps the BankID page moving: asks once a second, draws the code, says what to do, and goes on when it is done.
const page = document.querySelector("[data-bankid]");
const hint = page.querySelector("[data-hint]");
const code = page.querySelector("[data-code]");
const steps = page.querySelector("[data-steps]");
const pulse = page.querySelector("[data-pulse]");
const drawing = code?.querySelector("svg");
let shows = page.dataset.shows;
let pause = 1000;

function draw(state) {
  if (state.qr && drawing) {
    drawing.setAttribute("viewBox", `0 0 ${state.side} ${state.side}`);
    drawing.querySelector("path").setAttribute("d", state.qr);
  }
  if (hint.textContent.trim() !== state.message) hint.textContent = state.message;
  if (state.shows === shows) return;
  const swaps = ["code", "wait"].includes(state.shows) && ["code", "wait"].includes(shows) && code;
  if (!swaps) return location.replace(page.dataset.here);
  code.hidden = steps.hidden = state.shows !== "code";
  pulse.hidden = state.shows !== "wait";
  shows = state.shows;
}

async function ask() {
  try {
    const answer = await fetch(page.dataset.poll, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.ok) {
      pause = 1000;
      draw(await answer.json());
    } else {
      pause = Math.min(pause * 2, 8000);
    }
  } catch {
    pause = Math.min(pause * 2, 8000);
  }
  if (shows !== "end") setTimeout(ask, pause);
}

if (["code", "wait", "button", "return"].includes(shows)) setTimeout(ask, pause);
