// Marks of a review: kept in the browser as they are made, and saved to a file that is sent back.
// What the file of an earlier review says is in the page; what was said here since counts more.
(() => {
  "use strict";
  const save = document.getElementById("save");
  const given = JSON.parse(document.getElementById("review").textContent);
  const key = `extra-credit review: ${save.dataset.title}`;

  const kept = () => {
    try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; }
  };
  const all = () => ({ ...given.cards, ...kept() });
  const keep = (picture, marked) => {
    try {
      localStorage.setItem(key, JSON.stringify({ ...kept(), [picture]: marked }));
    } catch {
      // Without storage marks last as long as the page, and can still be saved.
      given.cards[picture] = marked;
    }
  };

  const count = () => {
    const marks = Object.values(all()).map((marked) => marked.mark);
    for (const element of document.querySelectorAll(".review .count")) {
      const number = marks.filter((mark) => mark === element.dataset.mark).length;
      element.textContent = `${element.dataset.word}: ${number}`;
    }
  };

  const own = kept();
  for (const figure of document.querySelectorAll("figure[data-picture]")) {
    const { picture, blake3 } = figure.dataset;
    const radios = [...figure.querySelectorAll("input[type=radio]")];
    const note = figure.querySelector("textarea");
    if (own[picture]) {
      for (const radio of radios) radio.checked = radio.value === own[picture].mark;
      note.value = own[picture].note ?? "";
    }
    const changed = () => {
      const mark = radios.find((radio) => radio.checked)?.value ?? null;
      keep(picture, { mark, note: note.value, blake3 });
      count();
    };
    for (const field of [...radios, note]) field.addEventListener("input", changed);
  }

  save.hidden = false;
  save.addEventListener("click", () => {
    const review = { form: 1, title: save.dataset.title, cards: all() };
    const file = new Blob([`${JSON.stringify(review, null, 2)}\n`], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "review.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  count();
})();
