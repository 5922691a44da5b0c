// Names the files chosen for an upload, and says at once which one is too large. Without it the server says so.
const LIMIT = 10 * 1024 * 1024;

for (const input of document.querySelectorAll("[data-files]")) {
  const list = input.form.querySelector("[data-chosen-files]");
  input.addEventListener("change", () => {
    list.replaceChildren(
      ...Array.from(input.files, (file) => {
        const row = document.createElement("li");
        row.textContent = `${file.name} (${(file.size / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB)`;
        row.classList.toggle("bad", file.size > LIMIT);
        return row;
      }),
    );
  });
}
