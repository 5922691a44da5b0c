// Keeps the list of codes fresh: the codes move every second, the list changes when an order comes or goes.
const list = document.getElementById("waiting");
const orders = (root) => [...root.querySelectorAll("[data-order]")].map((card) => card.dataset.order).join();

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(list.dataset.address);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (orders(fresh) !== orders(list)) list.replaceChildren(...fresh.body.childNodes);
  for (const code of list.querySelectorAll("img.code")) code.src = `${code.getAttribute("src").split("?")[0]}?${Date.now()}`;
}

setInterval(() => refresh().catch(() => {}), 1000);
