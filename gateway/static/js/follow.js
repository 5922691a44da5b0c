// Follow buttons change in place: the form is sent in the background, the button keeps its label and its focus.
for (const form of document.querySelectorAll("form[data-follow]")) {
  const button = form.querySelector("button");
  const said = form.querySelector("[role=status]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw new Error(String(answer.status));
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      form.elements.follow.value = on ? "" : "1";
      form.elements.key.value = crypto.randomUUID().replaceAll("-", "");
      if (said) said.textContent = on ? form.dataset.on : form.dataset.off;
    } catch {
      form.submit();
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}
