// Shows what is known at a property as soon as it is chosen. Without it the same is shown after the first step.
const form = document.querySelector(".ask-form");
let asked = null;

form?.addEventListener("change", async ({ target }) => {
  if (!target.dataset.known) return;
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(target.dataset.known, { signal: asked.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    replace(page, "#known");
    replace(page, "#premises-ours");
    mark(page);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
});

function replace(page, what) {
  const fresh = page.querySelector(what);
  if (fresh) document.querySelector(what).replaceWith(fresh);
}

// What has been shown need not be shown again after the step.
function mark(page) {
  form.querySelector("input[name=seen]")?.remove();
  const seen = page.querySelector("input[name=seen]");
  if (seen) form.append(seen);
}
