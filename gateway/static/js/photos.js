// Shows the chosen photos before they are sent, and says at once when one is too large.
for (const input of document.querySelectorAll("input[type=file][data-photos]")) {
  const place = document.getElementById(input.dataset.photos);
  const limit = Number(input.dataset.limit);
  input.addEventListener("change", () => {
    place.replaceChildren();
    for (const file of input.files) {
      const row = document.createElement("li");
      row.className = "chosen";
      if (file.type.startsWith("image/")) {
        const picture = document.createElement("img");
        picture.alt = "";
        picture.src = URL.createObjectURL(file);
        picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
        picture.addEventListener("error", () => picture.remove(), { once: true });
        row.append(picture);
      }
      const name = document.createElement("span");
      name.textContent = file.name;
      row.append(name);
      if (limit && file.size > limit) {
        const error = document.createElement("b");
        error.className = "bad";
        error.textContent = input.dataset.tooLarge;
        row.append(error);
      }
      place.append(row);
    }
  });
}
