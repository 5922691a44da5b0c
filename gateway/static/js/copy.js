// Copy buttons: shown only where the browser can copy; the word changes when it is done, and screen readers hear it.
const said = document.createElement("p");
said.className = "vh";
said.setAttribute("role", "status");
document.body.append(said);

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const word = button.querySelector("[data-word]");
  const before = word.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    word.textContent = said.textContent = button.dataset.done;
    setTimeout(() => {
      word.textContent = before;
      said.textContent = "";
    }, 4000);
  });
}
