// Shows new mails as they come, without losing the place of whoever is reading.
const list = document.getElementById("mails");
const mails = (root) => [...root.querySelectorAll("[data-mail]")].map((mail) => mail.dataset.mail).join();

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("mails");
  if (mails(fresh) !== mails(list)) list.replaceChildren(...fresh.childNodes);
}

setInterval(() => refresh().catch(() => {}), 2000);
